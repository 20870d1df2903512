import { conditionKind } from '../../src-shared/condition-kinds.ts';
import type { Attention, Condition } from '../../src-shared/model/index.ts';
import { byCause } from './current-conditions.ts';

/**
 * The conditions of a miner for its row: whole sentences, the likeliest cause first. Notices are
 * left out, so that the count of rows that need attention equals the length of their list.
 */
export function attentionOf(conditions: readonly Condition[]): Attention[] {
  if (conditions.length === 0) return [];
  return conditions
    .filter(({ severity }) => severity !== 'notice')
    .sort(byCause)
    .flatMap(({ code, severity, message, since_at, pool = null, in_danger = false }) => {
      const { row } = conditionKind(code);
      if (severity === 'notice' || row === null) return [];
      // A failure is quoted in the firmware's words.
      const words = code === 'failure' ? message : sentence(message);
      const more = { ...(pool !== null && { pool }), ...(in_danger && { in_danger }) };
      return [{ code: row.attention, severity, message: words, since_at, ...more }];
    });
}

function sentence(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
