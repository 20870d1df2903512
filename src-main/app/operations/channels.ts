import type { By } from '../../api/call.ts';
import type { Operations } from '../../api/operations.ts';
import { refuse, refuseInput, refuseNow } from '../../api/refuse.ts';
import type { OperationsParts } from './parts.ts';

export function createChannelOperations({ channels, outbox, record }: OperationsParts) {
  return {
    list: () => channels.all().map((channel) => outbox.shown(channel)),
    async create(input, { actor }: By) {
      const made = await channels.create(input, actor);
      if (!made.ok) return made.why === 'input' ? refuseInput(made.path, made.message) : refuseNow(made.message);
      return { ok: true, value: outbox.shown(made.channel) };
    },
    async update({ params: { id }, body }, { actor }: By) {
      const made = await channels.update(id, body, actor);
      if (made === null) return noChannel(id);
      if (!made.ok) return made.why === 'input' ? refuseInput(made.path, made.message) : refuseNow(made.message);
      return { ok: true, value: outbox.shown(made.channel) };
    },
    async remove({ id }, { actor }: By) {
      const channel = await channels.remove(id, actor);
      if (channel === null) return noChannel(id);
      return { ok: true, value: { removed: true } };
    },
    async test({ id }, { actor }: By) {
      const channel = channels.get(id);
      if (channel === null) return noChannel(id);
      const result = await outbox.test(channel);
      const { name, kind } = channel;
      await record({ event: 'channel_tested', actor, data: { name, kind, error: result.error } });
      return { ok: true, value: result };
    },
  } satisfies Operations['channels'];
}

function noChannel(id: string) {
  return refuse({ code: 'NOT_FOUND', message: `There is no channel ${id}.`, data: { id } });
}
