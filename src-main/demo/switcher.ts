import type { OperatingPoint } from './hardware/operating-point.ts';
import { rampShare } from './hardware/operating-point.ts';
import type { Cooling } from './hardware/thermals.ts';
import { CHIP_ABOVE_MEAN_C, temperaturesAt } from './hardware/thermals.ts';
import type { SwitcherSettings } from './settings.ts';

const HOT_BOARD_ABOVE_MEAN_C = 13;
/** Above this fan duty a miner has no headroom. */
const HIGH_DUTY_PERCENT = 90;

/**
 * The next step of the preset switcher: -1 (a rung down) if the hottest chip is too hot, 1 (a rung
 * up) if it is cool and, unless set to ignore them, the fans have headroom.
 */
export function planPresetStep(
  switcher: SwitcherSettings,
  point: OperatingPoint,
  cooling: Cooling,
  atS: number,
): -1 | 0 | 1 {
  if (!switcher.enabled || point.state !== 'mining' || point.rung.name === 'disabled') return 0;
  if (rampShare(point, atS) < point.throttlePercent / 100) return 0;
  const { chipC, fanDutyPercent } = temperaturesAt(point, cooling, atS);
  const isBoardHot = point.plan.ailment?.kind === 'hot-board';
  const hottestC = chipC + CHIP_ABOVE_MEAN_C + (isBoardHot ? HOT_BOARD_ABOVE_MEAN_C : 0);
  if (hottestC > switcher.decrease_temp) return -1;
  const hasHeadroom = switcher.ignore_fan_speed || fanDutyPercent < HIGH_DUTY_PERCENT;
  return hottestC < switcher.rise_temp && hasHeadroom ? 1 : 0;
}
