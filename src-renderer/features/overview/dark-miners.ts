import { isMonitored } from '../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { rackOf } from '../../../src-shared/place.ts';

/** From this share of the monitored miners on, it is the farm that is dark. */
const FARM_SHARE = 0.05;
/** Fewer make no dark rack, and no dark part of a small farm. */
const LEAST = 4;

/**
 * Whether these miners are a dark part of the farm: a whole rack of at least four, or more than 5 %
 * of all that are monitored.
 */
export function isDarkPart(those: readonly Miner[], farm: readonly Miner[]): boolean {
  if (those.length < LEAST) return false;
  const monitored = farm.filter(isMonitored);
  if (those.length > monitored.length * FARM_SHARE) return true;
  const ids = new Set(those.map(({ id }) => id));
  const racks = new Set(those.map(({ place }) => rackOf(place)).filter((rack) => rack !== null));
  return [...racks].some((rack) => {
    const inside = monitored.filter(({ place }) => rackOf(place) === rack);
    return inside.length >= LEAST && inside.every(({ id }) => ids.has(id));
  });
}
