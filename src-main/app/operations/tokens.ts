import type { By } from '../../api/call.ts';
import type { Operations } from '../../api/operations.ts';
import { refuse, refuseNow } from '../../api/refuse.ts';
import type { OperationsParts } from './parts.ts';

export function createTokenOperations({ tokens, record }: OperationsParts) {
  return {
    list: () => tokens.list(),
    async create(input, { actor }: By) {
      const token = await tokens.create(input);
      if (token === null) return refuseNow(`There is a token ${input.name} already, or there are too many.`);
      await record({ event: 'token_created', actor, data: { name: token.name, scope: token.scope } });
      return { ok: true, value: token };
    },
    async remove({ id }, { actor }: By) {
      const token = await tokens.remove(id);
      if (token === null) return refuse({ code: 'NOT_FOUND', message: `There is no token ${id}.`, data: { id } });
      await record({ event: 'token_deleted', actor, data: { name: token.name } });
      return { ok: true, value: { removed: true } };
    },
  } satisfies Operations['tokens'];
}
