import type { By } from '../../api/call.ts';
import type { Operations } from '../../api/operations.ts';
import { refuse, refuseNow } from '../../api/refuse.ts';
import type { OperationsParts } from './parts.ts';

export function createTokenOperations({ tokens }: OperationsParts) {
  return {
    list: () => tokens.list(),
    async create(input, { actor }: By) {
      const token = await tokens.create(input, actor);
      if (token === null) return refuseNow(`There is a token ${input.name} already, or there are too many.`);
      return { ok: true, value: token };
    },
    async remove({ id }, { actor }: By) {
      const token = await tokens.remove(id, actor);
      if (token === null) return refuse({ code: 'NOT_FOUND', message: `There is no token ${id}.`, data: { id } });
      return { ok: true, value: { removed: true } };
    },
  } satisfies Operations['tokens'];
}
