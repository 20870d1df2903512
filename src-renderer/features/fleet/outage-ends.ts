import type { Miner } from '../../../src-shared/model/index.ts';
import type { Outage } from './outage.ts';

/** An outage that this page has seen, and how far it is over. */
export interface SeenOutage extends Pick<Outage, 'sinceAt' | 'rack' | 'network'> {
  readonly ids: ReadonlySet<string>;
  readonly backCount: number;
  /** When the latest of its miners came back, in UNIX milliseconds; null while none did. */
  readonly backAt: number | null;
}

/** The end of an outage, as it is reported once. */
export interface OutageEnd extends Pick<Outage, 'sinceAt' | 'rack' | 'network'> {
  readonly back: readonly Miner[];
  /** Those that did not come back. */
  readonly left: readonly Miner[];
}

/** If not all come back, no more of them do for this long; scans find them one after another. */
const SETTLED_MS = 60_000;

/**
 * Follows outages: `outage` is the latest that goes on now. One has ended when all of its miners are
 * back, or at least half of them and no other one for a minute. Miners that were removed or are not
 * managed any more are no part of it.
 */
export function followOutages(
  before: readonly SeenOutage[],
  outage: Outage | null,
  miners: readonly Miner[],
  nowMs: number,
): { readonly seen: readonly SeenOutage[]; readonly ended: readonly OutageEnd[] } {
  const known = withLatest(before, outage);
  if (known.length === 0) return { seen: known, ended: [] };
  const seen: SeenOutage[] = [];
  const ended: OutageEnd[] = [];
  for (const one of known) {
    const still = miners.filter(({ id, managed }) => managed && one.ids.has(id));
    const back = still.filter(({ online }) => online);
    const left = still.filter(({ online }) => !online);
    const backAt = back.length > one.backCount ? nowMs : one.backAt;
    const isSettled = backAt !== null && nowMs - backAt >= SETTLED_MS && back.length >= left.length;
    const { sinceAt, rack, network } = one;
    if (back.length > 0 && (left.length === 0 || isSettled)) ended.push({ sinceAt, rack, network, back, left });
    else if (still.length > 0) seen.push({ ...one, backCount: back.length, backAt });
  }
  return { seen, ended };
}

/** An outage grows for some scans; its miners that are back belong to it until it is over. */
function withLatest(before: readonly SeenOutage[], outage: Outage | null): readonly SeenOutage[] {
  if (outage === null) return before;
  const { ids, sinceAt, rack, network } = outage;
  const same = before.find((one) => ids.some((id) => one.ids.has(id)));
  if (same === undefined) {
    return [...before, { ids: new Set(ids), sinceAt, rack, network, backCount: 0, backAt: null }];
  }
  if (ids.every((id) => same.ids.has(id))) return before;
  // Its miners that are back are not in `outage`, and may be elsewhere than those that went later.
  const where = { rack: same.rack === rack ? rack : null, network: same.network === network ? network : null };
  const grown = { ...same, ids: new Set([...same.ids, ...ids]), ...where };
  return before.map((one) => (one === same ? grown : one));
}
