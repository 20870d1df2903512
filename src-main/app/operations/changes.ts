import type { Operations } from '../../api/operation-types.ts';
import { refuse, refuseInput } from '../../api/refuse.ts';
import { meantPatch } from './input/meant-patch.ts';
import { queriedMiners } from './input/queried-miners.ts';
import type { OperationsParts } from './operations-parts.ts';

export function createChangeOperations(parts: OperationsParts): Operations['changes'] {
  const { changes } = parts;
  const noChange = (id: string) =>
    refuse({ code: 'NOT_FOUND', message: `There is no change ${id}: it may have ended a while ago.`, data: { id } });
  return {
    async start({ ids, query: text, ...given }, { actor }) {
      const meant = meantPatch(parts);
      const { patch, each } = given;
      const wanted = {
        ...given,
        ...(patch !== undefined && { patch: meant(patch) }),
        ...(each !== undefined && { each: each.map((one) => ({ ...one, patch: meant(one.patch) })) }),
      };
      if (text === undefined) return { ok: true, value: await changes.start(ids ?? [], wanted, actor) };
      const found = queriedMiners(text, parts);
      if (!found.ok) return found;
      if (found.value.length === 0) return refuseInput('query', 'no miner matches it.');
      return { ok: true, value: await changes.start(found.value, wanted, actor) };
    },
    get({ change_id }) {
      const change = changes.get(change_id);
      return change === null ? noChange(change_id) : { ok: true, value: change };
    },
    async stop({ change_id }, { actor }) {
      const change = await changes.stop(change_id, actor);
      return change === null ? noChange(change_id) : { ok: true, value: change };
    },
  };
}
