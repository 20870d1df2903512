import type { MinerPlan } from '../farm-profiles.ts';
import type { BoardCondition } from '../hardware/board-readings.ts';
import type { HardwareModel } from '../hardware/hardware.ts';
import type { PresetRung } from '../hardware/preset-ladders.ts';
import type { Cooling } from '../hardware/thermals.ts';
import type { ScheduledEffects } from '../scheduled-effects.ts';
import type { MinerSettings } from '../settings.ts';
import type { StateMachine } from '../state-machine.ts';
import type { FaultName } from './fault-names.ts';

const THROTTLED_PERCENT = 60;
const MOST_CHIPS_OF_ALL = 150;
const OTHER_HAND_EVERY_S = 300;
const HOT_AIR_C = 26;
/** Why a miner that air cools stops itself; one on water says that of its water. */
const OVERHEATED = 'chain#1 - Overheated, chip temp=104';

/** The parts of a simulated miner that faults change. */
export interface FaultyDevice {
  readonly plan: MinerPlan;
  readonly faults: Pick<ReadonlyMap<FaultName, unknown>, 'has'>;
  readonly machine: StateMachine;
  readonly settings: MinerSettings;
  readonly tunedRungs: ReadonlySet<number>;
  readonly later: ScheduledEffects;
  throttlePercent: number;
  missingBoard(): number;
  rung(index: number): PresetRung;
  rungNamed(name: string): number | null;
  runRung(rung: number, atS: number, note: string): void;
  /** Replaces the boards; null restores the original ones. */
  swapBoards(change: ((model: HardwareModel) => HardwareModel) | null): void;
}

/** Changes the state of the miner when a fault begins. */
export function beginFault(device: FaultyDevice, name: FaultName, atS: number): void {
  switch (name) {
    case 'config-corrupt':
      device.machine.fail(atS, 'Failed to parse miner configuration', 1002);
      return;
    case 'init-failure':
      device.machine.restart(atS, 'Restarting - chain break detected');
      return;
    case 'other-hand':
      changeByOtherHand(device, atS);
      return;
    case 'climbs-back':
      raiseSwitcher(device.settings.miner.overclock);
      return;
    case 'no-switcher-top':
      withoutTop(device.settings.miner.overclock);
      return;
    case 'throttled':
      device.throttlePercent = THROTTLED_PERCENT;
      device.machine.noteChange(atS, `Throttled to ${THROTTLED_PERCENT} percent`);
      return;
    case 'just-started':
      device.machine.switchPreset(atS, 'Start mining');
      return;
    case 'protective-stop':
      device.machine.protect(atS, device.plan.model.hydro ? 'Water temperature too low' : OVERHEATED);
      return;
    case 'other-boards':
      device.swapBoards(otherBoards);
      return;
    default:
  }
}

/** Undoes `beginFault` for all faults of the miner. */
export function endFaults(device: FaultyDevice, atS: number): void {
  const { faults, machine } = device;
  if (faults.has('throttled')) {
    device.throttlePercent = 100;
    machine.noteChange(atS, 'Throttled to 100 percent');
  }
  if (faults.has('other-boards')) device.swapBoards(null);
  if (faults.has('protective-stop') && machine.state === 'stopped') machine.start(atS);
}

/**
 * Boards with another number of chips and the same hash rate, such as 126 instead of 76: one model
 * code is used for both.
 */
function otherBoards(model: HardwareModel): HardwareModel {
  const more = Math.floor((model.chipsPerChain * 5) / 3);
  const chipsPerChain = more <= MOST_CHIPS_OF_ALL ? more : Math.floor((model.chipsPerChain * 3) / 5);
  return { ...model, chipsPerChain, hrPerMhz: (model.hrPerMhz * model.chipsPerChain) / chipsPerChain };
}

/** Another client switches the miner to the preset below, later back, and so on. */
function changeByOtherHand(device: FaultyDevice, atS: number): void {
  const { overclock } = device.settings.miner;
  const now = device.rungNamed(overclock.preset) ?? 0;
  const next = [now - 1, now + 1].find((rung) => device.tunedRungs.has(rung));
  if (next !== undefined) {
    overclock.preset = device.rung(next).name;
    device.runRung(next, atS, 'Preset changed');
  }
  device.later.add(atS + OTHER_HAND_EVERY_S, (dueS) => changeByOtherHand(device, dueS));
}

/** Enables the switcher, with the configured preset as its top. */
function raiseSwitcher(overclock: MinerSettings['miner']['overclock']): void {
  const { preset, preset_switcher } = overclock;
  overclock.preset_switcher = { ...preset_switcher, enabled: true, top_preset: preset, check_time: 60 };
}

/** Enables the switcher, without a top preset. */
function withoutTop(overclock: MinerSettings['miner']['overclock']): void {
  overclock.preset_switcher = { ...overclock.preset_switcher, enabled: true, top_preset: null };
}

export function coolingOf(device: FaultyDevice): Cooling {
  const { mode, fan_min_duty, fan_max_duty } = device.settings.miner.cooling;
  return {
    mode: mode.name,
    param: mode.param ?? 0,
    fanMinDuty: fan_min_duty,
    fanMaxDuty: fan_max_duty,
    lostFans: lostFans(device).length,
    extraAmbientC: device.faults.has('hot') ? HOT_AIR_C : 0,
  };
}

export function boardCondition(device: FaultyDevice, board: number): BoardCondition {
  const { faults } = device;
  const isThis = board === device.missingBoard();
  if (faults.has('board-missing') && isThis) return 'missing';
  if (faults.has('board-off') && isThis) return 'off';
  return faults.has('not-hashing') || (faults.has('board-silent') && isThis) ? 'silent' : 'ok';
}

/** The board whose sensors fail; null if none. */
export function brokenSensorsBoard({ faults, plan }: FaultyDevice): number | null {
  return faults.has('sensor-error') ? (plan.seed >>> 5) % plan.model.chains : null;
}

/** The fans that do not turn. */
export function lostFans({ faults, plan }: FaultyDevice): readonly number[] {
  if (plan.model.hydro) return [];
  if (faults.has('fans-stopped')) return [0, 1, 2, 3];
  return faults.has('fan-lost') ? [(plan.seed >>> 7) % 4] : [];
}
