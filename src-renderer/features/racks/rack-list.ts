import { type FleetTotals, fleetTotals } from '../../../src-shared/farm-sums.ts';
import type { Moment } from '../../../src-shared/miner-now.ts';
import type { Miner, Rack } from '../../../src-shared/model/index.ts';
import { quoteValue } from '../../../src-shared/query/index.ts';
import { groupMiners } from '../../miner-model/miner-groups.ts';

/** A rack with its miners: described, named by a place, or both. */
export interface ListedRack {
  readonly rack: string;
  /** What is known of it; null where only places name it. */
  readonly known: Rack | null;
  readonly miners: readonly Miner[];
  readonly sums: FleetTotals;
}

const natural = new Intl.Collator('en', { numeric: true });

/** All racks, in the order of their names. */
export function listRacks(racks: readonly Rack[], miners: readonly Miner[], moment: Moment): readonly ListedRack[] {
  const standing = new Map(groupMiners(miners, 'rack', moment).map((group) => [group.key, group.miners]));
  const known = new Map(racks.map((rack) => [rack.rack, rack]));
  const names = new Set([...known.keys(), ...[...standing.keys()].filter((key) => key !== null)]);
  return [...names].sort(natural.compare).map((rack) => {
    const those = standing.get(rack) ?? [];
    return { rack, known: known.get(rack) ?? null, miners: those, sums: fleetTotals(those, moment) };
  });
}

/** The racks that hang on one PDU or switch, as a query. */
export function queryOf(racks: readonly ListedRack[], shares: (rack: Rack) => boolean): string {
  const names = racks.flatMap(({ rack, known }) => (known !== null && shares(known) ? [rack] : []));
  return `rack=${names.map(quoteValue).join('|')}`;
}
