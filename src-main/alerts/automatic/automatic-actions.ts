import { isStarting, isTuning } from '../../../src-shared/judging/firmware-state.ts';
import { DAY_MS } from '../../../src-shared/milliseconds.ts';
import type { Moment } from '../../../src-shared/miner/miner-now.ts';
import { freshReading, maintenanceNow } from '../../../src-shared/miner/miner-now.ts';
import type { Actor, IncidentEvent, Miner, Rule, SuggestedAction } from '../../../src-shared/model/index.ts';
import type { AutomaticRun } from '../../store/store.ts';
import { setPendingAnnouncement } from '../incidents/announcing/set-pending-announcement.ts';
import { causesFor, causeText } from '../incidents/group-by-cause.ts';
import type { IncidentInMemory } from '../incidents/incident-in-memory.ts';
import { CURE_MS } from '../incidents/views/past-cures.ts';
import { worstFaultFirst } from '../incidents/worst-fault-first.ts';
import type { CompiledRule } from '../rules/compiled-rule.ts';
import { counts, type NoMore, type PastRuns, pastRuns, whyNoMore } from './automatic-limits.ts';
import { hasNotCured, whyNotAutomatic } from './automatic-rules.ts';

/** Runs automatic actions. */
export interface AutomaticPort {
  /** Whether actions are switched on. */
  isOn(): boolean;
  /** All runs that rules have started since then, as on disk, even without an effect. */
  runs(sinceAt: number): Promise<readonly AutomaticRun[]>;
  /** Starts an ordinary job on one miner; null if the miner cannot be acted on now. */
  start(action: SuggestedAction, minerId: string, actor: Actor): Promise<string | null>;
  /** The timeline of an incident, as on disk. */
  timeline(incidentId: string): Promise<readonly IncidentEvent[]>;
}

/** What must be known about the farm. */
export interface AutomaticFarm {
  miner(id: string): Miner | null;
  moment(): Moment;
  isInJob(id: string): boolean;
}

/** Within this time a fault of many miners is recognised as a group. */
const FIRST_MS = 120_000;
/** An incident older than this gets no automatic action. */
const KNOWN_MS = 30 * DAY_MS;

/**
 * Runs suggested actions automatically, if their rule says so. It acts on one miner per round, and
 * only if nothing else explains the fault: never on a miner of a group, never if a restart cannot
 * cure the fault, and not a third time after two without success.
 */
export class AutomaticActions {
  readonly #port: AutomaticPort;
  readonly #farm: AutomaticFarm;
  /** Runs that were started and are possibly not on disk. */
  #unsure: AutomaticRun[] = [];
  /** The rules with automatic actions, by id. */
  #rules: ReadonlyMap<string, CompiledRule> = new Map();
  /** Incidents whose jobs have no outcome in the timeline yet; null before it is known. */
  #unnoted: Set<string> | null = null;
  /** The messages of each incident, so that each is noted once. */
  readonly #said = new Map<string, Set<string>>();

  constructor(port: AutomaticPort, farm: AutomaticFarm) {
    this.#port = port;
    this.#farm = farm;
  }

  /** Takes all enabled rules; keeps those that may have automatic actions. */
  setRules(rules: readonly CompiledRule[]): void {
    const taken = rules.filter(
      ({ rule }) => rule.suggested_action?.automatic != null && whyNotAutomatic(rule) === null,
    );
    this.#rules = new Map(taken.map((compiled) => [compiled.rule.id, compiled]));
  }

