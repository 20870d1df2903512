import { type FarmRacks, farmRacks, meantPlace } from '../../../../src-shared/meant-place.ts';
import type { MinerPatch } from '../../../../src-shared/model/index.ts';
import { placeText } from '../../../../src-shared/place.ts';
import type { OperationsParts } from '../operations-parts.ts';

/**
 * Returns a function that reads the place of a patch among the racks of the farm. The racks are
 * those of its call, also for the patches of many miners: none of them changes what the next means.
 */
export function meantPatch({
  fleet,
  racks,
}: Pick<OperationsParts, 'fleet' | 'racks'>): (patch: MinerPatch) => MinerPatch {
  let known: FarmRacks | null = null;
  return (patch) => {
    if (typeof patch.place !== 'string') return patch;
    known ??= farmRacks(racks.list(), fleet.miners());
    const place = meantPlace(patch.place, known);
    return place === null ? patch : { ...patch, place: placeText(place) };
  };
}
