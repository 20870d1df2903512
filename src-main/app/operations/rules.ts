import { DAY_MS } from '../../../src-shared/milliseconds.ts';
import type { RuleGrouping } from '../../../src-shared/model/index.ts';
import { countIncidents } from '../../alerts/incidents/count-incidents.ts';
import { previewRule } from '../../alerts/rules/preview-rule.ts';
import type { By } from '../../api/call-context.ts';
import type { Operations } from '../../api/operation-types.ts';
import { refuse, refuseNow } from '../../api/refuse.ts';
import { farmMoment } from './farm-moment.ts';
import { wrongQuery, wrongRule } from './input/rule-input.ts';
import type { OperationsParts } from './operations-parts.ts';

/** More rules do not make a farm safer, and each costs time. */
const MOST_RULES = 200;
/** The time span in which matches of rules are counted. */
const FIRED_MS = 30 * DAY_MS;

const noRule = (id: string) => refuse({ code: 'NOT_FOUND', message: `There is no rule ${id}.`, data: { id } });

export function createRuleOperations(parts: OperationsParts) {
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
