import type { FaultName } from './faults.ts';
import type { HardwareModel } from './hardware.ts';
import type { MinerPlan } from './profiles.ts';
import type { StateMachine } from './state-machine.ts';

const THROTTLED_PERCENT = 60;
const MOST_CHIPS_OF_ALL = 150;

/** A simulated miner, as far as faults reach into it. */
export interface FaultyDevice {
  readonly plan: MinerPlan;
  readonly faults: Pick<ReadonlyMap<FaultName, unknown>, 'has'>;
  readonly machine: StateMachine;
  throttlePercent: number;
  /** Puts other boards into it; null puts its own back. */
  swapBoards(change: ((model: HardwareModel) => HardwareModel) | null): void;
}

/** What a fault does to the miner at the moment it begins, beyond what it is said to be. */
export function beginFault(device: FaultyDevice, name: FaultName, atS: number): void {
  switch (name) {
    case 'throttled':
      device.throttlePercent = THROTTLED_PERCENT;
      device.machine.noteChange(atS, `Throttled to ${THROTTLED_PERCENT} percent`);
      return;
    case 'just-started':
      device.machine.switchPreset(atS, 'Start mining');
      return;
    case 'protective-stop':
      device.machine.protect(atS, 'Water temperature too low');
      return;
    case 'other-boards':
      device.swapBoards(otherBoards);
      return;
    default:
  }
}

/** Undoes what `beginFault` did, for all faults of the miner. */
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
 * Boards of another number of chips with the same hash rate, such as 126 in place of 76: one model
 * code is used for both.
 */
function otherBoards(model: HardwareModel): HardwareModel {
  const more = Math.floor((model.chipsPerChain * 5) / 3);
  const chipsPerChain = more <= MOST_CHIPS_OF_ALL ? more : Math.floor((model.chipsPerChain * 3) / 5);
  return { ...model, chipsPerChain, hrPerMhz: (model.hrPerMhz * model.chipsPerChain) / chipsPerChain };
}

/** Board whose sensors fail, or null. */
export function brokenSensorsBoard({ faults, plan }: FaultyDevice): number | null {
  return faults.has('sensor-error') ? (plan.seed >>> 5) % plan.model.chains : null;
}

/** Fans that stand still. */
export function lostFans({ faults, plan }: FaultyDevice): readonly number[] {
  if (plan.model.hydro) return [];
  if (faults.has('fans-stopped')) return [0, 1, 2, 3];
  return faults.has('fan-lost') ? [(plan.seed >>> 7) % 4] : [];
}
