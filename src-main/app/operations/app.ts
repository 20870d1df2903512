import type { Backup } from '../../../src-shared/model/index.ts';
import type { Operations } from '../../api/operations.ts';
import { readLicences } from '../licences.ts';
import type { OperationsParts } from './parts.ts';
import { refuse } from './refusals.ts';

export function createAppOperations({ feed, store, backups, health, record }: OperationsParts): Operations['app'] {
  return {
    health,
    events: (signal, afterSeq) => feed.events(signal, afterSeq),
    activity: (filter) => store.activity(filter),
    async backUp(actor) {
      let made: Backup;
      try {
        made = await backups.backUp();
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return refuse({ code: 'CONFLICT', message: `No backup was made: ${message}` });
      }
      await record({ event: 'backup_made', actor, data: { file: made.name, bytes: made.bytes } });
      return { ok: true, value: made };
    },
    licences: readLicences,
  };
}
