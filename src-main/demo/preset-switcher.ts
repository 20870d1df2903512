import type { FaultName } from './faults/fault-names.ts';
import { type OperatingPoint, rampShare } from './hardware/operating-point.ts';
import type { PresetRung } from './hardware/preset-ladders.ts';
import { CHIP_ABOVE_MEAN_C, type Cooling, temperaturesAt } from './hardware/thermals.ts';
import type { MinerSettings, SwitcherSettings } from './settings.ts';
import type { StateMachine } from './state-machine.ts';

const HOT_BOARD_ABOVE_MEAN_C = 13;
/** Above this fan duty a miner has no headroom. */
const HIGH_DUTY_PERCENT = 90;

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

/**
 * The next step of the preset switcher: -1 (a rung down) if the hottest chip is too hot, 1 (a rung
 * up) if it is cool and, unless set to ignore them, the fans have headroom.
 */
function planPresetStep(switcher: SwitcherSettings, point: OperatingPoint, cooling: Cooling, atS: number): -1 | 0 | 1 {
  if (!switcher.enabled || point.state !== 'mining' || point.rung.name === 'disabled') return 0;
  if (rampShare(point, atS) < point.throttlePercent / 100) return 0;
  const { chipC, fanDutyPercent } = temperaturesAt(point, cooling, atS);
  const isBoardHot = point.plan.ailment?.kind === 'hot-board';
  const hottestC = chipC + CHIP_ABOVE_MEAN_C + (isBoardHot ? HOT_BOARD_ABOVE_MEAN_C : 0);
  if (hottestC > switcher.decrease_temp) return -1;
  const hasHeadroom = switcher.ignore_fan_speed || fanDutyPercent < HIGH_DUTY_PERCENT;
  return hottestC < switcher.rise_temp && hasHeadroom ? 1 : 0;
}
