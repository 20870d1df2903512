import type { Backup } from '../../../src-shared/model/index.ts';
import type { By } from '../../api/call-context.ts';
import type { Operations } from '../../api/operation-types.ts';
import { refuseNow } from '../../api/refuse.ts';
import { ViewsFile } from '../../config/views-file.ts';
import { messageOf } from '../../runtime/message-of.ts';
import { readLicences } from '../licences.ts';
import type { OperationsParts } from './operations-parts.ts';

export function createAppOperations({ feed, store, backups, health, record, summary, viewsFile }: OperationsParts) {
  const kept = new ViewsFile(viewsFile);
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
        return refuseNow(`No backup was made: ${messageOf(error)}`);
      }
      await record({ event: 'backup_made', actor, data: { file: made.name, bytes: made.bytes } });
      return { ok: true, value: made };
    },
    licences: readLicences,
    views: () => kept.read(),
    async keepViews({ json, revision: seen }) {
      const revision = await kept.keep(json, seen);
      if (revision === null) return refuseNow('Another window has changed the views meanwhile: load them again.');
      return { ok: true, value: { revision } };
    },
  } satisfies Operations['app'];
}
