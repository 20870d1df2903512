import type { Operations } from '../../api/operations.ts';
import { refuse, refuseNow } from '../../api/refuse.ts';

export function createTokenOperations() {
  return {
    list: () => [],
    create: () => refuseNow('Tokens can not be made yet.'),
    remove: ({ id }) => refuse({ code: 'NOT_FOUND', message: `There is no token ${id}.`, data: { id: id } }),
  } satisfies Operations['tokens'];
}
