import { maintenanceNow } from '../../src-shared/miner/miner-now.ts';
import type { Rule } from '../../src-shared/model/index.ts';
import { Loop } from '../runtime/loop.ts';
import { uuidV7 } from '../runtime/uuid-v7.ts';
import type { Store } from '../store/store.ts';
import type { AlertFarm } from './alert-farm.ts';
import type { ProgramState } from './announcement.ts';
import { AutomaticActions, type AutomaticPort } from './automatic/automatic-actions.ts';
import { CauseRateLimit } from './incidents/announcing/cause-rate-limit.ts';
import {
  PendingAnnouncements,
  type PendingAnnouncementsOptions,
} from './incidents/announcing/pending-announcements.ts';
import { EffectsOfTime } from './incidents/effects-of-time.ts';
import { IncidentActions, type IncidentActionsOptions } from './incidents/incident-actions.ts';
import type { IncidentContext } from './incidents/incident-context.ts';
import type { IncidentInMemory } from './incidents/incident-in-memory.ts';
import { IncidentLifecycle } from './incidents/incident-lifecycle.ts';
import { IncidentSet } from './incidents/incident-set.ts';
import { type FaultText, faultText } from './incidents/incident-titles.ts';
import { IncidentsFromMatches } from './incidents/incidents-from-matches.ts';
import type { Evaluator } from './incidents/matching/evaluator.ts';
import { FarmMatches } from './incidents/matching/farm-matches.ts';
import { SubjectFaults } from './incidents/matching/subject-faults.ts';
import { notMonitoredIncident } from './incidents/not-monitored-incident.ts';
import { lastSeen, resumeIncidents } from './incidents/resume-incidents.ts';
import { isAboutProgram, isMiner } from './incidents/subjects.ts';
import { minerIds } from './incidents/views/incident-from-row.ts';
import { IncidentViews, type IncidentViewsOptions } from './incidents/views/incident-views.ts';
import { WatchedTime } from './incidents/watched-time.ts';
import type { MaintenanceStore } from './maintenance/maintenance-store.ts';
import { compileRule } from './rules/compiled-rule.ts';
import type { RuleStore } from './rules/rule-store.ts';

export interface IncidentsOptions extends IncidentViewsOptions, IncidentActionsOptions, PendingAnnouncementsOptions {
  readonly store: Pick<Store, 'incidents' | 'incident' | 'jobsOn' | 'pastCures' | 'saveIncidents'>;
  readonly farm: AlertFarm;
  readonly rules: RuleStore;
  readonly maintenance: MaintenanceStore;
  readonly programFaults: () => ProgramState;
  /** How automatic actions run; the timeline is read from the store. */
  readonly automatic: Omit<AutomaticPort, 'timeline'>;
}

