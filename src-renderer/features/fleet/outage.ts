import type { Moment } from '../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { rackOf } from '../../../src-shared/place.ts';
import { subnetOf } from '../../../src-shared/subnet-of.ts';
import { exactQuery } from '../../miner-view/exact-query.ts';
import { MISSING_QUERY } from './views/saved-views.ts';

/** Managed miners that went offline together and are not back. */
export interface Outage {
  readonly minerCount: number;
  readonly ids: readonly string[];
  /** Time at which the first of them was missed. */
  readonly sinceAt: number;
  /** The rack that they share; null if they are in several or one has none. */
  readonly rack: string | null;
  /** The /24 that they share; null if they are in several. */
  readonly network: string | null;
  /** Sum of what they are expected to hash, as their problem says; an unknown one counts as 0. */
  readonly lostHs: number;
  /** Whether no managed miner is online. */
  readonly whole: boolean;
}

/** Fewer miners at once are single faults, which are in the list of problems. */
const LEAST_MINERS = 3;
/** Maximum time between two miners of one outage, which may extend over several scans. */
const APART_MS = 90_000;

/**
 * The latest outage that has not ended: miners that were missed shortly after each other. Null if
 * there is none. `isSilent`: a miner in maintenance may be offline.
 */
export function latestOutage(miners: readonly Miner[], isSilent: (miner: Miner) => boolean): Outage | null {
  const missing = miners
    .filter(({ managed, online, offline_since_at }) => managed && !online && offline_since_at !== null)
    .filter((miner) => !isSilent(miner))
    .sort((a, b) => sinceOf(b) - sinceOf(a));
  for (let first = 0; first < missing.length; ) {
    let end = first + 1;
    while (end < missing.length && sinceOf(missing[end - 1]) - sinceOf(missing[end]) <= APART_MS) end += 1;
    const gone = missing.slice(first, end);
    const whole = missing.length === miners.filter(({ managed }) => managed).length;
    if (gone.length >= LEAST_MINERS || (whole && gone.length === missing.length)) return outageOf(gone, whole);
    first = end;
  }
  return null;
}

function outageOf(gone: readonly Miner[], whole: boolean): Outage {
  return {
    minerCount: gone.length,
    ids: gone.map(({ id }) => id),
    sinceAt: Math.min(...gone.map(sinceOf)),
    rack: shared(gone.map(({ place }) => rackOf(place))),
    network: shared(gone.map(({ last_ip }) => subnetOf(last_ip))),
    lostHs: mainGroup(gone).reduce((sum, miner) => sum + expectedHs(miner), 0),
    whole,
  };
}

function expectedHs({ latest_status: last }: Miner): number {
  return last?.hashrate_expected_hs ?? last?.hashrate_hs ?? 0;
}

/** Hash rates of different algorithms cannot be added up: the miners of the one that most have. */
function mainGroup(gone: readonly Miner[]): readonly Miner[] {
  const groups = [...Map.groupBy(gone, ({ algorithm }) => algorithm).values()];
  return groups.reduce((most, group) => (group.length > most.length ? group : most), []);
}

/** The value that all have; null if they differ. */
function shared(values: readonly (string | null)[]): string | null {
  const distinct = new Set(values);
  const [first = null] = distinct;
  return distinct.size === 1 ? first : null;
}

function sinceOf(miner: Miner | undefined): number {
  return miner?.offline_since_at ?? 0;
}

/** The query for exactly these miners that are offline; for all that are offline where they are too many for one. */
export function missingQuery(gone: readonly Miner[], miners: readonly Miner[], moment: Moment): string {
  return exactQuery(gone, miners, moment, [MISSING_QUERY]) ?? MISSING_QUERY;
}
