import { UNKNOWN } from '../../src-shared/units.ts';
import { modelTexts } from './model-texts.ts';

/** "4 fans, 66 %": number and duty of fans. */
export function fansText(fanCount: number | null, dutyPercent: number | null): string {
  if (fanCount === null && dutyPercent === null) return UNKNOWN;
  if (fanCount === 0) return modelTexts.noFans;
  const parts = [
    fanCount === null ? null : modelTexts.fans(fanCount),
    dutyPercent === null ? null : modelTexts.duty(Math.round(dutyPercent)),
  ];
  return parts.filter((part) => part !== null).join(', ');
}
