import { conditionKey } from '../../conditions/found-condition.ts';
import type { DeviceModel } from '../../drivers/readings.ts';
import type { StoredModel } from '../../store/store.ts';
import type { Entry } from '../miner-entry.ts';

/** The known hardware of one unit. */
export interface UnitHardware extends Omit<DeviceModel, 'alias'> {
  /** Boards of this very unit, as it reports; null until then, but see `unitHardware`. */
  readonly own_chains: number | null;
  /** Chips on a board of this very unit; null until it reports them. */
  readonly own_chips_per_chain: number | null;
}

const BOARD_MISSING = conditionKey({ code: 'board_missing', where: { chain_id: null } });

/**
 * Combines the sources about a unit: its own report comes first, `/info` before `/model`, and the
 * model as other units report it is the fallback. An alias proves nothing: `s19` stands for boards
 * of 76 and of 126 chips, and for units of two and of three boards. So boards and chips are
 * compared only with what the unit itself reports. A unit that had reported a missing board before
 * a restart of it or of the program is compared with its model until it reports again.
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
    board_rows: device?.board_rows ?? model?.board_rows ?? null,
    own_chains: device !== null ? device.chains : missedBoard ? (model?.chains ?? null) : null,
    own_chips_per_chain: device?.chips_per_chain ?? null,
  };
}
