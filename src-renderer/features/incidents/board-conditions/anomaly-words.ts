import type { ConditionSeverity, Problem } from '../../../../src-shared/model/index.ts';
import { boardConditionsTexts } from './board-conditions-texts.ts';

const CHIPS_NAMED = 12;

/**
 * The affected chips by their labels: "chips 17, 18, 19 and 6 more"; null if the message already
 * names them or there are none.
 */
export function chipsWords({ chip_ids, code }: Pick<Problem, 'chip_ids' | 'code'>): string | null {
  if (chip_ids.length < 2 || code === 'sensor_fault') return null;
  return boardConditionsTexts.chips(chip_ids.slice(0, CHIPS_NAMED), Math.max(0, chip_ids.length - CHIPS_NAMED));
}

/** "1 warning", "1,204 minor notices". */
export function severityCount(severity: ConditionSeverity, count: number): string {
  return boardConditionsTexts.severityCount(count, severityName(severity, count));
}

export function severityName(severity: ConditionSeverity, count: number): string {
  return boardConditionsTexts.severities[severity](count);
}
