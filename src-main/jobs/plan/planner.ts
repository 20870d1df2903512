import { createHash } from 'node:crypto';
import { NO_PRESET } from '../../../src-shared/actions/measured-change.ts';
import { confirmCount } from '../../../src-shared/actions/typed-count.ts';
import { throttlePercent } from '../../../src-shared/judging/throttle.ts';
import type {
  ActedState,
  JobAction,
  JobParams,
  JobPlan,
  Settings,
  SkipCode,
  Transition,
} from '../../../src-shared/model/index.ts';
import { withoutLogin } from '../../../src-shared/pools/pool-address.ts';
import { type Goal, stoppedItselfBefore } from '../goal/goal.ts';
import { type Judged, judge, judgeMiner } from '../goal/judge.ts';
import { actedState, type KnownMiner, observed, stateBeforePools } from '../goal/known-miner.ts';
import type { Order } from '../goal/order.ts';
import { type TopChange, topChange } from '../goal/switcher-top.ts';
import { SKIP_WORDS } from '../words/skip-words.ts';
import { stopsAt } from './halt-rules.ts';
import { type WaveRules, waveSizes } from './split-into-waves.ts';

/** A planned miner, with what the runner needs in addition to the preview. */
export interface PlannedItem {
  readonly miner: PlannedMiner;
  readonly order: Order;
  readonly before: ActedState;
  readonly judged: Extract<Judged, { ok: true }>;
  readonly transition: Transition | null;
  /** In the undo of a preset: the one that the job set, and the one that was in force before it. */
  readonly undoPreset?: { readonly set: string; readonly ran: string | null };
}

/** The part of a miner that is kept; ten thousand complete ones would take too much memory. */
type PlannedMiner = Pick<
  KnownMiner,
  'id' | 'name' | 'ip' | 'hostname' | 'place' | 'algorithm' | 'model_alias' | 'firmware_version'
>;

export interface SkippedItem {
  readonly id: string;
  readonly code: SkipCode;
  readonly reason: string;
  /** The job that has locked the miner, if that is the reason. */
  readonly job_id?: string;
}

/** The job that has locked a miner, and its description: `set preset 2500, started 14:02`. */
export interface Holder {
  readonly job_id: string;
  readonly words: string | null;
}

export interface PlanContext {
  readonly miner: (id: string) => KnownMiner | null;
  /** The job that has locked a miner now; null if none has. */
  readonly lockedBy: (id: string) => Holder | null;
  readonly transition: (key: TransitionKey) => Transition | null;
  readonly rules: WaveRules;
  readonly allowUntuned: boolean;
}

export interface TransitionKey {
  readonly model_alias: string | null;
  readonly firmware_version: string | null;
  readonly from: string;
  readonly to: string;
}

/** Seconds without hashing for a restart and a reboot, if nothing was measured. */
const DARK_S = { no: 0, maybe: 100, yes: 100, reboot: 115 } as const;

/**
 * Which miners an order changes and which not, from what is known. Sends nothing. A start leaves out
 * what stopped itself to protect itself, unless it is of such miners only.
 */
export function planItems(
  orders: Iterable<readonly [id: string, order: Order]>,
  context: PlanContext,
): { planned: PlannedItem[]; skipped: SkippedItem[] } {
  const planned: PlannedItem[] = [];
  const skipped: SkippedItem[] = [];
  const stoppedItself = new Map<string, string>();
  const leave = (id: string, code: SkipCode, reason: string, job_id?: string) =>
    skipped.push({ id, code, reason, ...(job_id !== undefined && { job_id }) });
  for (const [id, order] of orders) {
    const miner = context.miner(id);
    if (miner === null) {
      leave(id, 'not_allowed', SKIP_WORDS.noSuchMiner);
      continue;
    }
    const no = judgeMiner(order, miner);
    const holder = context.lockedBy(id);
    if (no !== null) leave(id, no.code, no.reason);
    else if (holder !== null) leave(id, 'locked', SKIP_WORDS.inOtherJob(holder.words), holder.job_id);
    else if (miner.now === null && order.action !== 'locate') leave(id, 'stale', SKIP_WORDS.notRead);
    else {
      const now = miner.now ?? observed({});
      const judged = judge(order, miner, now, context);
      const pausedBy = order.action === 'pause' || order.action === 'stop' ? miner.paused_by : null;
      if (!judged.ok) leave(id, judged.code, judged.reason, pausedBy ?? undefined);
      else {
        const key = measuredKey(miner, now.preset, judged.goal);
        const transition = key === null ? null : context.transition(key);
        const before = order.action === 'pools' ? stateBeforePools(now) : actedState(now);
        planned.push({ miner: plannedMiner(miner), order, before, judged, transition });
        const itself = stoppedItselfBefore(judged.goal);
        if (itself !== null) stoppedItself.set(id, itself);
      }
    }
  }
  // Among others it may refuse to start again, for which the job would halt. Alone it is meant.
  const isMeant = stoppedItself.size === planned.length;
  const started = isMeant ? planned : planned.filter(({ miner }) => !stoppedItself.has(miner.id));
  if (!isMeant) for (const [id, why] of stoppedItself) leave(id, 'not_allowed', SKIP_WORDS.stopsItself(why));
  return { planned: provingFirst(started), skipped };
}

/** A throttled miner cannot prove a preset, so miners that can go first. */
function provingFirst(planned: readonly PlannedItem[]): PlannedItem[] {
  const cannotProve = ({ judged, before }: PlannedItem): boolean =>
    judged.goal.kind === 'preset' && throttlePercent(before) !== null;
  return [...planned.filter((item) => !cannotProve(item)), ...planned.filter(cannotProve)];
}

