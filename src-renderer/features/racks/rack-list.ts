import { type FarmTotals, farmTotals } from '../../../src-shared/miner/farm-sums.ts';
import { isHashing, type Moment, needsAttention } from '../../../src-shared/miner/miner-now.ts';
import { minerState } from '../../../src-shared/miner/miner-state.ts';
import type { Miner, Rack } from '../../../src-shared/model/index.ts';
import { groupMiners } from '../../miner-view/miner-groups.ts';

/** A rack with its miners. It has a description, is named by places, or both. */
export interface ListedRack {
  readonly rack: string;
  /** Its description; null if it is only named by places. */
  readonly known: Rack | null;
  readonly miners: readonly Miner[];
  readonly sums: FarmTotals;
  readonly state: RackState;
}

/**
 * Whether the miners of a rack hash: `dark` if none of them does, and not because they were stopped
 * or are starting; `part` if some need attention; `none` if there are no managed ones.
 */
export type RackState = 'dark' | 'part' | 'well' | 'none';

const ORDER: readonly RackState[] = ['dark', 'part', 'well', 'none'];

/** All racks: dark ones first, then those with problems; each sorted by name. */
export function listRacks(racks: readonly Rack[], miners: readonly Miner[], moment: Moment): readonly ListedRack[] {
  const known = new Map(racks.map((rack) => [rack.rack, rack]));
  return groupMiners(miners, 'rack', moment, [...known.keys()])
    .flatMap(({ key: rack, miners: those }) =>
      rack === null ? [] : [listed(rack, known.get(rack) ?? null, those, moment)],
    )
    .sort((a, b) => rank(a) - rank(b));
}

function listed(rack: string, known: Rack | null, miners: readonly Miner[], moment: Moment): ListedRack {
  return { rack, known, miners, sums: farmTotals(miners, moment), state: stateOf(miners, moment) };
}

function stateOf(miners: readonly Miner[], moment: Moment): RackState {
  const managed = miners.filter((miner) => miner.managed);
  if (managed.length === 0) return 'none';
  if (managed.every((miner) => isDark(miner, moment))) return 'dark';
  return managed.some(needsAttention) ? 'part' : 'well';
}

function isDark(miner: Miner, moment: Moment): boolean {
  if (isHashing(miner, moment)) return false;
  const { kind } = minerState(miner, moment);
  return kind !== 'paused' && kind !== 'changing';
}

/** What is well and what has no miners are in one list, by name. */
function rank({ state }: ListedRack): number {
  return Math.min(ORDER.indexOf(state), ORDER.indexOf('well'));
}
