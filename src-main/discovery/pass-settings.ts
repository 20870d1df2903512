import type { Scan, Settings } from '../../src-shared/model/index.ts';
import { AUTOMATIC_SCAN_CONCURRENCY } from '../../src-shared/setting-defaults.ts';
import type { PassSettings } from './pass.ts';

/** Sockets at once at most, if the operator has limited them; null leaves it to what the network bears. */
export function scanCap({ scan_concurrency }: Settings['network']): number | null {
  return scan_concurrency === AUTOMATIC_SCAN_CONCURRENCY ? null : scan_concurrency;
}

/** How a pass goes about a scan that was requested, or is one of the schedule. */
export function passSettings(
  { network }: Settings,
  { trigger, scope }: Pick<Scan, 'trigger' | 'scope'>,
  more: Pick<PassSettings, 'triesSilentTwice' | 'readWithinMs' | 'hasJustWoken'>,
): PassSettings {
  return {
    lightScanTimeoutMs: network.light_scan_timeout_ms,
    probeTimeoutMs: network.miner_probe_timeout_ms,
    cap: scanCap(network),
    isRequested: trigger === 'operator',
    takesNew: scope !== 'miner',
    decidesPlace: trigger === 'operator' && scope !== 'miner',
    ...more,
  };
}
