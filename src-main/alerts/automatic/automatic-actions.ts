import { DAY_MS } from '../../../src-shared/durations.ts';
import { isStarting, isTuning } from '../../../src-shared/judging/firmware-state.ts';
import type { Moment } from '../../../src-shared/miner-now.ts';
import { freshReading } from '../../../src-shared/miner-now.ts';
import type { Actor, Automatic, IncidentEvent, Miner, Rule, SuggestedAction } from '../../../src-shared/model/index.ts';
import type { AutomaticRun } from '../../store/store.ts';
import { causesOf, causeText } from '../incidents/causes.ts';
import type { OpenIncident } from '../incidents/open-incident.ts';
import { setPendingAnnouncement } from '../incidents/pending-announcement.ts';
import { worstFaultFirst } from '../incidents/worst-fault-first.ts';
import type { CompiledRule } from '../rules/compiled-rule.ts';
import { hasNotCured, whyNotAutomatic } from './automatic-rules.ts';

/** How automatic actions are carried out. */
export interface AutomaticPort {
  /** Whether acting is switched on. */
  isOn(): boolean;
  /** All that rules began since then, by what is on disk, also where nothing came of it. */
  runs(sinceAt: number): Promise<readonly AutomaticRun[]>;
  /** Begins an ordinary job on one miner; null where the miner cannot be acted on now. */
  start(action: SuggestedAction, minerId: string, actor: Actor): Promise<string | null>;
  /** What was noted of an incident and is on disk. */
  timeline(incidentId: string): Promise<readonly IncidentEvent[]>;
}

/** What has to be known of the farm. */
export interface AutomaticFarm {
  miner(id: string): Miner | null;
  moment(): Moment;
  isInJob(id: string): boolean;
}

/** A group may take so long to be seen as one. */
const FIRST_MS = 120_000;
/** How long after an action its effect is waited for. */
const CURE_MS = 1_800_000;
/** An incident that is older than that is not acted on. */
const KNOWN_MS = 30 * DAY_MS;
const MOST_WITHOUT_CURE = 2;
/** A fault that was not acted on for so long was cured: that it comes back is another one. */
const CURED_AFTER_MS = 3 * DAY_MS;

/**
 * Carries out suggested actions by itself, where a rule says so. It acts on one miner a round, and
 * only where nothing else is known that explains its fault: never on a miner of a group, never
 * where the fault is one that no restart cures, and no third time where two did not help.
 */
export class AutomaticActions {
  readonly #port: AutomaticPort;
  readonly #farm: AutomaticFarm;
  /** What was begun and may not be on disk. */
  #unsure: AutomaticRun[] = [];
  /** By rule, those that act by themselves. */
  #rules: ReadonlyMap<string, CompiledRule> = new Map();
  /** The incidents of whose jobs it is not noted yet what came of them; null before it is known. */
  #unnoted: Set<string> | null = null;
  /** What was said of each incident, so that it is said once. */
  readonly #said = new Map<string, Set<string>>();

  constructor(port: AutomaticPort, farm: AutomaticFarm) {
    this.#port = port;
    this.#farm = farm;
  }

  /** All rules that are on; taken are those that may act by themselves. */
  setRules(rules: readonly CompiledRule[]): void {
    const taken = rules.filter(
      ({ rule }) => rule.suggested_action?.automatic != null && whyNotAutomatic(rule) === null,
    );
    this.#rules = new Map(taken.map((compiled) => [compiled.rule.id, compiled]));
  }

