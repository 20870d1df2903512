import type { Miner } from '../model/index.ts';
import { rackOf } from '../place.ts';
import { isMonitored, type Moment } from './miner-now.ts';
import { haveOneCause, MANY_AT_ONCE } from './one-cause.ts';

/** A poll that failed more than once is no chance, wherever the miner is. */
const LEAST_FAILURES = 2;
/** On a large farm some poll always fails: at once, only a larger share of it is a dark part. */
const NOISE_SHARE = 0.05;

/**
 * Whether these miners are a dark part of the farm: so many of a rack, or of all that are monitored,
 * that they would be one incident.
 */
export function isDarkPart(those: readonly Miner[], farm: readonly Miner[]): boolean {
  const monitored = farm.filter(isMonitored);
  if (those.length >= MANY_AT_ONCE || haveOneCause(those.length, monitored.length)) return true;
  return darkRacks(those, monitored).size > 0;
}

/**
 * Miners that just stopped answering together, while their last readings still count: a dark part of
 * the farm, whatever else is wrong with them. Empty for fewer, which may only have missed a poll.
 */
export function darkSilent(farm: readonly Miner[]): readonly Miner[] {
  const known = found.get(farm);
  if (known !== undefined) return known;
  const silent = findSilent(farm);
  found.set(farm, silent);
  return silent;
}

/** Of the same rows: header, map, sums and list ask for them in the same second. */
const found = new WeakMap<readonly Miner[], readonly Miner[]>();

function findSilent(farm: readonly Miner[]): readonly Miner[] {
  const failing = farm.filter((miner) => miner.polling.consecutive_failures > 0 && miner.online && isMonitored(miner));
  if (failing.length === 0) return [];
  const monitored = farm.filter(isMonitored);
  const isWide = failing.length >= MANY_AT_ONCE && failing.length >= monitored.length * NOISE_SHARE;
  if (isWide || haveOneCause(failing.length, monitored.length)) return failing;
  const lasting = failing.filter(({ polling }) => polling.consecutive_failures >= LEAST_FAILURES);
  const isLasting = lasting.length >= MANY_AT_ONCE;
  const racks = darkRacks(failing, monitored);
  if (!isLasting && racks.size === 0) return [];
  return failing.filter(
    ({ place, polling }) =>
      (isLasting && polling.consecutive_failures >= LEAST_FAILURES) || racks.has(rackOf(place) ?? ''),
  );
}

/** The racks of which so many are among `those` that they have one cause. */
function darkRacks(those: readonly Miner[], monitored: readonly Miner[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { place } of those) {
    const rack = rackOf(place);
    if (rack !== null) counts.set(rack, (counts.get(rack) ?? 0) + 1);
  }
  if (counts.size === 0) return new Set();
  const totals = new Map<string, number>();
  for (const { place } of monitored) {
    const rack = rackOf(place);
    if (rack !== null && counts.has(rack)) totals.set(rack, (totals.get(rack) ?? 0) + 1);
  }
  return new Set(
    [...counts].filter(([rack, count]) => haveOneCause(count, totals.get(rack) ?? 0)).map(([rack]) => rack),
  );
}

/**
 * The moment with the miners that just stopped answering together: what they reported last is not of
 * now. Every figure that depends on the moment leaves them out, so that the map, the sums, what is
 * lost and the lists say the same at the same time, and not once their readings have grown old.
 */
export function withSilent(moment: Moment, farm: readonly Miner[]): Moment {
  const silent = darkSilent(farm);
  return silent.length === 0 ? moment : { ...moment, silent: new Set(silent.map(({ id }) => id)) };
}
