import { countText } from '../../../src-shared/text/count-text.ts';
import type { DialAllEnd } from './dial-all.ts';
import { NEIGHBOUR_HELD_MS } from './neighbour-limit.ts';

const number = new Intl.NumberFormat('en');
/**
 * A scan of a small network right after another waits once for its entries, which is not worth
 * reporting.
 */
const REPORTED_LINK_WAIT_MS = 2 * NEIGHBOUR_HELD_MS;

/** What slowed or limited a scan. */
export interface ScanLimits extends DialAllEnd {
  /** Single hosts that accepted, but that this computer was too busy to identify. */
  readonly unheard: number;
}

/** What limited a scan, for the operator; null where nothing did. */
export function limitWords({ untried, unheard, socketError, fewestSockets, linkWaitMs }: ScanLimits): string | null {
  const system = socketError === null ? null : `This computer had no free socket (${socketError})`;
  const remedy = 'Allow more open files (ulimit -n) or close other programs';
  if (untried > 0) {
    const why = system ?? 'The scan took too long';
    const what = `${number.format(untried)} addresses could not be tried`;
    return `${why}: ${what}. ${system === null ? 'Scan fewer addresses at once' : remedy}.`;
  }
  if (unheard > 0) {
    const hosts = countText(unheard, 'host');
    return system === null
      ? `This computer was too busy to identify ${hosts}.`
      : `${system}: ${hosts} could not be identified. ${remedy}.`;
  }
  if (system !== null) {
    return `${system} for more than ${number.format(Math.max(1, fewestSockets ?? 1))} at once, which made the scan slower. ${remedy}.`;
  }
  if (linkWaitMs >= REPORTED_LINK_WAIT_MS) {
    return `Scanned slowly for ${Math.round(linkWaitMs / 1000)} s: the neighbour table of this computer holds few addresses of its own network (net.ipv4.neigh.default.gc_thresh3 on Linux).`;
  }
  return null;
}
