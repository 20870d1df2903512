import { useMemo } from 'react';
import type { Miner, Rack } from '../../../src-shared/model/index.ts';
import { type Place, rackOf } from '../../../src-shared/place.ts';
import { useMinersNow } from '../../api/use-miners-now.ts';
import { useRacks } from '../../api/use-racks.ts';
import { meantPlace } from './meant-place.ts';

/** What a typed place means among the racks of the farm. `own` is stored so, and means what it says. */
export function useMeantPlace(typed: string, own: string | null = null): Place | null {
  const farm = useMinersNow();
  const { racks } = useRacks();
  return useMemo(() => meantPlace(typed, typed === own ? [] : rackPaths(racks, farm)), [typed, own, racks, farm]);
}

/** The paths of all racks, each once. Most typed places are clear without them: then no miner is looked at. */
function* rackPaths(racks: readonly Rack[], farm: readonly Miner[]): Generator<string> {
  const named = new Set<string>();
  for (const { rack } of racks) {
    named.add(rack);
    yield rack;
  }
  for (const { place } of farm) {
    const rack = rackOf(place);
    if (rack === null || named.has(rack)) continue;
    named.add(rack);
    yield rack;
  }
}
