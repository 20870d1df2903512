import type { Actor, EventOf, NewEvent, NewRule, Rule, RulePatch } from '../../../src-shared/model/index.ts';
import type { RecordChange } from '../../events/bus.ts';
import { KeyedLock } from '../../runtime/keyed-lock.ts';
import { uuidV7 } from '../../runtime/uuid-v7.ts';
import type { Store, StoredRule } from '../../store/store.ts';
import { BUILT_IN_RULES, builtInRule } from './built-in-rules.ts';
import type { BuiltInRule } from './define-rule.ts';

const LIST = 'rules';

/**
 * All rules: the built-in ones, as the operator changed them, and the operator's own. An unchanged
 * built-in rule is not stored, so that a later version can improve it.
 */
export class RuleStore {
  readonly #store: Pick<Store, 'rules'>;
  readonly #record: RecordChange;
  readonly #onChange: () => void;
  readonly #stored = new Map<string, StoredRule>();
  readonly #changes = new KeyedLock();

  constructor(store: Pick<Store, 'rules'>, record: RecordChange, onChange: () => void) {
    this.#store = store;
    this.#record = record;
    this.#onChange = onChange;
  }

  async load(): Promise<void> {
    for (const rule of await this.#store.rules()) this.#stored.set(rule.id, rule);
  }

  /** Built-in rules in the order of causes, then the operator's own. */
  all(): Rule[] {
    const own = [...this.#stored.values()].filter(({ id }) => builtInRule(id) === null);
    return [...BUILT_IN_RULES.map((rule) => this.#builtIn(rule)), ...own.map(ownRule)];
  }

  get(id: string): Rule | null {
    const builtIn = builtInRule(id);
    if (builtIn !== null) return this.#builtIn(builtIn);
    const stored = this.#stored.get(id);
    return stored === undefined ? null : ownRule(stored);
  }

  /** Runs changes that read a rule first one after another, so that none is lost. */
  inTurn<T>(change: () => Promise<T>): Promise<T> {
    return this.#changes.run(LIST, change);
  }

  create(rule: NewRule, actor: Actor): Promise<Rule> {
    const id = uuidV7();
    return this.#save({ ...rule, id }, { event: 'rule_created', actor, data: { rule_id: id, name: rule.name } });
  }

  /** Returns the changed rule. The caller has checked that it exists. */
  async change(rule: Rule, patch: RulePatch, actor: Actor): Promise<Rule> {
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    const { id: rule_id, name } = rule;
    const next = { ...storedOf(rule), ...given };
    const changes = ruleChanges(storedOf(rule), next);
    if (changes.length === 0) return rule;
    const data = { rule_id, name, fields: changes.map(({ path }) => path), changes };
    return this.#save(next, { event: 'rule_changed', actor, data });
  }

  /** Deletes a rule of the operator, or resets a built-in one. */
  async remove({ id, name, built_in }: Rule, actor: Actor): Promise<void> {
    const data = { rule_id: id, name };
    const event: NewEvent = built_in
      ? { event: 'rule_changed', actor, data: { ...data, fields: [] } }
      : { event: 'rule_deleted', actor, data };
    await this.#record([event], 'removeRule', id);
    this.#stored.delete(id);
    this.#onChange();
  }

  async #save(rule: StoredRule, event: NewEvent): Promise<Rule> {
    await this.#record([event], 'saveRule', rule);
    this.#stored.set(rule.id, rule);
    this.#onChange();
    const saved = this.get(rule.id);
    if (saved === null) throw new Error(`The rule ${rule.id} was deleted.`);
    return saved;
  }

  #builtIn(builtIn: BuiltInRule): Rule {
    const {
      hides: _,
      poolMayCause: __,
      poolIsFault: ___,
      togetherMs: ____,
      titleAfterCount: _____,
      inDanger: ______,
      ...rule
    } = builtIn;
    const stored = this.#stored.get(rule.id);
    const default_severity = rule.severity;
    if (stored === undefined) return { ...rule, built_in: true, changed: false, default_severity };
    const changed = JSON.stringify(storedOf(stored)) !== JSON.stringify(storedOf(rule));
    return { ...rule, ...stored, built_in: true, changed, default_severity };
  }
}

function ownRule(stored: StoredRule): Rule {
  return { ...stored, about: 'miners', built_in: false, changed: false, default_severity: null, advice: null };
}

function storedOf(rule: StoredRule): StoredRule {
  const { id, name, query, for_seconds, clear_query, clear_for_seconds } = rule;
  const { severity, not_while, grouping, enabled, channels, repeat_seconds, escalation, suggested_action } = rule;
  return {
    id,
    name,
    query,
    for_seconds,
    clear_query,
    clear_for_seconds,
    severity,
    not_while,
    grouping,
    enabled,
    channels,
    repeat_seconds,
    escalation,
    suggested_action,
  };
}

type Change = NonNullable<EventOf<'rule_changed'>['data']['changes']>[number];

/** What differs, for the audit; of what is no single value only its name. */
function ruleChanges(before: StoredRule, after: StoredRule): Change[] {
  return (Object.keys(after) as (keyof StoredRule)[]).flatMap((path): Change[] => {
    const [old, next] = [before[path], after[path]];
    if (JSON.stringify(old) === JSON.stringify(next)) return [];
    return [{ path, before: single(old), after: single(next) }];
  });
}

function single(value: StoredRule[keyof StoredRule]): Change['before'] {
  return typeof value === 'object' ? null : value;
}
