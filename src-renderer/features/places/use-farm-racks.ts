import { useMemo } from 'react';
import { type FarmRacks, farmRacks } from '../../../src-shared/meant-place.ts';
import { useMinersNow } from '../../api/use-miners-now.ts';
import { useRacks } from '../../api/use-racks.ts';

/** The racks of the farm, among which a typed place is read. */
export function useFarmRacks(): FarmRacks {
  const farm = useMinersNow();
  const { racks } = useRacks();
  return useMemo(() => farmRacks(racks, farm), [racks, farm]);
}