  /** One round over the open incidents. Only those that are watched may be acted on. */
  async tick(open: readonly IncidentInMemory[], isWatched: (incident: IncidentInMemory) => boolean): Promise<void> {
    const ids = new Set(open.map(({ id }) => id));
    for (const id of this.#said.keys()) if (!ids.has(id)) this.#said.delete(id);
    const { nowMs } = this.#farm.moment();
    await this.#noteOutcomes(open, nowMs);
    if (!this.#port.isOn()) return;
    const groups = open.filter(({ cause }) => cause.kind !== 'miner');
    let past: PastRuns | null = null;
    for (const incident of open) {
      const rule = isWatched(incident) ? this.#ruleFor(incident, groups, nowMs) : null;
      const action = rule?.suggested_action ?? null;
      if (rule === null || action?.automatic == null) continue;
      // Read from disk each time: a job may have ended without sending anything.
      past ??= pastRuns(await this.#allRuns(nowMs), nowMs);
      const ofMiner = past.byMiner.get(incident.cause.key) ?? [];
      // A run that sent nothing delays the next one too: the cause may still be there.
      if (ofMiner.some(({ at }) => nowMs - at < CURE_MS)) continue;
      const own = ofMiner.filter(counts);
      const why = whyNoMore(action, action.automatic, {
        ofRuleToday: past.todayByRule.get(rule.id) ?? 0,
        own,
        rule,
        openedAt: incident.row.opened_at,
        nowMs,
      });
      if (why !== null) await this.#say(incident, why, nowMs);
      else if (await this.#act(incident, rule, action, nowMs)) return;
    }
  }

  /** The runs on disk, and those that are possibly missing there. */
  async #allRuns(nowMs: number): Promise<readonly AutomaticRun[]> {
    const stored = await this.#port.runs(nowMs - KNOWN_MS);
    const isStored = (run: AutomaticRun): boolean =>
      stored.some(({ miner_id, rule_id, at }) => miner_id === run.miner_id && rule_id === run.rule_id && at >= run.at);
    this.#unsure = this.#unsure.filter((run) => run.at > nowMs - KNOWN_MS && !isStored(run));
    return [...stored, ...this.#unsure];
  }

  /** The rule whose action is due for the incident now; null if none is. */
  #ruleFor(incident: IncidentInMemory, groups: readonly IncidentInMemory[], nowMs: number): Rule | null {
    const { row, cause } = incident;
    // An operator who acknowledged or snoozed it takes care of it.
    if (row.state !== 'open' || cause.kind !== 'miner') return null;
    if (nowMs - row.opened_at < FIRST_MS || nowMs - row.opened_at > KNOWN_MS) return null;
    const present = incident.present().sort(worstFaultFirst);
    const [compiled] = present.flatMap(({ rule_id }) => this.#rules.get(rule_id) ?? []);
    if (compiled === undefined) return null;
    const miner = this.#farm.miner(cause.key);
    if (miner === null || !miner.managed || hasNotCured(miner) || this.#farm.isInJob(miner.id)) return null;
    if (maintenanceNow(miner, this.#farm.moment()) !== null) return null;
    if (!this.#isHashingOrAtRest(miner) || this.#isOfGroup(miner, groups, incident)) return null;
    // If the fault is already better, and only not over for long enough, nothing is done.
    return compiled.matches(miner, this.#farm.moment()) ? compiled.rule : null;
  }

  /** False while it is restarted or tunes, or without a current reading. */
  #isHashingOrAtRest(miner: Miner): boolean {
    const reading = freshReading(miner, this.#farm.moment());
    if (reading === null || miner.settling) return false;
    return !isStarting(reading.state) && !isTuning(reading.state);
  }

  /**
   * Whether many miners have the fault: the miner is in an incident of a group too, or the cause of
   * such an incident with one of these rules is also its own. Single restarts do not cure a rack.
   */
  #isOfGroup(miner: Miner, groups: readonly IncidentInMemory[], incident: IncidentInMemory): boolean {
    const rules = new Set(incident.present().map(({ rule_id }) => rule_id));
    const causes = new Set([...rules].flatMap((id) => causesFor(id, miner)).map(causeText));
    return groups.some(
      (group) =>
        group.isAnyPresent(({ miner_id }) => miner_id === miner.id) ||
        (causes.has(causeText(group.cause)) && group.isAnyPresent(({ rule_id }) => rules.has(rule_id))),
    );
  }

  async #act(incident: IncidentInMemory, rule: Rule, action: SuggestedAction, nowMs: number): Promise<boolean> {
    const minerId = incident.cause.key;
    const actor: Actor = { via: 'rule', name: rule.name, scope: 'operate', rule_id: rule.id };
    const run: AutomaticRun = {
      ...{ at: nowMs, rule_id: rule.id, rule_name: rule.name, miner_id: minerId },
      ...{ job_id: '', action: action.action, outcome: 'waits', message: null },
    };
    // It counts before it is started: if the start fails, something may have been sent.
    this.#unsure.push(run);
    const jobId = await this.#port.start(action, minerId, actor);
    this.#unsure = this.#unsure.filter((one) => one !== run);
    if (jobId === null) return false;
    this.#unnoted?.add(incident.id);
    return true;
  }

  /**
   * Notes the outcome of each job once it is known. The start alone means nothing: the miner may
   * have changed, or actions may have been switched off, before anything was sent.
   */
  async #noteOutcomes(open: readonly IncidentInMemory[], nowMs: number): Promise<void> {
    // After a start of the program, any of them may have a job.
    this.#unnoted ??= new Set(open.filter(({ cause }) => cause.kind === 'miner').map(({ id }) => id));
    if (this.#unnoted.size === 0) return;
    const runs = Map.groupBy(await this.#port.runs(nowMs - KNOWN_MS), ({ miner_id }) => miner_id);
    const byId = new Map(open.map((incident) => [incident.id, incident]));
    for (const id of [...this.#unnoted]) {
      const incident = byId.get(id);
      const { opened_at = nowMs } = incident?.row ?? {};
      const own = (runs.get(incident?.cause.key ?? '') ?? []).filter(({ at }) => at >= opened_at);
      if (incident !== undefined && own.length > 0) await this.#noteRuns(incident, own, nowMs);
      if (!own.some(({ outcome }) => outcome === 'waits')) this.#unnoted.delete(id);
    }
  }

  async #noteRuns(incident: IncidentInMemory, runs: readonly AutomaticRun[], nowMs: number): Promise<void> {
    const noted = new Set((await this.#entries(incident)).map(({ job_id }) => job_id));
    for (const { rule_id, rule_name, job_id, action, message, outcome } of runs) {
      if (outcome === 'waits' || noted.has(job_id)) continue;
      const actor: Actor = { via: 'rule', name: rule_name, scope: 'operate', rule_id };
      const why = message === null ? '' : `: ${message.replace(/\.$/, '')}`;
      const words = outcome === 'sent' ? action : `No ${action} was sent${why}`;
      incident.change({ changed_at: nowMs });
      incident.noteJob(nowMs, words, { jobId: job_id, actor });
    }
  }

  /** The timeline of an incident, including entries that are not on disk yet. */
  async #entries(incident: IncidentInMemory): Promise<IncidentEvent[]> {
    return [...(await this.#port.timeline(incident.id)), ...incident.unsavedEntries];
  }

  /** Notes it once per incident, also over a restart of the program. */
  async #say(incident: IncidentInMemory, { words, isSent }: NoMore, nowMs: number): Promise<void> {
    const said = this.#said.get(incident.id) ?? new Set<string>();
    if (said.has(words)) return;
    const noted = await this.#entries(incident);
    said.add(words);
    this.#said.set(incident.id, said);
    if (noted.some(({ event, message }) => event === 'acted' && message === words)) return;
    incident.change({ changed_at: nowMs });
    incident.note(nowMs, 'acted', words);
    if (isSent) setPendingAnnouncement(incident, 'reminder', nowMs);
  }
}
