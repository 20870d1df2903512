import type { Attention, Condition } from '../../src-shared/model/index.ts';
import { conditionKind } from '../../src-shared/rules/conditions.ts';
import { byCause } from './conditions-of.ts';

/**
 * The conditions of a miner as its row says them: in whole sentences, the likeliest cause first.
 * That it is offline its row shows by itself.
 */
export function attentionOf(conditions: readonly Condition[]): Attention[] {
  if (conditions.length === 0) return [];
  return conditions
    .filter(({ severity }) => severity !== 'notice')
    .sort(byCause)
    .flatMap(({ code, message }) => {
      const { row } = conditionKind(code);
      // A failure is quoted as the firmware says it.
      return row === null ? [] : [{ code: row.attention, message: code === 'failure' ? message : sentence(message) }];
    });
}

function sentence(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
