import { setImmediate as nextTurn } from 'node:timers/promises';
import { totalShortfallHs } from '../../src-shared/lost-hashrate.ts';
import type { Moment } from '../../src-shared/miner-now.ts';
import type { Miner, Rule, Watching } from '../../src-shared/model/index.ts';
import { Loop } from '../runtime/loop.ts';
import { uuidV7 } from '../runtime/uuid-v7.ts';
import type { Store } from '../store/store.ts';
import type { ProgramState } from './announcement.ts';
import { AutomaticActions, type AutomaticPort } from './automatic/automatic-actions.ts';
import { absence } from './incidents/absence.ts';
import { ApplyMatches } from './incidents/apply-matches.ts';
import { CauseRateLimit } from './incidents/cause-rate-limit.ts';
import { faultKey } from './incidents/causes.ts';
import { notAhead, reopened, withoutUnwatched } from './incidents/escalation.ts';
import { Evaluator, type RuleMatch } from './incidents/evaluator.ts';
import { IncidentActions, type IncidentActionsOptions } from './incidents/incident-actions.ts';
import { IncidentAnnouncements, type IncidentAnnouncementsOptions } from './incidents/incident-announcements.ts';
import type { IncidentContext } from './incidents/incident-context.ts';
import { IncidentCourse } from './incidents/incident-course.ts';
import { minerIds } from './incidents/incident-row.ts';
import { IncidentSet } from './incidents/incident-set.ts';
import { faultWords } from './incidents/incident-titles.ts';
import { IncidentViews, type IncidentViewsOptions } from './incidents/incident-views.ts';
import { joinPendingMatches } from './incidents/join-pending-matches.ts';
import type { OpenIncident } from './incidents/open-incident.ts';
import { setPendingAnnouncement } from './incidents/pending-announcement.ts';
import { lastSeen, resumeIncidents } from './incidents/resume-incidents.ts';
import { SubjectFaults } from './incidents/subject-faults.ts';
import { isAboutProgram, isMiner } from './incidents/subjects.ts';
import { WatchedTime } from './incidents/watched-time.ts';
import type { MaintenanceStore } from './maintenance/maintenance-store.ts';
import { compileRule } from './rules/compiled-rule.ts';
import type { RuleStore } from './rules/rule-store.ts';

/** The farm, as alerts use it. */
export interface AlertFarm {
  ids(): readonly string[];
  miner(id: string): Miner | null;
  /** As in its row, without building the row. */
  lastSeenAt(id: string): number | null;
  moment(): Moment;
  watching(): Watching;
  isInJob(id: string): boolean;
  isBeyondReach(miner: Miner): boolean;
  /** When the last scan ended since the program started; null if none has. */
  scannedAt(): number | null;
}

export interface IncidentsOptions extends IncidentViewsOptions, IncidentActionsOptions, IncidentAnnouncementsOptions {
  readonly store: Pick<Store, 'incidents' | 'incident' | 'saveIncidents'>;
  readonly farm: AlertFarm;
  readonly rules: RuleStore;
  readonly maintenance: MaintenanceStore;
  readonly programFaults: () => ProgramState;
  /** How automatic actions run; the timeline is read from the store. */
  readonly automatic: Omit<AutomaticPort, 'timeline'>;
}

/** How long a fault can remain unnoticed at most, in addition to the time of its rule. */
const TICK_MS = 10_000;
/** After this long without a round, nothing was seen in the meantime. */
const MISSED_ROUNDS_MS = 60_000;
/** For how long rows are matched in one go, however many rules there are: other work must run. */
const TURN_MS = 5;
const ROWS_AT_ONCE = 20;
/** How often the loss of an incident is shown and stored if nothing else changes. */
const LOSS_MS = 60_000;
const ATTENDED_WORDS = {
  acknowledged: 'Acknowledged meanwhile',
  snoozed: 'Snoozed meanwhile',
  resolved: 'Resolved meanwhile',
} as const;

/** Matches the rules against the farm, repeatedly, and manages the incidents that result. */
export class Incidents {
  readonly loop: Loop;
  /** Incidents as callers see them. */
  readonly views: IncidentViews;
  /** Actions of the operator. */
  readonly actions: IncidentActions;
  readonly #options: IncidentsOptions;
  readonly #evaluator = new Evaluator();
  readonly #program = new SubjectFaults();
  readonly #rateLimit = new CauseRateLimit();
  readonly #set = new IncidentSet();
  readonly #course: IncidentCourse;
  readonly #matches: ApplyMatches;
  readonly #announcements: IncidentAnnouncements;
  readonly #automatic: AutomaticActions;
  #rules: ReadonlyMap<string, Rule> = new Map();
  #lastTickAt: number | null = null;
  /** When the last round ended, including its time for the disk. */
  #lastEndedAt: number | null = null;
  #lossShownAt = 0;
  #wasBlind = false;
  readonly #watched: WatchedTime;
  readonly #ruleOf = (id: string): Rule | null => this.#rules.get(id) ?? null;

