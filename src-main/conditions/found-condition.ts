import { CONDITIONS, type ConditionCode } from '../../src-shared/condition-kinds.ts';
import type { Condition, ConditionWhere } from '../../src-shared/model/index.ts';

const SEEN = ' seen';

/** A condition in one reading, without its beginning. */
export interface FoundCondition extends Omit<Condition, 'since_at' | 'first_seen_at' | 'recorded_at'> {
  /** When it began; null if neither the miner nor the trend of its readings shows it. */
  readonly beganAt: number | null;
}

/** The optional fields of a condition. */
export interface ConditionDetails
  extends Partial<Pick<FoundCondition, 'severity' | 'value' | 'unit' | 'beganAt' | 'pool' | 'in_danger'>>,
    Partial<Omit<ConditionWhere, 'part'>> {}

/**
 * `message` has no full stop. The severity is that of the code unless the details contain another.
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
    ...(details.pool != null && { pool: details.pool }),
    ...(details.in_danger === true && { in_danger: true }),
    beganAt,
  };
}

/**
 * The identity of a condition, independent of its message and value: conditions with the same key
 * are the same.
 */
export function conditionKey({
  code,
  where,
}: Pick<Condition, 'code'> & { readonly where: Pick<ConditionWhere, 'chain_id'> }): string {
  return `${code} ${where.chain_id ?? ''}`;
}

/** Where `Sinces` have when a condition was first seen whose beginning is unknown. */
export function seenKey(key: string): string {
  return `${key}${SEEN}`;
}

/** The key of the condition that an entry of `Sinces` is about. */
export function keyOfSince(since: string): string {
  return since.endsWith(SEEN) ? since.slice(0, -SEEN.length) : since;
}