/** How often miners that have changed are matched, and matches that time has completed. */
const QUICK_MS = 1000;
/** How often everything else is done: what else decides about a match may have changed. */
const ROUND_MS = 10_000;
/** After this long without a round, nothing was seen in the meantime. */
const MISSED_ROUNDS_MS = 60_000;
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
  readonly #farmMatches: FarmMatches;
  readonly #program = new SubjectFaults();
  readonly #rateLimit = new CauseRateLimit();
  readonly #set = new IncidentSet();
  readonly #lifecycle: IncidentLifecycle;
  readonly #grouping: IncidentsFromMatches;
  readonly #announcements: PendingAnnouncements;
  readonly #automatic: AutomaticActions;
  readonly #time: EffectsOfTime;
  /** Whether the last round failed: what changes until the next one waits for it. */
  #hasFailed = false;
  #isRoundAsked = false;
  /** Whether rules have changed since the last round. */
  #hasNewRules = false;
  /** Those of the last round. */
  #counts: Record<string, number> = {};
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
    const isWatched = (): boolean => this.#watched.isWatched;
    this.#farmMatches = new FarmMatches({ ...options, rateLimit: this.#rateLimit, isWatched, ruleOf: this.#ruleOf });
    const known: IncidentContext = {
      rule: this.#ruleOf,
      miner: (id) => farm.miner(id),
      miners: () => farm.ids().flatMap((id) => farm.miner(id) ?? []),
      isInMaintenance: (miner) => maintenanceNow(miner, farm.moment()) !== null,
      clearing: ({ rule_id, miner_id }) => this.#faultsOf(miner_id).clearing(rule_id, miner_id),
      faultText: (rule, subject) => this.#faultText(rule, subject),
    };
    this.#lifecycle = new IncidentLifecycle(this.#set, known, this.#rateLimit);
    this.#grouping = new IncidentsFromMatches(this.#set, this.#lifecycle, known, uuidV7);
    this.views = new IncidentViews(options, this.#set, known);
    this.actions = new IncidentActions(options, this.#set, this.#lifecycle, this.views, ({ rule_id, miner_id }) =>
      this.#faultsOf(miner_id).isFound(rule_id, miner_id),
    );
    this.#time = new EffectsOfTime({ farm, views: this.views, ruleOf: this.#ruleOf, clearing: known.clearing });
    this.#announcements = new PendingAnnouncements(options, {
      set: this.#set,
      views: this.views,
      rateLimit: this.#rateLimit,
      ruleOf: this.#ruleOf,
    });
    const timeline = async (id: string) => (await options.store.incident(id))?.timeline ?? [];
    this.#automatic = new AutomaticActions({ ...options.automatic, timeline }, farm);
    this.loop = new Loop({
      name: 'alerts',
      intervalMs: () => (this.#hasFailed ? ROUND_MS : QUICK_MS),
      run: async () => ({ counts: await this.next() }),
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
      this.#faultsOf(found.minerId).restore(found);
    });
    const nowMs = clock.nowMs();
    // Of a farm that was dark nothing shows when it was last monitored.
    const fromAt = farm.ids().some((id) => farm.miner(id)?.online === true) ? lastSeen(farm, nowMs) : null;
    if (fromAt !== null) this.#noteNotMonitored({ fromAt, toAt: nowMs, endedBy: 'start' });
    await this.views.deliveriesChanged(this.#set.open().map(({ id }) => id));
  }

  /** What is known of the faults of a miner, or of a rack or PowerHive. */
  #faultsOf(subject: string): Evaluator | SubjectFaults {
    return isMiner(subject) ? this.#farmMatches.evaluator : this.#program;
  }

  /** A time without monitoring is in the list, as one that is over. */
  #noteNotMonitored(span: Parameters<typeof notMonitoredIncident>[1]): void {
    const rule = this.#rules.get('not_watching');
    const over = rule?.enabled === true ? notMonitoredIncident(uuidV7(), span) : null;
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
    this.#hasNewRules = true;
    this.#farmMatches.setRules(compiled);
    this.#automatic.setRules(compiled);
  }

  /** The rows of these miners have changed. */
  minersChanged(ids: Iterable<string>): void {
    this.#farmMatches.minersChanged(ids);
  }

  /**
   * Begins a round at once: rules have changed, or an operator has resolved an incident. A change of
   * maintenance waits for the next round.
   */
  wake(): void {
    this.#isRoundAsked = true;
    this.loop.wake();
  }

  /** A round if one is due; until then only what has changed. Returns its counts. */
  async next(): Promise<Record<string, number>> {
    const elapsedMs = this.#options.clock.nowMs() - (this.#lastTickAt ?? Number.NEGATIVE_INFINITY);
    const isDue = elapsedMs < 0 || elapsedMs >= ROUND_MS || this.#isRoundAsked;
    const wasFailed = this.#hasFailed;
    this.#hasFailed = true;
    const counts = await (isDue || wasFailed ? this.tick() : this.#betweenRounds());
    this.#hasFailed = false;
    return counts;
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
    this.#isRoundAsked = false;
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
    if (isCutOff && !this.#wasBlind) this.#noteNotMonitored({ fromAt: nowMs - gapMs, toAt: nowMs, endedBy: 'wake' });
    if (isBroken || isBlind || this.#wasBlind) this.#farmMatches.notWatched(nowMs);
    if (isBroken) this.#farmMatches.evaluator.forgetPending();
    else if (this.#wasBlind && !isBlind) this.#farmMatches.evaluator.holdPending(nowMs);
    // PowerHive also monitors itself and the racks while it cannot see miners.
    if (isBroken) this.#program.forgetPending();
    this.#wasBlind = isBlind;
    const found = isBlind ? null : await this.#farmMatches.round(nowMs);
    if (found !== null) this.#grouping.apply(found, nowMs);
    const program = this.#program.evaluate(this.#options.programFaults(), this.#rules, nowMs);
    this.#grouping.apply(program, nowMs);
    const isMinute = nowMs - this.#lossShownAt >= LOSS_MS;
    this.#time.setOpen(this.#set.open());
    for (const incident of this.#set.open()) {
      if ((isMinute || this.#hasNewRules) && !isBlind) this.#lifecycle.follow(incident, nowMs);
      const blindMs = this.#isWatched(incident) ? unwatchedMs : Math.max(0, elapsedMs);
      this.#time.pass(incident, nowMs, { spanMs: Math.min(elapsedMs, MISSED_ROUNDS_MS), blindMs, isMinute });
    }
    if (isMinute) this.#lossShownAt = nowMs;
    if (!isBlind) this.#hasNewRules = false;
    this.#rateLimit.forget(nowMs);
    const isWatched = (incident: IncidentInMemory): boolean => this.#isWatched(incident);
    await this.#announcements.carryOut(nowMs, isWatched);
    this.views.show();
    const open = this.#set.open();
    // If a write failed, this was not reached: no actions run while nothing can be stored.
    if (!isBlind) await this.#automatic.tick(open, isWatched);
    this.#counts = { open: open.length, miners: minerIds(open.flatMap((incident) => incident.present())).length };
    return this.#counts;
  }

  /** Matches what has changed since, and announces at once what this opens or ends. */
  async #betweenRounds(): Promise<Record<string, number>> {
    const { farm, clock } = this.#options;
    const nowMs = clock.nowMs();
    const isBlind = this.#wasBlind || farm.watching().state !== 'watching';
    const found = isBlind ? null : await this.#farmMatches.betweenRounds(nowMs);
    if (found === null) return this.#counts;
    this.#grouping.apply(found, nowMs);
    this.#time.setOpen(this.#set.open());
    for (const incident of this.#set.open())
      if (incident.row.owed_event !== null) this.#time.noteFirstLoss(incident, nowMs);
    await this.#announcements.carryOut(nowMs, (incident) => this.#isWatched(incident));
    return this.#counts;
  }

  /** Whether the miners of an incident are watched now. PowerHive itself always is. */
  #isWatched(incident: IncidentInMemory): boolean {
    if (isAboutProgram(incident)) return true;
    const { farm } = this.#options;
    const isReached = (id: string): boolean => {
      const miner = farm.miner(id);
      return miner === null || !farm.isBeyondReach(miner);
    };
    return this.#watched.isWatched && incident.isAnyPresent(({ miner_id }) => isReached(miner_id));
  }

  /** The rule that finds the likeliest cause of what a miner loses now; null if none does. */
  ruleOfMiner(minerId: string): string | null {
    return this.#farmMatches.evaluator.firstRuleOf(minerId);
  }

  /** The number of open incidents. */
  get openCount(): number {
    return this.#set.open().length;
  }

  #faultText(rule: Rule, subject: string): FaultText {
    const miner = isMiner(subject) ? this.#options.farm.miner(subject) : null;
    if (miner !== null) return faultText(rule, miner);
    return { message: this.#program.words(subject) ?? rule.name, conditions: null };
  }
}
