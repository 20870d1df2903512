import type { StatusFigures } from '../../src-shared/model/index.ts';
import { UNKNOWN } from '../../src-shared/units.ts';
import { modelTexts } from './model-texts.ts';

/** "4 fans, 66 %": number and duty of fans, or that all of them stand still, whatever their duty is. */
export function fansText(status: Pick<StatusFigures, 'fan_count' | 'fan_duty_percent' | 'fan_rpm_max'> | null): string {
  const { fan_count: fanCount = null, fan_duty_percent: dutyPercent = null, fan_rpm_max: rpm = null } = status ?? {};
  if (fanCount === null && dutyPercent === null) return UNKNOWN;
  if (fanCount === 0) return modelTexts.noFans;
  const parts = [
    fanCount === null ? null : modelTexts.fans(fanCount),
    rpm === 0 ? modelTexts.fansStopped : dutyPercent === null ? null : modelTexts.duty(Math.round(dutyPercent)),
  ];
  return parts.filter((part) => part !== null).join(', ');
}
