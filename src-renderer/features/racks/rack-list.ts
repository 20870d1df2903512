import { type FarmTotals, farmTotals } from '../../../src-shared/miner/farm-sums.ts';
import type { Moment } from '../../../src-shared/miner/miner-now.ts';
import type { Miner, Rack } from '../../../src-shared/model/index.ts';
import { groupMiners } from '../../miner-view/miner-groups.ts';

/** A rack with its miners. It has a description, is named by places, or both. */
export interface ListedRack {
  readonly rack: string;
  /** Its description; null if it is only named by places. */
  readonly known: Rack | null;
  readonly miners: readonly Miner[];
  readonly sums: FarmTotals;
}

/** All racks, sorted by name. */
export function listRacks(racks: readonly Rack[], miners: readonly Miner[], moment: Moment): readonly ListedRack[] {
  const known = new Map(racks.map((rack) => [rack.rack, rack]));
  return groupMiners(miners, 'rack', moment, [...known.keys()]).flatMap(({ key: rack, miners: those }) =>
    rack === null ? [] : [{ rack, known: known.get(rack) ?? null, miners: those, sums: farmTotals(those, moment) }],
  );
}
