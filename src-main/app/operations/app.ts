import { readFile } from 'node:fs/promises';
import type { Backup } from '../../../src-shared/model/index.ts';
import type { By } from '../../api/call.ts';
import type { Operations } from '../../api/operations.ts';
import { refuseNow } from '../../api/refuse.ts';
import { writeWhole } from '../../config/write-whole.ts';
import { readLicences } from '../licences.ts';
import type { OperationsParts } from './parts.ts';

export function createAppOperations({ feed, store, backups, health, record, summary, viewsFile }: OperationsParts) {
  return {
    health,
    summary,
    events: (signal, afterSeq) => feed.events(signal, afterSeq),
    activity: ({ before_id, miner_id, ...filter }) =>
      store.activity({ ...filter, beforeId: before_id, minerId: miner_id }),
    async backUp(_input, { actor }: By) {
      let made: Backup;
      try {
        made = await backups.backUp();
      } catch (error) {
        return refuseNow(`No backup was made: ${error instanceof Error ? error.message : String(error)}`);
      }
      await record({ event: 'backup_made', actor, data: { file: made.name, bytes: made.bytes } });
      return { ok: true, value: made };
    },
    licences: readLicences,
    views: async () => ({ json: await readFile(viewsFile, 'utf8').catch(() => null) }),
    async keepViews({ json }) {
      await writeWhole(viewsFile, json);
      return {};
    },
  } satisfies Operations['app'];
}
