import type { By } from '../../api/call-context.ts';
import type { Operations } from '../../api/operation-types.ts';
import { refuse, refuseInput, refuseNow } from '../../api/refuse.ts';
import { refuseLogin } from '../../destinations/check-login.ts';
import { refuseUrl } from '../../destinations/check-url.ts';
import { MOST_DESTINATIONS } from '../../destinations/destinations.ts';
import type { OperationsParts } from './operations-parts.ts';

const noDestination = (id: string) =>
  refuse({ code: 'NOT_FOUND', message: `There is no destination ${id}.`, data: { id } });
const TOO_MANY = `There are ${MOST_DESTINATIONS} destinations already. Delete one first.`;
const FUTURE = 'is in the future: leave it out to send only what comes';
const taken = (name: string) => refuseNow(`There is a destination ${name} already.`);

export function createDestinationOperations({ destinations, clock }: Pick<OperationsParts, 'destinations' | 'clock'>) {
  const isFuture = (at: number | null | undefined): boolean => at != null && at > clock.nowMs();
  return {
    list: () => destinations.list(),
    async create(input, { actor }: By) {
      const wrong = refuseUrl(input.kind, input.url);
      if (wrong !== null) return refuseInput('url', wrong);
      const login = refuseLogin(input.kind, input.user, input.secret ?? null);
      if (login !== null) return refuseInput(...login);
      if (isFuture(input.since_at)) return refuseInput('since_at', FUTURE);
      const made = await destinations.create(input, actor);
      if (made === 'taken') return taken(input.name);
      return made === 'too_many' ? refuseNow(TOO_MANY) : { ok: true, value: made };
    },
    async update({ params: { id }, body }, { actor }: By) {
      const before = destinations.list().find((one) => one.id === id);
      if (before === undefined) return noDestination(id);
      const { kind, user } = before;
      const wrong = body.url === undefined ? null : refuseUrl(kind, body.url);
      if (wrong !== null) return refuseInput('url', wrong);
      const login = refuseLogin(kind, body.user === undefined ? user : body.user, body.secret ?? null);
      if (login !== null) return refuseInput(...login);
      if (isFuture(body.since_at)) return refuseInput('since_at', FUTURE);
      const changed = await destinations.update(id, body, actor);
      if (changed === null) return noDestination(id);
      return changed === 'taken' ? taken(body.name ?? '') : { ok: true, value: changed };
    },
    async remove({ id }, { actor }: By) {
      const removed = await destinations.remove(id, actor);
      return removed === null ? noDestination(id) : { ok: true, value: { removed } };
    },
    async test({ id }) {
      const result = await destinations.test(id);
      return result === null ? noDestination(id) : { ok: true, value: result };
    },
  } satisfies Operations['destinations'];
}
