import { DAY_MS } from '../../../src-shared/milliseconds.ts';
import type { Incident, RuleGrouping } from '../../../src-shared/model/index.ts';
import { asksForMaintenance, matchesIncidentQuery, parseIncidentQuery } from '../../../src-shared/query/index.ts';
import { countIncidents } from '../../alerts/incidents/count-incidents.ts';
import { previewRule } from '../../alerts/rules/preview-rule.ts';
import type { By } from '../../api/call-context.ts';
import type { Operations } from '../../api/operation-types.ts';
import { refuse, refuseInput, refuseNow } from '../../api/refuse.ts';
import { farmMoment } from './farm-moment.ts';
import type { OperationsParts } from './operations-parts.ts';
import { wrongQuery, wrongRule } from './rule-input.ts';

/** More rules do not make a farm safer, and each costs time. */
const MOST_RULES = 200;
/** Every miner that a rule matches is compared with all of these. */
const MOST_WINDOWS = 1000;
/** The time span in which matches of rules are counted. */
const FIRED_MS = 30 * DAY_MS;

const noRule = (id: string) => refuse({ code: 'NOT_FOUND', message: `There is no rule ${id}.`, data: { id } });

export function createAlertOperations(parts: OperationsParts) {
  return {
    rules: createRuleOperations(parts),
    incidents: createIncidentOperations(parts),
    maintenance: createMaintenanceOperations(parts),
  };
}

function createRuleOperations(parts: OperationsParts) {
  const { rules, channels, fleet, store, settings, clock } = parts;
  return {
    list: () => rules.all(),
    fired: () => store.firedCounts(clock.nowMs() - FIRED_MS),
    create: (input, { actor }: By) =>
      rules.inTurn(async () => {
        const wrong = wrongRule({ ...input, id: '', about: 'miners' }, null, channels);
        if (wrong !== null) return wrong;
        if (rules.all().length >= MOST_RULES) return refuseNow(`There are ${MOST_RULES} rules, which is the limit.`);
        return { ok: true, value: await rules.create(input, actor) };
      }),
    update: ({ params: { id }, body }, { actor }: By) =>
      rules.inTurn(async () => {
        const rule = rules.get(id);
        if (rule === null) return noRule(id);
        const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
        const wrong = wrongRule({ ...rule, ...given }, rule, channels);
        if (wrong !== null) return wrong;
        return { ok: true, value: await rules.change(rule, body, actor) };
      }),
    remove: ({ id }, { actor }: By) =>
      rules.inTurn(async () => {
        const rule = rules.get(id);
        if (rule === null) return noRule(id);
        if (rule.built_in) return refuseNow(`${rule.name} is a built-in rule: switch it off, or reset it.`);
        await rules.remove(rule, actor);
        return { ok: true, value: { removed: true } };
      }),
    reset: ({ id }, { actor }: By) =>
      rules.inTurn(async () => {
        const rule = rules.get(id);
        if (rule === null) return noRule(id);
        if (!rule.built_in) return refuseNow(`${rule.name} is a rule of yours: it has no default.`);
        if (rule.changed) await rules.remove(rule, actor);
        return { ok: true, value: rules.get(id) ?? rule };
      }),
    async preview(input, by) {
      const wrong = wrongQuery({ query: input.query, clear_query: input.clear_query });
      if (wrong !== null) return wrong;
      const farm = {
        miners: () => fleet.miners(),
        moment: () => farmMoment(parts),
        retention: settings.current.retention,
        minersSlots: store.minersSlots,
        countIncidents: (found: readonly (readonly string[])[], grouping: RuleGrouping) =>
          countIncidents(fleet.miners(), found, grouping),
      };
      return { ok: true, value: await previewRule(input, farm, clock.nowMs(), by?.signal) };
    },
  } satisfies Operations['rules'];
}

function createIncidentOperations(parts: OperationsParts) {
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

function createMaintenanceOperations({ maintenance, rules, clock }: OperationsParts) {
  return {
    list: () => maintenance.all(clock.nowMs()),
    async create(input, { actor }: By) {
      const wrong = wrongQuery({ query: input.query });
      if (wrong !== null) return wrong;
      if (asksForMaintenance(input.query)) return refuseInput('query', 'must not ask for maintenance itself.');
      const now = clock.nowMs();
      if (input.ends_at <= Math.max(now, input.starts_at ?? now)) {
        return refuseInput('ends_at', 'must be in the future, and after the start.');
      }
      const unknown = input.rule_ids.find((id) => rules.get(id) === null);
      if (unknown !== undefined) return refuseInput('rule_ids', `there is no rule ${unknown}.`);
      if (maintenance.all(now).length >= MOST_WINDOWS) {
        return refuseNow(`There are ${MOST_WINDOWS} times of maintenance, which is the limit. End some first.`);
      }
      return { ok: true, value: await maintenance.add(input, actor, now) };
    },
    async remove({ id }, { actor }: By) {
      const window = await maintenance.remove(id, actor);
      if (window === null) {
        return refuse({ code: 'NOT_FOUND', message: `There is no maintenance ${id}.`, data: { id } });
      }
      return { ok: true, value: { removed: true } };
    },
  } satisfies Operations['maintenance'];
}
