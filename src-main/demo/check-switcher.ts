import type { FaultName } from './faults/fault-names.ts';
import type { OperatingPoint } from './hardware/operating-point.ts';
import type { PresetRung } from './hardware/preset-ladders.ts';
import type { Cooling } from './hardware/thermals.ts';
import type { MinerSettings, SwitcherSettings } from './settings.ts';
import type { StateMachine } from './state-machine.ts';
import { planPresetStep } from './switcher.ts';

/** The parts of a miner that the preset switcher uses. */
interface Switched {
  readonly settings: MinerSettings;
  readonly runningSwitcher: SwitcherSettings;
  readonly faults: { has(name: FaultName): boolean };
  readonly machine: Pick<StateMachine, 'state'>;
  readonly runningRung: number;
  readonly tunedRungs: ReadonlySet<number>;
  point(): OperatingPoint;
  cooling(): Cooling;
  rung(index: number): PresetRung;
  rungNamed(name: string): number | null;
  runRung(rung: number, atS: number, note: string): void;
}

/** One check of the preset switcher. It moves only within its limits, and only to tuned rungs. */
export function checkSwitcher(device: Switched, atS: number): void {
  const { runningSwitcher: switcher } = device;
  const { preset } = device.settings.miner.overclock;
  if (device.faults.has('settings-corrupt')) return;
  const climbs = device.faults.has('climbs-back') && switcher.enabled && device.machine.state === 'mining';
  const step = climbs ? 1 : planPresetStep(switcher, device.point(), device.cooling(), atS);
  const next = device.runningRung + step;
  const lowest = device.rungNamed(switcher.min_preset ?? '') ?? 0;
  const highest = device.rungNamed(switcher.top_preset ?? preset) ?? lowest;
  if (step === 0 || next < lowest || next > highest || !device.tunedRungs.has(next)) return;
  device.runRung(next, atS, step < 0 ? `Overheated, preset lowered to ${device.rung(next).name}` : 'Preset raised');
}