  constructor(options: IncidentsOptions) {
    this.#options = options;
    const { farm, clock, onError } = options;
    this.#watched = new WatchedTime(clock.nowMs());
    const known: IncidentContext = {
      rule: this.#ruleOf,
      miner: (id) => farm.miner(id),
      miners: () => farm.ids().flatMap((id) => farm.miner(id) ?? []),
      words: (rule, subject) => this.#words(rule, subject),
    };
    this.#course = new IncidentCourse(this.#set, known, this.#rateLimit);
    this.#matches = new ApplyMatches(this.#set, this.#course, known, uuidV7);
    this.views = new IncidentViews(options, this.#set, this.#ruleOf);
    this.actions = new IncidentActions(options, this.#set, this.#course, this.views, ({ rule_id, miner_id }) =>
      (isMiner(miner_id) ? this.#evaluator : this.#program).isFound(rule_id, miner_id),
    );
    this.#announcements = new IncidentAnnouncements(options, {
      set: this.#set,
      views: this.views,
      rateLimit: this.#rateLimit,
      ruleOf: this.#ruleOf,
    });
    const timeline = async (id: string) => (await options.store.incident(id))?.timeline ?? [];
    this.#automatic = new AutomaticActions({ ...options.automatic, timeline }, farm);
    this.loop = new Loop({
      name: 'alerts',
      intervalMs: () => TICK_MS,
      run: async () => ({ counts: await this.tick() }),
      onError,
      clock,
    });
  }

