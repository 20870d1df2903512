import type { By } from '../../api/call-context.ts';
import type { Operations } from '../../api/operation-types.ts';
import { refuse, refuseNow } from '../../api/refuse.ts';
import { MOST_TOKENS } from '../api-tokens.ts';
import type { OperationsParts } from './operations-parts.ts';

export function createTokenOperations({ tokens }: OperationsParts) {
  return {
    list: () => tokens.list(),
    async create(input, { actor }: By) {
      const token = await tokens.create(input, actor);
      if (token === 'taken') return refuseNow(`There is a token ${input.name} already.`);
      if (token === 'too_many') return refuseNow(`There are ${MOST_TOKENS} tokens already. Delete one first.`);
      return { ok: true, value: token };
    },
    async remove({ id }, { actor }: By) {
      const token = await tokens.remove(id, actor);
      if (token === null) return refuse({ code: 'NOT_FOUND', message: `There is no token ${id}.`, data: { id } });
      return { ok: true, value: { removed: true } };
    },
  } satisfies Operations['tokens'];
}