function plannedMiner(miner: KnownMiner): PlannedMiner {
  const { id, name, ip, hostname, place, algorithm, model_alias, firmware_version } = miner;
  return { id, name, ip, hostname, place: place ?? null, algorithm, model_alias, firmware_version };
}

/** The change that one miner must prove before others get it; null if no preset is changed. */
export function transitionKey(
  { model_alias, firmware_version }: Pick<KnownMiner, 'model_alias' | 'firmware_version'>,
  from: string | null,
  goal: { readonly kind: string; readonly preset?: string },
): TransitionKey | null {
  if (goal.kind !== 'preset' || goal.preset === undefined || from === null) return null;
  return { model_alias, firmware_version, from, to: goal.preset };
}

/** The change that is measured: of a preset, a restart or a reboot; null for other actions. */
export function measuredKey(
  miner: Pick<KnownMiner, 'model_alias' | 'firmware_version'>,
  from: string | null,
  goal: { readonly kind: string; readonly preset?: string },
): TransitionKey | null {
  if (goal.kind !== 'restart' && goal.kind !== 'reboot') return transitionKey(miner, from, goal);
  const { model_alias, firmware_version } = miner;
  return { model_alias, firmware_version, from: NO_PRESET, to: goal.kind };
}

/** Whether a job must grow in waves: it restarts miners, raises power or writes settings. */
export function needsWaves(planned: readonly Pick<PlannedItem, 'judged'>[]): boolean {
  return planned.some(({ judged: { restarts, rise_w, goal } }) => {
    return restarts !== 'no' || rise_w !== null || goal.kind === 'preset' || goal.kind === 'pools';
  });
}

/** The plan as it is shown. */
export function planOf(
  action: JobAction,
  params: JobParams,
  { planned, skipped }: { planned: readonly PlannedItem[]; skipped: readonly SkippedItem[] },
  rules: WaveRules,
  limits: Pick<Settings['actions'], 'starts_per_minute' | 'start_kw_per_minute'>,
): JobPlan {
  const isWaved = needsWaves(planned);
  const isMixed = new Set(planned.map(({ miner }) => miner.algorithm)).size > 1;
  return {
    action,
    params: withoutPasswords(params),
    planned: planned.map((item) => ({
      id: item.miner.id,
      algorithm: item.miner.algorithm,
      before: item.before,
      expect: item.judged.expect,
      transition: item.transition,
      dark_seconds: darkSeconds(item),
      switcher_top: topOf(item.judged.goal),
      undo_preset: undoPresetOf(item),
    })),
    skipped: skipped.map((item) => ({ ...item, job_id: item.job_id ?? null })),
    waves: wavesOf(planned, rules),
    power_w_change: sumOf(planned, 'power_w'),
    hashrate_hs_change: isMixed ? null : sumOf(planned, 'hashrate_hs'),
    dark_seconds: planned.length === 0 ? null : Math.max(...planned.map(darkSeconds)),
    confirm_count: confirmCount(action, planned.length),
    planned_digest: digestOf(planned),
    rules: isWaved ? rules : null,
    stops_at: isWaved ? stopsAt(planned.length, rules) : null,
    starts_per_minute: (isWaved && limits.starts_per_minute) || null,
    start_kw_per_minute: (isWaved && limits.start_kw_per_minute) || null,
  };
}

export function wavesOf(planned: readonly PlannedItem[], rules: WaveRules): number[] {
  if (planned.length === 0) return [];
  return needsWaves(planned) ? waveSizes(planned.length, rules) : [planned.length];
}

function topOf(goal: Goal): TopChange | null {
  return goal.kind === 'preset' ? topChange(goal.top) : null;
}

function undoPresetOf({ undoPreset, judged: { goal } }: PlannedItem) {
  if (undoPreset === undefined || goal.kind !== 'preset') return null;
  return { ...undoPreset, top: goal.restoredTop ?? null };
}

/** The same for the same changes of the same miners, in any order. */
function digestOf(planned: readonly PlannedItem[]): string {
  const changes = planned.map(({ miner, judged: { goal, expect } }) => {
    if (goal.kind === 'preset') return `${miner.id} ${goal.preset} ${JSON.stringify(topOf(goal))}`;
    return goal.kind === 'pools' ? `${miner.id} ${expect.pools?.map(({ user }) => user).join(' ')}` : miner.id;
  });
  return createHash('sha256').update(changes.sort().join()).digest('hex').slice(0, 32);
}

/** Pool passwords, and logins in pool addresses, are kept for the job but never shown. */
export function withoutPasswords(params: JobParams): JobParams {
  const { pools, url, ...rest } = params;
  return {
    ...rest,
    ...(url !== undefined && { url: withoutLogin(url) }),
    ...(pools !== undefined && { pools: pools.map((pool) => ({ url: withoutLogin(pool.url), user: pool.user })) }),
  };
}

/** The sum of the known changes; null if none is known. */
function sumOf(planned: readonly PlannedItem[], of: 'power_w' | 'hashrate_hs'): number | null {
  let sum: number | null = null;
  for (const { before, judged } of planned) {
    const [was, will] = [before[of], judged.expect[of]];
    if (was !== null && will !== null) sum = (sum ?? 0) + will - was;
  }
  return sum;
}

function darkSeconds({ judged, transition }: PlannedItem): number {
  if (transition !== null && transition.seconds !== null) return transition.how === 'live' ? 0 : transition.seconds;
  return judged.goal.kind === 'reboot' ? DARK_S.reboot : DARK_S[judged.restarts];
}

export function keyText({ model_alias, firmware_version, from, to }: TransitionKey): string {
  return JSON.stringify([model_alias, firmware_version, from, to]);
}
