import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Moment } from '../../../src-shared/miner-now.ts';
import type {
  Actor,
  Delivery,
  Incident,
  IncidentDetail,
  Miner,
  NewEvent,
  Rule,
  Watching,
} from '../../../src-shared/model/index.ts';
import type { RecordChange } from '../../events/bus.ts';
import type { Clock } from '../../runtime/clock.ts';
import { Loop } from '../../runtime/loop.ts';
import { uuidV7 } from '../../runtime/uuid-v7.ts';
import type { Store } from '../../store/store.ts';
import type { MaintenanceBook } from '../maintenance/maintenance-book.ts';
import type { DeliveriesOf, NoticePort, ProgramFault } from '../notice.ts';
import { compileRule } from '../rules/compiled-rule.ts';
import type { RuleBook } from '../rules/rule-book.ts';
import { causeText } from './causes.ts';
import { withCompanions } from './companions.ts';
import { Evaluator, type Finding } from './evaluator.ts';
import { incidentOf, minerIds } from './incident-row.ts';
import { IncidentSet, PROGRAM } from './incident-set.ts';
import { faultWords } from './incident-words.ts';
import { totalShortfallHs } from './lost-hashrate.ts';
import { MessageBudget } from './message-budget.ts';
import type { OpenIncident } from './open-incident.ts';
import { owe } from './owed-notice.ts';
import { ProgramFaults } from './program-faults.ts';

/** The farm as alerts need it. */
export interface AlertFarm {
  ids(): readonly string[];
  miner(id: string): Miner | null;
  moment(): Moment;
  watching(): Watching;
  isInJob(id: string): boolean;
  isBeyondReach(miner: Miner): boolean;
}

export interface IncidentsOptions {
  readonly store: Pick<Store, 'incidents' | 'incident' | 'saveIncidents'>;
  /** Writes what an operator did, with its entry in the audit. */
  readonly record: RecordChange;
  readonly clock: Clock;
  readonly farm: AlertFarm;
  readonly rules: RuleBook;
  readonly maintenance: MaintenanceBook;
  readonly programFaults: () => readonly ProgramFault[];
  readonly notices: NoticePort;
  readonly deliveriesOf: DeliveriesOf;
  /** These look different now. */
  readonly onChange: (incidents: readonly Incident[]) => void;
  readonly onError: (error: unknown) => void;
}

/** From what is wrong to an incident it takes so long at most, beside the time of the rule. */
const TICK_MS = 10_000;
/** No evaluation for so long: nothing was seen meanwhile. */
const GAP_MS = 60_000;
/** Rows that are held against the rules in one go, between which other work gets its turn. */
const ROWS_AT_ONCE = 1000;
/** How often the loss of an incident is shown and kept where nothing else changes. */
const LOSS_MS = 60_000;
const HOUR_MS = 3_600_000;
const MOST_LATELY = 1000;
const MOST_OPEN = 100_000;

/**
 * Finds incidents, keeps them, and says them. Each is on disk before it is said, and counts as said
 * only with the write after that: a kill at any moment loses none.
 */
export class Incidents {
  readonly loop: Loop;
  readonly #options: IncidentsOptions;
  readonly #evaluator = new Evaluator();
  readonly #program = new ProgramFaults();
  readonly #budget = new MessageBudget();
  readonly #set: IncidentSet;
  readonly #lostHs = new Map<string, number | null>();
  readonly #deliveries = new Map<string, readonly Delivery[]>();
  readonly #changed = new Set<OpenIncident>();
  #rules: ReadonlyMap<string, Rule> = new Map();
  #lastTickAt: number | null = null;
  #lossShownAt = 0;
  #wasBlind = false;

