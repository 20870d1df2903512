import { momentOf } from '../../../src-shared/miner-now.ts';
import { matchesQuery, parseQuery } from '../../../src-shared/query/index.ts';
import type { Operations } from '../../api/operations.ts';
import { refuse, refuseInput } from '../../api/refuse.ts';
import type { OperationsParts } from './parts.ts';

export function createChangeOperations({ fleet, changes, settings, clock }: OperationsParts): Operations['changes'] {
  const noChange = (id: string) =>
    refuse({ code: 'NOT_FOUND', message: `There is no change ${id}: it may have ended a while ago.`, data: { id } });
  return {
    async start({ ids, query: text, ...wanted }, { actor }) {
      if (text === undefined) return { ok: true, value: await changes.start(ids ?? [], wanted, actor) };
      const query = parseQuery(text);
      const [wrong] = query.errors;
      if (wrong !== undefined) return refuseInput('query', wrong.message);
      const { nowMs, staleAfterMs } = momentOf(clock.nowMs(), settings.current.intervals.status_seconds);
      const found = fleet.miners().filter((miner) => matchesQuery(query, miner, nowMs, staleAfterMs));
      if (found.length === 0) return refuseInput('query', 'no miner matches it.');
      const some = found.map(({ id }) => id);
      return { ok: true, value: await changes.start(some, wanted, actor) };
    },
    get({ change_id }) {
      const change = changes.get(change_id);
      return change === null ? noChange(change_id) : { ok: true, value: change };
    },
    async stop({ change_id }) {
      const change = await changes.stop(change_id);
      return change === null ? noChange(change_id) : { ok: true, value: change };
    },
  };
}
