import type { Incident } from '../../../src-shared/model/index.ts';
import { matchesIncidentQuery, parseIncidentQuery } from '../../../src-shared/query/index.ts';
import type { By } from '../../api/call-context.ts';
import type { Operations } from '../../api/operation-types.ts';
import { refuse, refuseInput, refuseNow } from '../../api/refuse.ts';
import { farmMoment } from './farm-moment.ts';
import type { OperationsParts } from './operations-parts.ts';

export function createIncidentOperations(parts: OperationsParts) {
  const { incidents, rules, fleet, clock } = parts;
  const noIncident = (id: string) =>
    refuse({ code: 'NOT_FOUND', message: `There is no incident ${id}.`, data: { id } });
  /** The refusal for an incident that is resolved or does not exist. */
  const notOpen = async (id: string) =>
    (await incidents.views.get(id)) === null ? noIncident(id) : refuseNow('This incident is over.');
  const matching = (q: string | undefined): ((incident: Incident) => boolean) | null => {
    const query = parseIncidentQuery(q ?? '');
    if (query.terms.length === 0) return null;
    const context = {
      moment: farmMoment(parts),
      miner: (id: string) => fleet.miner(id),
      ruleName: (id: string) => rules.get(id)?.name ?? null,
    };
    return (incident) => matchesIncidentQuery(query, incident, context);
  };
  return {
    list: ({ state, q, resolved_after, limit } = { limit: 100 }) =>
      incidents.views.list(state === undefined ? ['open', 'acknowledged', 'snoozed', 'resolved'] : [state], limit, {
        matches: matching(q),
        resolvedAfter: resolved_after ?? 0,
      }),
    async get({ incident_id }) {
      const incident = await incidents.views.get(incident_id);
      return incident === null ? noIncident(incident_id) : { ok: true, value: incident };
    },
    async acknowledge({ incident_id }, { actor }: By) {
      const incident = await incidents.actions.acknowledge(incident_id, actor);
      return incident === null ? notOpen(incident_id) : { ok: true, value: incident };
    },
    async snooze({ params: { incident_id }, body: { until_at } }, { actor }: By) {
      if (until_at !== null && until_at <= clock.nowMs()) return refuseInput('until_at', 'must be in the future.');
      const incident = await incidents.actions.snooze(incident_id, until_at, actor);
      return incident === null ? notOpen(incident_id) : { ok: true, value: incident };
    },
    async reopen({ incident_id }, { actor }: By) {
      const incident = await incidents.actions.reopen(incident_id, actor);
      return incident === null ? notOpen(incident_id) : { ok: true, value: incident };
    },
    async note({ params: { incident_id }, body: { text } }, { actor }: By) {
      const incident = await incidents.actions.note(incident_id, text, actor);
      return incident === null ? notOpen(incident_id) : { ok: true, value: incident };
    },
    async resolve({ params: { incident_id }, body: { comment } }, { actor }: By) {
      const incident = await incidents.actions.resolve(incident_id, comment, actor);
      if (incident === null) return notOpen(incident_id);
      incidents.wake();
      return { ok: true, value: incident };
    },
  } satisfies Operations['incidents'];
}