  constructor(options: IncidentsOptions) {
    this.#options = options;
    const { farm, clock, onError } = options;
    this.#set = new IncidentSet(
      {
        rule: (id) => this.#rules.get(id) ?? null,
        miner: (id) => farm.miner(id),
        miners: () => farm.ids().flatMap((id) => farm.miner(id) ?? []),
        words: (rule, subject) => this.#words(rule, subject),
      },
      this.#budget,
      uuidV7,
    );
    this.loop = new Loop({
      name: 'alerts',
      intervalMs: () => TICK_MS,
      run: async () => ({ counts: await this.tick() }),
      onError,
      clock,
    });
  }

  /** What was open when the program ended, and what was said of it. */
  async load(): Promise<void> {
    this.rulesChanged();
    const nowMs = this.#options.clock.nowMs();
    const { store } = this.#options;
    const lately = await store.incidents({ states: ['resolved'], limit: MOST_LATELY, resolvedAfter: nowMs - HOUR_MS });
    const open = await store.incidents({ states: ['open', 'acknowledged', 'snoozed'], limit: MOST_OPEN });
    for (const row of [...lately, ...open].reverse()) {
      const { incident } = row;
      const cause = `${incident.cause_kind}\n${incident.cause_key}`;
      for (const at of [incident.opened_at, incident.resolved_at]) if (at !== null) this.#budget.noteChange(cause, at);
      if (incident.notified_at !== null)
        this.#budget.noteSent(incident.severity === 'critical' ? `${cause}\ncritical` : cause, incident.notified_at);
      if (incident.resolved_at !== null && incident.owed_event === null) continue;
      const loaded = this.#set.load(row);
      if (loaded.isResolved) continue;
      for (const { rule_id: ruleId, miner_id: minerId, since_at: sinceAt } of loaded.present()) {
        (minerId.startsWith(PROGRAM) ? this.#program : this.#evaluator).restore({ ruleId, minerId, sinceAt });
      }
    }
  }

  rulesChanged(): void {
    const rules = this.#options.rules.all();
    this.#rules = new Map(rules.map((rule) => [rule.id, rule]));
    this.#evaluator.setRules(
      rules.flatMap((rule) => (rule.enabled && rule.about === 'miners' ? (compileRule(rule) ?? []) : [])),
    );
  }

  /** One round: what is found, kept, and said. Returns what it counted. */
  async tick(): Promise<Record<string, number>> {
    const { farm, clock } = this.#options;
    const nowMs = clock.nowMs();
    const sinceMs = this.#lastTickAt === null ? 0 : nowMs - this.#lastTickAt;
    this.#lastTickAt = nowMs;
    const isBlind = farm.watching().state !== 'watching';
    // A clock that was set back would let everything wait until it is where it was.
    if (sinceMs < 0) this.#lossShownAt = nowMs;
    if (sinceMs < 0 || sinceMs > GAP_MS || (this.#wasBlind && !isBlind)) this.#evaluator.forgetPending();
    this.#wasBlind = isBlind;
    if (!isBlind) await this.#evaluateFarm();
    const program = this.#program.evaluate(this.#options.programFaults(), this.#rules, nowMs);
    this.#set.apply(program, nowMs);
    for (const incident of this.#set.open()) this.#passTime(incident, nowMs, Math.min(sinceMs, GAP_MS));
    if (nowMs - this.#lossShownAt >= LOSS_MS) this.#lossShownAt = nowMs;
    this.#budget.forget(nowMs);
    await this.#save();
    await this.#say(nowMs);
    const open = this.#set.open();
    return { open: open.length, miners: minerIds(open.flatMap((incident) => incident.present())).length };
  }

  async #evaluateFarm(): Promise<void> {
    const { farm, maintenance } = this.#options;
    const moment = farm.moment();
    const around = {
      isInJob: farm.isInJob,
      isBeyondReach: farm.isBeyondReach,
      isInMaintenance: maintenance.at(moment),
      isUnsteady: (id: string) => this.#budget.isUnsteady(causeText({ kind: 'miner', key: id }), moment.nowMs),
    };
    const began: Finding[] = [];
    const ended: Finding[] = [];
    const ids = farm.ids();
    for (let from = 0; from < ids.length; from += ROWS_AT_ONCE) {
      if (from > 0) await nextTurn();
      const rows = ids.slice(from, from + ROWS_AT_ONCE).flatMap((id) => farm.miner(id) ?? []);
      const found = this.#evaluator.evaluate(rows, moment, around);
      began.push(...found.began);
      ended.push(...found.ended);
    }
    ended.push(...this.#evaluator.sweep((id) => farm.miner(id) !== null));
    if (began.length === 0 && ended.length === 0) return;
    const known = { miner: farm.miner, miners: () => ids.flatMap((id) => farm.miner(id) ?? []) };
    this.#set.apply({ began: withCompanions(began, this.#evaluator, known), ended }, moment.nowMs);
  }

  /** What happens to an open incident by itself. */
  #passTime(incident: OpenIncident, nowMs: number, spanMs: number): void {
    const { farm } = this.#options;
    const { state, snoozed_until, notified_at, hashrate_lost_hash } = incident.row;
    const miners = minerIds(incident.present()).flatMap((id) => farm.miner(id) ?? []);
    const lostHs = totalShortfallHs(miners, farm.moment());
    this.#lostHs.set(incident.id, lostHs);
    if (lostHs !== null && spanMs > 0) {
      const row = { hashrate_lost_hash: hashrate_lost_hash + (lostHs * spanMs) / 1000 };
      if (nowMs - this.#lossShownAt >= LOSS_MS) incident.change(row);
      else incident.row = { ...incident.row, ...row };
    }
    if (state === 'snoozed' && snoozed_until !== null && snoozed_until <= nowMs) {
      incident.change({ state: 'open', snoozed_until: null, changed_at: nowMs });
      incident.note(nowMs, 'reopened', 'The snooze is over');
      owe(incident, 'changed', nowMs);
    }
    const repeat = this.#rules.get(incident.row.rule_id)?.repeat_seconds ?? null;
    const isDue = repeat !== null && notified_at !== null && nowMs - notified_at >= repeat * 1000;
    if (state === 'open' && isDue && incident.row.owed_event === null) owe(incident, 'changed', nowMs);
  }

  /** How many are not over. */
  get openCount(): number {
    return this.#set.open().length;
  }

  /** Those that are not over, the newest last. */
  open(): Incident[] {
    return this.#set.open().map((incident) => this.#shown(incident));
  }

  async list(states: readonly Incident['state'][], limit: number): Promise<Incident[]> {
    const wanted = new Set(states);
    const open = this.#set.open().filter(({ row }) => wanted.has(row.state));
    const over = wanted.has('resolved') ? await this.#options.store.incidents({ states: ['resolved'], limit }) : [];
    const deliveries = await this.#options.deliveriesOf([
      ...open.map(({ id }) => id),
      ...over.map(({ incident }) => incident.incident_id),
    ]);
    return [
      ...open.reverse().map((incident) => this.#shown(incident, deliveries.get(incident.id))),
      ...over.map(({ incident, members }) =>
        incidentOf(incident, members, {
          rule: this.#rules.get(incident.rule_id) ?? null,
          lostHs: null,
          deliveries: deliveries.get(incident.incident_id) ?? [],
        }),
      ),
    ].slice(0, limit);
  }

  /** Null where there is no such incident. */
  async get(id: string): Promise<IncidentDetail | null> {
    const found = await this.#options.store.incident(id);
    if (found === null) return null;
    const deliveries = (await this.#options.deliveriesOf([id])).get(id) ?? [];
    const { incident, members, timeline } = found;
    const open = this.#set.get(id);
    const beside = { rule: this.#rules.get(incident.rule_id) ?? null, lostHs: null, deliveries };
    const shown = open === null ? incidentOf(incident, members, beside) : this.#shown(open, deliveries);
    const ofMiners = (open?.members() ?? members).filter(({ miner_id }) => !miner_id.startsWith(PROGRAM));
    return { ...shown, timeline: [...timeline], members: ofMiners };
  }

  acknowledge(id: string, actor: Actor): Promise<Incident | null> {
    return this.#operate(id, actor, 'incident_acknowledged', (incident, nowMs) => {
      const acknowledged = { acknowledged_at: nowMs, acknowledged_by: actor.name };
      incident.change({ ...acknowledged, state: 'acknowledged', snoozed_until: null, changed_at: nowMs });
      incident.note(nowMs, 'acknowledged', null, actor);
    });
  }

  snooze(id: string, untilAt: number, actor: Actor): Promise<Incident | null> {
    return this.#operate(id, actor, 'incident_snoozed', (incident, nowMs) => {
      incident.change({ state: 'snoozed', snoozed_until: untilAt, changed_at: nowMs });
      incident.note(nowMs, 'snoozed', null, actor);
    });
  }

  /** Takes back that it was acknowledged or snoozed. */
  reopen(id: string, actor: Actor): Promise<Incident | null> {
    return this.#operate(id, actor, 'incident_reopened', (incident, nowMs) => {
      const nobody = { acknowledged_at: null, acknowledged_by: null, snoozed_until: null };
      incident.change({ ...nobody, state: 'open', changed_at: nowMs });
      incident.note(nowMs, 'reopened', null, actor);
    });
  }

  /** Shows again what became of its notices. */
  async deliveriesChanged(ids: readonly string[]): Promise<void> {
    const known = ids.flatMap((id) => this.#set.get(id) ?? []);
    if (known.length === 0) return;
    const deliveries = await this.#options.deliveriesOf(known.map(({ id }) => id));
    for (const { id } of known) this.#deliveries.set(id, deliveries.get(id) ?? []);
    this.#options.onChange(known.map((incident) => this.#shown(incident)));
  }

  /** The incident as it is then; null where there is none that is not over. */
  async #operate(
    id: string,
    actor: Actor,
    event: 'incident_acknowledged' | 'incident_snoozed' | 'incident_reopened',
    act: (incident: OpenIncident, nowMs: number) => void,
  ): Promise<Incident | null> {
    const incident = this.#set.get(id);
    if (incident === null || incident.isResolved) return null;
    const before = incident.row;
    act(incident, this.#options.clock.nowMs());
    const { write, undo } = incident.takeWrite();
    const { title, snoozed_until } = incident.row;
    const until = event === 'incident_snoozed' ? { until_at: snoozed_until } : {};
    const data = { incident_id: id, title, ...until };
    try {
      await this.#options.record([{ event, actor, data } as NewEvent], 'saveIncidents', [write]);
    } catch (error) {
      const { state, acknowledged_at, acknowledged_by } = before;
      undo('drop');
      incident.change({ state, acknowledged_at, acknowledged_by, snoozed_until: before.snoozed_until });
      throw error;
    }
    this.#changed.add(incident);
    this.#show();
    return this.#shown(incident);
  }

  async #save(): Promise<void> {
    const unsaved = this.#set.all().filter((incident) => incident.isUnsaved);
    if (unsaved.length === 0) return;
    const writes = unsaved.map((incident) => ({ incident, ...incident.takeWrite() }));
    for (const { incident } of writes) this.#changed.add(incident);
    try {
      await this.#options.store.saveIncidents(writes.map(({ write }) => write));
    } catch (error) {
      for (const { undo } of writes) undo();
      throw error;
    }
    this.#show();
  }

  /** Sends what is due and may be sent; what is over and said is no longer kept in memory. */
  async #say(nowMs: number): Promise<void> {
    for (const incident of this.#set.all()) {
      const { owed_event: event, owed_at, state } = incident.row;
      const cause = budgetOf(incident);
      const isQuiet = state === 'acknowledged' || state === 'snoozed';
      if (event !== null && !isQuiet && this.#budget.maySend(cause, nowMs)) {
        const channels = this.#rules.get(incident.row.rule_id)?.channels ?? [];
        const channelIds = channels.length === 0 ? null : channels;
        const notice = { event, incident: this.#shown(incident), at: owed_at ?? nowMs, channelIds };
        try {
          await this.#options.notices.send(notice);
        } catch (error) {
          // It stays owed, and is sent in the next round.
          this.#options.onError(error);
          continue;
        }
        this.#budget.noteSent(cause, nowMs);
        const isTheSame = incident.row.owed_event === event && incident.row.owed_at === owed_at;
        incident.change({ ...(isTheSame && { owed_event: null, owed_at: null }), notified_at: nowMs });
      }
    }
    await this.#save();
    for (const incident of this.#set.all()) {
      if (!incident.isResolved || incident.row.owed_event !== null || incident.isUnsaved) continue;
      this.#set.drop(incident);
      this.#lostHs.delete(incident.id);
      this.#deliveries.delete(incident.id);
    }
  }

  #show(): void {
    const changed = [...this.#changed];
    this.#changed.clear();
    this.#options.onChange(changed.map((incident) => this.#shown(incident)));
  }

  #shown(incident: OpenIncident, deliveries?: readonly Delivery[]): Incident {
    return incidentOf(incident.row, incident.members(), {
      rule: this.#rules.get(incident.row.rule_id) ?? null,
      lostHs: this.#lostHs.get(incident.id) ?? null,
      deliveries: deliveries ?? this.#deliveries.get(incident.id) ?? [],
    });
  }

  #words(rule: Rule, subject: string): string {
    if (subject.startsWith(PROGRAM)) return this.#program.words(subject) ?? rule.name;
    const miner = this.#options.farm.miner(subject);
    return miner === null ? rule.name : faultWords(rule, miner);
  }
}

/** What gets worse is said also where the messages about what was less have used up their number. */
function budgetOf({ cause, row }: OpenIncident): string {
  return row.severity === 'critical' ? `${causeText(cause)}\ncritical` : causeText(cause);
}
