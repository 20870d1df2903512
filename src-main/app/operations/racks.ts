import type { By } from '../../api/call-context.ts';
import type { Operations } from '../../api/operation-types.ts';
import { refuse, refuseNow } from '../../api/refuse.ts';
import { MOST_RACKS } from '../../fleet/racks.ts';
import type { OperationsParts } from './operations-parts.ts';

export function createRackOperations({ racks }: OperationsParts) {
  return {
    list: () => racks.list(),
    async create(input, { actor }: By) {
      const added = await racks.add(input, actor);
      if (added.ok) return { ok: true, value: added.rack };
      return refuseNow(
        added.why === 'known'
          ? `There is a rack ${input.rack} already: change it.`
          : `There are ${MOST_RACKS} racks already. Delete one first.`,
      );
    },
    async update({ params: { id }, body }, { actor }: By) {
      const rack = await racks.change(id, body, actor);
      return rack === null ? noRack(id) : { ok: true, value: rack };
    },
    async remove({ id }, { actor }: By) {
      return (await racks.remove(id, actor)) ? { ok: true, value: { removed: true } } : noRack(id);
    },
  } satisfies Operations['racks'];
}

function noRack(id: string) {
  return refuse({ code: 'NOT_FOUND', message: `There is no rack ${id}.`, data: { id } });
}
