import type { Moment } from '../../../src-shared/miner-now.ts';
import { freshReading } from '../../../src-shared/miner-now.ts';
import type { Actor, Automatic, IncidentEvent, Miner, Rule, SuggestedAction } from '../../../src-shared/model/index.ts';
import { isTuning, STARTING_STATES } from '../../../src-shared/rules/hashing-state.ts';
import type { AutomaticRun } from '../../store/store.ts';
import { byWorst } from '../incidents/by-worst.ts';
import type { OpenIncident } from '../incidents/open-incident.ts';
import { owe } from '../incidents/owed-notice.ts';
import { compileRule } from '../rules/compiled-rule.ts';
import { hasNotCured, whyNotAutomatic } from './automatic-rules.ts';

/** How automatic actions are carried out. */
export interface AutomaticPort {
  /** Whether acting is switched on. */
  isOn(): boolean;
  /** All that rules began since then, by what is on disk. */
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
/** So long after an action its cure is waited for. */
const CURE_MS = 1_800_000;
const DAY_MS = 86_400_000;
/** An incident that is older than that is not acted on. */
const KNOWN_MS = 30 * DAY_MS;
const MOST_WITHOUT_CURE = 2;

/**
 * Carries out suggested actions by itself, where a rule says so. It acts on one miner a round, and
 * only where nothing else is known that explains its fault: never on a miner of a group, never
 * where the fault is one that no restart cures, and no third time where two did not help.
 */
export class AutomaticActions {
  readonly #port: AutomaticPort;
  readonly #farm: AutomaticFarm;
  /** All of the last 30 days; null until it was read: without it nothing is done. */
  #runs: AutomaticRun[] | null = null;
  /** What was said of each incident, so that it is said once. */
  readonly #said = new Map<string, Set<string>>();

  constructor(port: AutomaticPort, farm: AutomaticFarm) {
    this.#port = port;
    this.#farm = farm;
  }

  /** One round over the incidents that are open and watched. */
  async tick(open: readonly OpenIncident[], ruleOf: (id: string) => Rule | null): Promise<void> {
    for (const id of this.#said.keys()) if (!open.some((incident) => incident.id === id)) this.#said.delete(id);
    if (!this.#port.isOn()) return;
    const { nowMs } = this.#farm.moment();
    for (const incident of open) {
      const rule = this.#ruleFor(incident, ruleOf, nowMs);
      const action = rule?.suggested_action ?? null;
      if (rule === null || action?.automatic == null) continue;
      const runs = await this.#known(nowMs);
      const minerId = incident.cause.key;
      const own = runs.filter(({ miner_id }) => miner_id === minerId);
      if (own.some(({ at }) => nowMs - at < CURE_MS)) continue;
      const why = whyNoMore(action, action.automatic, { runs, own, rule, openedAt: incident.row.opened_at, nowMs });
      if (why !== null) await this.#say(incident, why, nowMs);
      else if (await this.#act(incident, rule, action, nowMs)) return;
    }
  }

  /** The rule whose action the incident waits for now; null where nothing is to be done. */
  #ruleFor(incident: OpenIncident, ruleOf: (id: string) => Rule | null, nowMs: number): Rule | null {
    const { row, cause } = incident;
    // Who acknowledged or snoozed it attends to it.
    if (row.state !== 'open' || cause.kind !== 'miner') return null;
    if (nowMs - row.opened_at < FIRST_MS || nowMs - row.opened_at > KNOWN_MS) return null;
    const miner = this.#farm.miner(cause.key);
    if (miner === null || !miner.managed || hasNotCured(miner) || this.#farm.isInJob(miner.id)) return null;
    const rules = incident.present().sort(byWorst);
    const rule = rules.map(({ rule_id }) => ruleOf(rule_id)).find((one) => one?.suggested_action?.automatic != null);
    if (rule === undefined || rule === null || !rule.enabled || whyNotAutomatic(rule) !== null) return null;
    return this.#isStarting(miner) && compileRule(rule)?.seesStarts !== true ? null : rule;
  }

  /** It is being restarted already, or nothing of now is known of it. */
  #isStarting(miner: Miner): boolean {
    const reading = freshReading(miner, this.#farm.moment());
    if (reading === null || miner.settling) return true;
    const state = reading.state ?? '';
    return STARTING_STATES.has(state) || isTuning(state);
  }

  async #known(nowMs: number): Promise<AutomaticRun[]> {
    const runs = this.#runs ?? [...(await this.#port.runs(nowMs - KNOWN_MS))];
    this.#runs = runs.filter(({ at }) => nowMs - at <= KNOWN_MS);
    return this.#runs;
  }

  async #act(incident: OpenIncident, rule: Rule, action: SuggestedAction, nowMs: number): Promise<boolean> {
    const minerId = incident.cause.key;
    const actor: Actor = { via: 'rule', name: rule.name, scope: 'operate' };
    const run = { at: nowMs, rule_name: rule.name, miner_id: minerId };
    // It counts before it is begun: what is not known to have failed may have been sent.
    this.#runs?.push(run);
    const jobId = await this.#port.start(action, minerId, actor);
    if (jobId === null) {
      this.#runs = this.#runs?.filter((one) => one !== run) ?? null;
      return false;
    }
    incident.change({ changed_at: nowMs });
    incident.note(nowMs, 'acted', `${action.action}, job ${jobId}`, actor);
    return true;
  }

  /** Once for each incident, also over a restart of the program. */
  async #say(incident: OpenIncident, { words, isSent }: NoMore, nowMs: number): Promise<void> {
    const said = this.#said.get(incident.id) ?? new Set<string>();
    if (said.has(words)) return;
    const noted = [...(await this.#port.timeline(incident.id)), ...incident.unsavedEntries];
    said.add(words);
    this.#said.set(incident.id, said);
    if (noted.some(({ event, message }) => event === 'acted' && message === words)) return;
    incident.change({ changed_at: nowMs });
    incident.note(nowMs, 'acted', words);
    if (isSent) owe(incident, 'reminder', nowMs);
  }
}

/** Why nothing more is done, and whether the channels are to get that. */
interface NoMore {
  readonly words: string;
  readonly isSent: boolean;
}

interface Past {
  readonly runs: readonly AutomaticRun[];
  /** Those on this miner, by whichever rule. */
  readonly own: readonly AutomaticRun[];
  readonly rule: Rule;
  readonly openedAt: number;
  readonly nowMs: number;
}

function whyNoMore({ action }: SuggestedAction, limits: Automatic, past: Past): NoMore | null {
  const { runs, own, rule, openedAt, nowMs } = past;
  const isOfRule = ({ rule_name }: AutomaticRun): boolean => rule_name === rule.name;
  // One that comes from a clock that was ahead counts too.
  const isToday = ({ at }: AutomaticRun): boolean => nowMs - at < DAY_MS;
  if (own.filter((run) => isOfRule(run) && run.at >= openedAt).length >= MOST_WITHOUT_CURE) {
    return { words: `No more automatic ${action}: ${MOST_WITHOUT_CURE} did not help`, isSent: true };
  }
  if (own.filter(isToday).length >= limits.per_miner_a_day) {
    return {
      words: `No automatic ${action} now: the limit of ${limits.per_miner_a_day} a day for this miner is reached`,
      isSent: false,
    };
  }
  if (runs.filter((run) => isOfRule(run) && isToday(run)).length >= limits.a_day) {
    return {
      words: `No automatic ${action} now: the limit of ${limits.a_day} a day for this rule is reached`,
      isSent: false,
    };
  }
  return null;
}
