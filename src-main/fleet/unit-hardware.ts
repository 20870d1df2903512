import { conditionKey } from '../conditions/found-condition.ts';
import type { DeviceModel } from '../drivers/readings.ts';
import type { StoredModel } from '../store/store.ts';
import type { Entry } from './entry.ts';

/** What is known of the hardware of one unit. */
export interface UnitHardware extends Omit<DeviceModel, 'alias'> {
  /** How many boards this very unit has; null until it said so itself. */
  readonly own_chains: number | null;
  /** How many chips a board of this very unit has; null until it said so itself. */
  readonly own_chips_per_chain: number | null;
}

const BOARD_MISSING = conditionKey({ code: 'board_missing', where: { chain_id: null } });

/**
 * One rule for what two sources report about a unit: its own report comes first, `/info` before
 * `/model`, and what another unit said of the model is the fall-back. An alias is no proof: `s19`
 * stands for boards of 76 and of 126 chips, and for units of two and of three boards. So boards and
 * chips are counted only against what the unit itself says. A unit of which a board was missing by
 * its own word, before it or the program started again, is taken by its model until it says so once
 * more.
 */
export function unitHardware(
  { device, reportedUnit, stored }: Pick<Entry, 'device' | 'reportedUnit' | 'stored'>,
  model: StoredModel | null,
): UnitHardware {
  const missedBoard = stored.conditions_since?.[BOARD_MISSING] !== undefined;
  return {
    full_name: device?.full_name ?? model?.name ?? null,
    algorithm: reportedUnit.algorithm ?? device?.algorithm ?? model?.algorithm ?? null,
    hr_measure: reportedUnit.hr_measure ?? device?.hr_measure ?? model?.hr_measure ?? null,
    chains: device?.chains ?? model?.chains ?? null,
    chips_per_chain: device?.chips_per_chain ?? model?.chips_per_chain ?? null,
    board_rows: device?.board_rows ?? model?.board_rows?.map((row) => [...row]) ?? null,
    own_chains: device !== null ? device.chains : missedBoard ? (model?.chains ?? null) : null,
    own_chips_per_chain: device?.chips_per_chain ?? null,
  };
}
