import { conditionKind } from '../../src-shared/judging/conditions.ts';
import type { Attention, Condition } from '../../src-shared/model/index.ts';
import { byCause } from './conditions-of.ts';

/**
 * The conditions of a miner as its row says them: in whole sentences, the likeliest cause first.
 * All but notices, so that whoever counts rows that need attention counts the same as the
 * list of them.
 */
export function attentionOf(conditions: readonly Condition[]): Attention[] {
  if (conditions.length === 0) return [];
  return conditions
    .filter(({ severity }) => severity !== 'notice')
    .sort(byCause)
    .flatMap(({ code, severity, message, since_at }) => {
      const { row } = conditionKind(code);
      if (severity === 'notice' || row === null) return [];
      // A failure is quoted as the firmware says it.
      return [{ code: row.attention, severity, message: code === 'failure' ? message : sentence(message), since_at }];
    });
}

function sentence(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