  /** Loads what was open when the program ended, and what was announced about it. */
  async load(): Promise<void> {
    this.rulesChanged();
    const { store, farm, clock } = this.#options;
    const parts = { set: this.#set, rateLimit: this.#rateLimit, announcements: this.#announcements };
    await resumeIncidents({ store, farm, nowMs: clock.nowMs() }, parts, (found) => {
      (isMiner(found.minerId) ? this.#evaluator : this.#program).restore(found);
    });
    const nowMs = clock.nowMs();
    // Of a farm that was dark nothing shows when it was last monitored.
    if (farm.ids().some((id) => farm.miner(id)?.online === true)) {
      this.#noteAbsence({ fromAt: lastSeen(farm, nowMs), toAt: nowMs, endedBy: 'start' });
    }
    await this.views.deliveriesChanged(this.#set.open().map(({ id }) => id));
  }

  /** A time without monitoring is in the list, as one that is over. */
  #noteAbsence(span: Parameters<typeof absence>[1]): void {
    const rule = this.#rules.get('not_watching');
    const over = rule?.enabled === true ? absence(uuidV7(), span) : null;
    if (over !== null) this.#set.add(over);
  }

  /** Why an escalated incident needs no attention any more, in words; null if it does. */
  whyAttended(id: string): string | null {
    const state = this.#set.get(id)?.row.state ?? 'resolved';
    return state === 'open' ? null : ATTENDED_WORDS[state];
  }

  rulesChanged(): void {
    const rules = this.#options.rules.all();
    this.#rules = new Map(rules.map((rule) => [rule.id, rule]));
    const compiled = rules.flatMap((rule) =>
      rule.enabled && rule.about === 'miners' ? (compileRule(rule) ?? []) : [],
    );
    this.#evaluator.setRules(compiled);
    this.#automatic.setRules(compiled);
  }

  /** One round: evaluates, writes and announces. Returns its counts. */
  async tick(): Promise<Record<string, number>> {
    try {
      return await this.#round();
    } finally {
      this.#lastEndedAt = this.#options.clock.nowMs();
    }
  }

  async #round(): Promise<Record<string, number>> {
    const { farm, clock } = this.#options;
    const nowMs = clock.nowMs();
    const gapMs = this.#lastEndedAt === null ? 0 : nowMs - this.#lastEndedAt;
    const elapsedMs = this.#lastTickAt === null ? 0 : nowMs - this.#lastTickAt;
    this.#lastTickAt = nowMs;
    const isBlind = farm.watching().state !== 'watching';
    // After the clock was set back, nothing must wait until the old time is reached.
    if (elapsedMs < 0) this.#lossShownAt = nowMs;
    const isCutOff = gapMs > MISSED_ROUNDS_MS;
    const unwatchedMs = this.#watched.pass({ nowMs, elapsedMs, isBlind, isCutOff, scannedAt: farm.scannedAt() });
    const isBroken = elapsedMs < 0 || isCutOff;
    if (isCutOff && !this.#wasBlind) this.#noteAbsence({ fromAt: nowMs - gapMs, toAt: nowMs, endedBy: 'wake' });
    if (isBroken) this.#evaluator.forgetPending();
    else if (this.#wasBlind && !isBlind) this.#evaluator.holdPending(nowMs);
    // PowerHive also monitors itself and the racks while it cannot see miners.
    if (isBroken) this.#program.forgetPending();
    this.#wasBlind = isBlind;
    if (!isBlind) await this.#evaluateFarm();
    const program = this.#program.evaluate(this.#options.programFaults(), this.#rules, nowMs);
    this.#matches.apply(program, nowMs);
    const isMinute = nowMs - this.#lossShownAt >= LOSS_MS;
    for (const incident of this.#set.open()) {
      if (isMinute && !isBlind) this.#course.follow(incident, nowMs);
      const blindMs = this.#isWatched(incident) ? unwatchedMs : Math.max(0, elapsedMs);
      this.#passTime(incident, nowMs, { spanMs: Math.min(elapsedMs, MISSED_ROUNDS_MS), blindMs });
    }
    if (isMinute) this.#lossShownAt = nowMs;
    this.#rateLimit.forget(nowMs);
    const isWatched = (incident: OpenIncident): boolean => this.#isWatched(incident);
    await this.#announcements.carryOut(nowMs, isWatched);
    const open = this.#set.open();
    // If a write failed, this was not reached: no actions run while nothing can be stored.
    if (!isBlind) await this.#automatic.tick(open, isWatched);
    return { open: open.length, miners: minerIds(open.flatMap((incident) => incident.present())).length };
  }

  async #evaluateFarm(): Promise<void> {
    const { farm, maintenance, clock } = this.#options;
    const moment = farm.moment();
    const context = {
      isInJob: farm.isInJob,
      isBeyondReach: farm.isBeyondReach,
      isInMaintenance: maintenance.at(moment),
      isWatched: this.#watched.isWatched,
      isUnsteady: (id: string, ruleId: string) => this.#rateLimit.isUnsteady(faultKey(id, ruleId), moment.nowMs),
    };
    const began: RuleMatch[] = [];
    const ended: RuleMatch[] = [];
    const ids = farm.ids();
    let turnAt = clock.monotonicMs();
    for (let from = 0; from < ids.length; from += ROWS_AT_ONCE) {
      if (clock.monotonicMs() - turnAt >= TURN_MS) {
        await nextTurn();
        turnAt = clock.monotonicMs();
      }
      const rows = ids.slice(from, from + ROWS_AT_ONCE).flatMap((id) => farm.miner(id) ?? []);
      const found = this.#evaluator.evaluate(rows, moment, context);
      began.push(...found.began);
      ended.push(...found.ended);
    }
    ended.push(...this.#evaluator.sweep((id) => farm.miner(id) !== null));
    if (began.length === 0 && ended.length === 0) return;
    for (const { minerId, ruleId } of [...began, ...ended]) {
      this.#rateLimit.noteChange(faultKey(minerId, ruleId), moment.nowMs);
    }
    const known = { miner: farm.miner, miners: () => ids.flatMap((id) => farm.miner(id) ?? []) };
    this.#matches.apply({ began: joinPendingMatches(began, this.#evaluator, known), ended }, moment.nowMs);
  }

  /** Whether the miners of an incident are watched now. PowerHive itself always is. */
  #isWatched(incident: OpenIncident): boolean {
    if (isAboutProgram(incident)) return true;
    const { farm } = this.#options;
    const isReached = (id: string): boolean => {
      const miner = farm.miner(id);
      return miner === null || !farm.isBeyondReach(miner);
    };
    return this.#watched.isWatched && incident.isAnyPresent(({ miner_id }) => isReached(miner_id));
  }

  /** Applies the effects of time to an open incident. */
  #passTime(incident: OpenIncident, nowMs: number, { spanMs, blindMs }: { spanMs: number; blindMs: number }): void {
    const { farm } = this.#options;
    // After the clock was set back, nothing must wait until the old time is reached.
    incident.row = notAhead(incident.row, nowMs);
    const { state, snoozed_until, notified_at, hashrate_lost_hash } = incident.row;
    const miners = minerIds(incident.present()).flatMap((id) => farm.miner(id) ?? []);
    const lostHs = totalShortfallHs(miners, farm.moment());
    this.views.noteLoss(incident, lostHs);
    const waits = isAboutProgram(incident) ? {} : withoutUnwatched(incident.row, blindMs, nowMs);
    const isLoss = lostHs !== null && spanMs > 0;
    if (isLoss || waits.unattended_since_at !== undefined) {
      const row = { ...waits, ...(isLoss && { hashrate_lost_hash: hashrate_lost_hash + (lostHs * spanMs) / 1000 }) };
      if (nowMs - this.#lossShownAt >= LOSS_MS) incident.change(row);
      else incident.row = { ...incident.row, ...row };
    }
    if (state === 'snoozed' && snoozed_until !== null && snoozed_until <= nowMs) {
      incident.change({ ...reopened(nowMs), changed_at: nowMs });
      incident.note(nowMs, 'reopened', 'The snooze is over');
      setPendingAnnouncement(incident, 'reminder', nowMs);
    }
    const repeat = this.#rules.get(incident.row.rule_id)?.repeat_seconds ?? null;
    const isDue = repeat !== null && notified_at !== null && nowMs - notified_at >= repeat * 1000;
    if (state === 'open' && isDue && incident.row.owed_event === null)
      setPendingAnnouncement(incident, 'reminder', nowMs);
  }

  /** The number of open incidents. */
  get openCount(): number {
    return this.#set.open().length;
  }

  #words(rule: Rule, subject: string): string {
    if (!isMiner(subject)) return this.#program.words(subject) ?? rule.name;
    const miner = this.#options.farm.miner(subject);
    return miner === null ? rule.name : faultWords(rule, miner);
  }
}