  /**
   * One round over the incidents that are open, of which those that are watched may be acted on.
   */
  async tick(open: readonly OpenIncident[], isWatched: (incident: OpenIncident) => boolean): Promise<void> {
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
      // From the disk each time: a job may have ended without anything that was sent.
      past ??= pastRuns(await this.#allRuns(nowMs), nowMs);
      const ofMiner = past.byMiner.get(incident.cause.key) ?? [];
      // One that sent nothing holds the next one too: what kept it from being sent may last.
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

  /** Those on disk, and those of which it is not known whether they got there. */
  async #allRuns(nowMs: number): Promise<readonly AutomaticRun[]> {
    const stored = await this.#port.runs(nowMs - KNOWN_MS);
    const isStored = (run: AutomaticRun): boolean =>
      stored.some(({ miner_id, rule_id, at }) => miner_id === run.miner_id && rule_id === run.rule_id && at >= run.at);
    this.#unsure = this.#unsure.filter((run) => run.at > nowMs - KNOWN_MS && !isStored(run));
    return [...stored, ...this.#unsure];
  }

  /** The rule whose action the incident waits for now; null where nothing is to be done. */
  #ruleFor(incident: OpenIncident, groups: readonly OpenIncident[], nowMs: number): Rule | null {
    const { row, cause } = incident;
    // Who acknowledged or snoozed it attends to it.
    if (row.state !== 'open' || cause.kind !== 'miner') return null;
    if (nowMs - row.opened_at < FIRST_MS || nowMs - row.opened_at > KNOWN_MS) return null;
    const present = incident.present().sort(worstFaultFirst);
    const [compiled] = present.flatMap(({ rule_id }) => this.#rules.get(rule_id) ?? []);
    if (compiled === undefined) return null;
    const miner = this.#farm.miner(cause.key);
    if (miner === null || !miner.managed || hasNotCured(miner) || this.#farm.isInJob(miner.id)) return null;
    if (!this.#isHashingOrAtRest(miner) || this.#isOfGroup(miner, groups, incident)) return null;
    // What is better already, and only not over for long enough, needs nothing.
    return compiled.matches(miner, this.#farm.moment()) ? compiled.rule : null;
  }

  /** Not where it is being restarted already, tunes, or nothing of now is known of it. */
  #isHashingOrAtRest(miner: Miner): boolean {
    const reading = freshReading(miner, this.#farm.moment());
    if (reading === null || miner.settling) return false;
    return !isStarting(reading.state) && !isTuning(reading.state);
  }

  /**
   * Whether many have the same trouble: the miner is in such an incident too, or the cause of one
   * of this rule is also its own. One restart after the other cures no rack.
   */
  #isOfGroup(miner: Miner, groups: readonly OpenIncident[], incident: OpenIncident): boolean {
    const causes = new Set(causesOf(miner).map(causeText));
    const rules = new Set(incident.present().map(({ rule_id }) => rule_id));
    return groups.some(
      (group) =>
        group.isAnyPresent(({ miner_id }) => miner_id === miner.id) ||
        (causes.has(causeText(group.cause)) && group.isAnyPresent(({ rule_id }) => rules.has(rule_id))),
    );
  }

  async #act(incident: OpenIncident, rule: Rule, action: SuggestedAction, nowMs: number): Promise<boolean> {
    const minerId = incident.cause.key;
    const actor: Actor = { via: 'rule', name: rule.name, scope: 'operate', rule_id: rule.id };
    const run: AutomaticRun = {
      ...{ at: nowMs, rule_id: rule.id, rule_name: rule.name, miner_id: minerId },
      ...{ job_id: '', action: action.action, outcome: 'waits', message: null },
    };
    // It counts before it is begun: where that fails, it may have been sent.
    this.#unsure.push(run);
    const jobId = await this.#port.start(action, minerId, actor);
    this.#unsure = this.#unsure.filter((one) => one !== run);
    if (jobId === null) return false;
    this.#unnoted?.add(incident.id);
    return true;
  }

  /**
   * Notes what came of each job once that is known: that it was begun says nothing yet, because the
   * miner may have changed, or acting may have been switched off, before anything was sent.
   */
  async #noteOutcomes(open: readonly OpenIncident[], nowMs: number): Promise<void> {
    // After a start any of them may have one.
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

  async #noteRuns(incident: OpenIncident, runs: readonly AutomaticRun[], nowMs: number): Promise<void> {
    const noted = await this.#acted(incident);
    for (const { rule_id, rule_name, job_id, action, message, outcome } of runs) {
      if (outcome === 'waits' || noted.some((words) => words.includes(job_id))) continue;
      const actor: Actor = { via: 'rule', name: rule_name, scope: 'operate', rule_id };
      const why = message === null ? '' : `: ${message.replace(/\.$/, '')}`;
      const words = outcome === 'sent' ? `${action}, job ${job_id}` : `No ${action} was sent, job ${job_id}${why}`;
      incident.change({ changed_at: nowMs });
      incident.note(nowMs, 'acted', words, actor);
    }
  }

  /** What was noted of actions of an incident, also what is not on disk yet. */
  async #acted(incident: OpenIncident): Promise<string[]> {
    const all = [...(await this.#port.timeline(incident.id)), ...incident.unsavedEntries];
    return all.flatMap(({ event, message }) => (event === 'acted' && message !== null ? [message] : []));
  }

  /** Once for each incident, also over a restart of the program. */
  async #say(incident: OpenIncident, { words, isSent }: NoMore, nowMs: number): Promise<void> {
    const said = this.#said.get(incident.id) ?? new Set<string>();
    if (said.has(words)) return;
    const noted = await this.#acted(incident);
    said.add(words);
    this.#said.set(incident.id, said);
    if (noted.includes(words)) return;
    incident.change({ changed_at: nowMs });
    incident.note(nowMs, 'acted', words);
    if (isSent) setPendingAnnouncement(incident, 'reminder', nowMs);
  }
}

/** Whether it counts: something was sent, or may be yet. */
const counts = ({ outcome }: AutomaticRun): boolean => outcome !== 'nothing';

/** Why nothing more is done, and whether the channels are to get that. */
interface NoMore {
  readonly words: string;
  readonly isSent: boolean;
}

/** What was done before, gathered once for all incidents of a round. */
interface PastRuns {
  readonly byMiner: ReadonlyMap<string, readonly AutomaticRun[]>;
  /** How many of those that count are of the last day, by rule. */
  readonly todayByRule: ReadonlyMap<string, number>;
}

function pastRuns(runs: readonly AutomaticRun[], nowMs: number): PastRuns {
  const todayByRule = new Map<string, number>();
  for (const run of runs) {
    if (counts(run) && isToday(run, nowMs)) todayByRule.set(run.rule_id, (todayByRule.get(run.rule_id) ?? 0) + 1);
  }
  return { byMiner: Map.groupBy(runs, ({ miner_id }) => miner_id), todayByRule };
}

/** Within a day. One that comes from a clock that was ahead counts too. */
function isToday({ at }: AutomaticRun, nowMs: number): boolean {
  return nowMs - at < DAY_MS;
}

interface Past {
  /** How many began by this rule within a day, on whichever miner. */
  readonly ofRuleToday: number;
  /** Those on this miner, by whichever rule. */
  readonly own: readonly AutomaticRun[];
  readonly rule: Rule;
  readonly openedAt: number;
  readonly nowMs: number;
}

function whyNoMore({ action }: SuggestedAction, limits: Automatic, past: Past): NoMore | null {
  const { ofRuleToday, own, rule, openedAt, nowMs } = past;
  const isOfRule = ({ rule_id }: AutomaticRun): boolean => rule_id === rule.id;
  if (withoutCure(own.filter(isOfRule), openedAt, nowMs) >= MOST_WITHOUT_CURE) {
    return { words: `No more automatic ${action}: ${MOST_WITHOUT_CURE} did not help`, isSent: true };
  }
  if (own.filter((run) => isToday(run, nowMs)).length >= limits.per_miner_a_day) {
    return {
      words: `No automatic ${action} now: the limit of ${limits.per_miner_a_day} a day for this miner is reached`,
      isSent: false,
    };
  }
  if (ofRuleToday >= limits.a_day) {
    return {
      words: `No automatic ${action} now: the limit of ${limits.a_day} a day for this rule is reached`,
      isSent: false,
    };
  }
  return null;
}

/**
 * How many did not help: those since the incident began, and those before that followed each other
 * within days, because its fault came back after each.
 */
function withoutCure(runs: readonly AutomaticRun[], openedAt: number, nowMs: number): number {
  let count = 0;
  let nextAt = nowMs;
  for (const { at } of runs.toSorted((a, b) => b.at - a.at)) {
    if (at < openedAt && nextAt - at >= CURED_AFTER_MS) break;
    count += 1;
    nextAt = at;
  }
  return count;
}
