import { haveOneCause, MANY_AT_ONCE } from '../../../src-shared/alerts/one-cause.ts';
import { isMonitored } from '../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { rackOf } from '../../../src-shared/place.ts';
import { silentMiners } from '../../miner-view/silent-miners.ts';

/**
 * Whether these miners are a dark part of the farm: so many of a rack, or of all that are monitored,
 * that they would be one incident.
 */
export function isDarkPart(those: readonly Miner[], farm: readonly Miner[]): boolean {
  const monitored = farm.filter(isMonitored);
  if (those.length >= MANY_AT_ONCE || haveOneCause(those.length, monitored.length)) return true;
  const ids = new Set(those.map(({ id }) => id));
  const racks = new Set(those.map(({ place }) => rackOf(place)).filter((rack) => rack !== null));
  return [...racks].some((rack) => {
    const inside = monitored.filter(({ place }) => rackOf(place) === rack);
    return haveOneCause(inside.filter(({ id }) => ids.has(id)).length, inside.length);
  });
}

/**
 * Miners that just stopped answering together, while their last readings still count: a dark part of
 * the farm. Empty for fewer, which may only have missed a poll.
 */
export function darkSilent(farm: readonly Miner[]): readonly Miner[] {
  const silent = silentMiners(farm);
  return silent.length > 0 && isDarkPart(silent, farm) ? silent : [];
}
