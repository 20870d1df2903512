import { CONDITIONS, type ConditionCode } from '../../src-shared/judging/conditions.ts';
import type { Condition, ConditionWhere } from '../../src-shared/model/index.ts';

/** A condition as one reading shows it, without since when. */
export interface FoundCondition extends Omit<Condition, 'since_at' | 'recorded_at'> {
  /** When it began, where the miner or its trend of readings says so. */
  readonly beganAt?: number | null;
}

/** What may be said of a condition beside its code and its words. */
export interface ConditionDetails
  extends Partial<Pick<FoundCondition, 'severity' | 'value' | 'unit' | 'beganAt'>>,
    Partial<Omit<ConditionWhere, 'part'>> {}

/**
 * `message` says what is wrong, without a full stop. The severity is that of the code unless the
 * details name another.
 */
export function foundCondition(code: ConditionCode, message: string, details: ConditionDetails = {}): FoundCondition {
  const { severity, part } = CONDITIONS[code];
  const { chain_id = null, chip_ids = [], chip_positions = [], chips_on_board = null, beganAt = null } = details;
  return {
    code,
    severity: details.severity ?? severity,
    message,
    where: { part, chain_id, chip_ids, chip_positions, chips_on_board },
    value: details.value ?? null,
    unit: details.unit ?? null,
    beganAt,
  };
}

/**
 * What is wrong where, whatever its words and figures are now: two conditions with the same key are
 * one.
 */
export function conditionKey({
  code,
  where,
}: Pick<Condition, 'code'> & { readonly where: Pick<ConditionWhere, 'chain_id'> }): string {
  return `${code} ${where.chain_id ?? ''}`;
}
