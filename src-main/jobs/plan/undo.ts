import type { ActedState, JobAction } from '../../../src-shared/model/index.ts';
import { withoutLogin } from '../../../src-shared/pools/pool-address.ts';
import type { StoredJob, StoredJobItem } from '../../store/job-records.ts';
import { shownUser } from '../goal/choose-pool.ts';
import type { Goal } from '../goal/goal.ts';
import { activePool, isUsed, keptReading, type Observed } from '../goal/known-miner.ts';
import type { Order } from '../goal/order.ts';
import type { ShownPool } from '../goal/pool-addresses.ts';
import { stateGroup } from '../goal/state-group.ts';
import { SKIP_WORDS } from '../words/skip-words.ts';

const OPPOSITE: Readonly<Record<JobAction, JobAction | null>> = {
  locate: 'locate',
  pause: 'resume',
  resume: 'pause',
  start: 'stop',
  stop: 'start',
  restart: null,
  reboot: null,
  throttle: 'throttle',
  preset: 'preset',
  switch_pool: 'switch_pool',
  pools: 'pools',
};

/** The action that undoes this one; null if there is none. */
export function undoActionOf(action: JobAction): JobAction | null {
  return OPPOSITE[action];
}

type Figures = Pick<ActedState, 'power_w' | 'hashrate_hs'>;
type Was = Figures & Pick<ActedState, 'preset'>;

/** How a job left a miner. */
export interface LeftState {
  readonly goal: Goal;
  /** Its state and its uptime then; null if they are not known. */
  readonly state: string | null;
  readonly uptime_s: number | null;
  /** When that was; null if it is not known. */
  readonly at: number | null;
}

/** What can be undone of a job on one miner. */
export type UndoItem =
  | {
      readonly ok: true;
      readonly id: string;
      readonly order: Order;
      readonly mustBe: LeftState;
      /** Its figures and its preset before the job. */
      readonly was: Was;
    }
  | { readonly ok: false; readonly id: string; readonly reason: string };

/** Whether a pool is none of the farm's for this miner. */
type IsForeign = (id: string, pool: ShownPool) => boolean;

/** Verdicts of miners that are not in the state that the job ordered. */
const MISSED: ReadonlySet<string> = new Set(['refused', 'failed']);
/** Actions that are common outside PowerHive too: their effect may come from someone else. */
const COMMON: ReadonlySet<JobAction> = new Set(['pause', 'resume', 'start', 'stop']);

/**
 * The undo of every miner that was sent something, whatever its verdict: a change may have taken
 * effect late, or a board may have failed because of it. A miner that is not in the state that the
 * job ordered is left out at its turn.
 */
export function undoItems(
  job: StoredJob,
  items: readonly StoredJobItem[],
  isForeign: IsForeign = () => false,
): UndoItem[] {
  return items
    .filter(({ sent }) => sent.some(({ answer }) => answer !== 'not_sent'))
    .map((item) => undoItem(job, item, isForeign));
}

function undoItem({ action }: StoredJob, item: StoredJobItem, isForeign: IsForeign): UndoItem {
  const { id, goal, verdict } = item;
  if (MISSED.has(verdict) && COMMON.has(action)) {
    return { ok: false, id, reason: SKIP_WORDS.failedOnIt(action) };
  }
  const was = keptReading(item.kept);
  const order = was === null ? null : undoOrder(action, was, verdict === 'stored');
  if (was === null || order === null || goal === null) return { ok: false, id, reason: SKIP_WORDS.unknownBefore };
  const foreign = poolsOf(order, was).find((pool) => isForeign(id, pool));
  if (foreign !== undefined) return { ok: false, id, reason: SKIP_WORDS.foreignBefore(withoutLogin(foreign.url)) };
  return { ok: true, id, order, mustBe: leftState(goal as Goal, item, was), was };
}

/** The pools that this undo would bring back: all that were set, also in reserve, and the one that was used. */
function poolsOf(order: Order, was: Observed): ShownPool[] {
  const set = 'slots' in order ? order.slots.filter(isUsed) : [];
  const active = order.action === 'pools' || order.action === 'switch_pool' ? activePool(was.pools) : null;
  return active === null ? set : [...set, { url: active.url ?? '', user: active.user ?? '' }];
}

function leftState(goal: Goal, { after, started_at, finished_at }: StoredJobItem, was: Observed): LeftState {
  const took = started_at === null || finished_at === null ? null : finished_at - started_at;
  const uptime_s = was.uptime_s === null || took === null ? null : was.uptime_s + took / 1000;
  return { goal, state: after?.state ?? null, uptime_s, at: finished_at };
}

function undoOrder(action: JobAction, was: Observed, isStored: boolean): Order | null {
  const pending = isStored ? ({ isPending: true } as const) : {};
  switch (action) {
    case 'locate':
      return was.locate_on === null ? null : { action, on: was.locate_on };
    case 'pause':
    case 'stop':
      return stateGroup(was.state) === 'hashing' ? { action: action === 'pause' ? 'resume' : 'start' } : null;
    case 'resume':
    case 'start':
      return stateGroup(was.state) === 'stopped' ? { action: action === 'resume' ? 'pause' : 'stop' } : null;
    case 'throttle':
      return was.throttled_percent === null ? null : { action, percent: was.throttled_percent };
    case 'preset': {
      const preset = was.stored?.preset ?? was.preset;
      const top = was.switcher?.enabled === true ? was.switcher.top : undefined;
      return preset === null
        ? null
        : { action, by: { preset }, was_w: was.power_w, ...(top !== undefined && { top }), ...pending };
    }
    case 'switch_pool': {
      const pool = activePool(was.pools);
      if (pool?.status !== 'active' || pool.url === null) return null;
      const user = shownUser(pool.user);
      return { action, url: pool.url, ...(user !== null && { user }) };
    }
    case 'pools': {
      const slots = was.stored?.pools ?? null;
      return slots === null || !slots.some(isUsed) ? null : { action, slots, ...pending };
    }
    default:
      return null;
  }
}

/**
 * What an undo is expected to restore: where it changes a figure, the one that was read before the
 * job, which says more of this miner than what its preset promises.
 */
export function expectedAgain(before: ActedState, expect: ActedState, was: Figures): ActedState {
  const figure = (of: keyof Figures): number | null =>
    expect[of] === before[of] ? expect[of] : (was[of] ?? expect[of]);
  return { ...expect, power_w: figure('power_w'), hashrate_hs: figure('hashrate_hs') };
}

/**
 * What a job left on each miner that can be undone. An undo must find it there, or leaves the miner
 * out.
 */
export function mustBeAfter(job: StoredJob, items: readonly StoredJobItem[]): Map<string, LeftState> {
  return new Map(undoItems(job, items).flatMap((item) => (item.ok ? [[item.id, item.mustBe] as const] : [])));
}
