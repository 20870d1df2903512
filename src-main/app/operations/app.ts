import type { Operations } from '../../api/operations.ts';
import { readLicences } from '../licences.ts';
import type { OperationsParts } from './parts.ts';
import { refuse } from './refusals.ts';

export function createAppOperations({ feed, store, backups, health }: OperationsParts): Operations['app'] {
  return {
    health,
    events: (signal, afterSeq) => feed.events(signal, afterSeq),
    activity: (filter) => store.activity(filter),
    async backUp() {
      try {
        return { ok: true, value: await backups.backUp() };
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return refuse({ code: 'CONFLICT', message: `No backup was made: ${message}` });
      }
    },
    licences: readLicences,
  };
}
