import { dialPatiently } from './dial.ts';
import { lightScan } from './light-scan.ts';

/** How a scan dials: many addresses once each, or one address several times. */
export interface Dialer {
  readonly scan: typeof lightScan;
  readonly patiently: typeof dialPatiently;
}

/** Dials with sockets of this computer. */
export const SOCKET_DIALER: Dialer = { scan: lightScan, patiently: dialPatiently };
