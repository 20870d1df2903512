import { actedValue } from '../../../src-shared/actions/acted-value.ts';
import { actionWords, verdictWords } from '../../../src-shared/actions/action-words.ts';
import { FAILED_VERDICTS, isFailed } from '../../../src-shared/actions/failed-verdicts.ts';
import { endsHashing, isLate, waitsUntil } from '../../../src-shared/actions/late-hashing.ts';
import { didNothing, leftOutCount } from '../../../src-shared/actions/left-out.ts';
import { isAtRest } from '../../../src-shared/judging/firmware-state.ts';
import { allowedPercent } from '../../../src-shared/judging/throttle.ts';
import { reading } from '../../../src-shared/miner/miner-now.ts';
import { stateWord } from '../../../src-shared/miner/miner-state.ts';
import type {
  ActedState,
  Job,
  JobAction,
  JobItem,
  JobParams,
  Miner,
  Verdict,
} from '../../../src-shared/model/index.ts';
import { withoutLogin } from '../../../src-shared/pools/pool-address.ts';
import { formatDuration } from '../../../src-shared/text/format-duration.ts';
import { formatHashrate, formatPower, formatTotalPower, quantityText, UNKNOWN } from '../../../src-shared/units.ts';
import type { InJob } from '../../api/live/miners-in-jobs.ts';
import { clockTime } from '../../ui/times.ts';
import { jobsTexts } from './jobs-texts.ts';

/** "Set preset 2500", "Restart". */
export function orderTitle(action: JobAction, params: JobParams): string {
  return capitalized(actionWords(action, params));
}

function capitalized(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** The state of a miner that an action changes, in short: preset, throttle, pool or state. */
export function actedStateText(action: JobAction, state: ActedState | null): string {
  const value = state === null ? null : actedValue(action, state);
  if (value === null) return UNKNOWN;
  return WITH_VALUE.has(action) ? value : stateWord(value);
}

/** Actions that change something else than the state of a miner. */
const WITH_VALUE: ReadonlySet<JobAction> = new Set(['locate', 'throttle', 'preset', 'switch_pool', 'pools']);

/** How a miner is expected to be afterwards. Firmware versions call a paused miner differently. */
export function expectedText(action: JobAction, expect: ActedState): string {
  return action === 'pause' && expect.state === null ? jobsTexts.plan.notHashing : actedStateText(action, expect);
}

/** The state of a job; of an ended one that left out all of its miners, that it did nothing. */
export function jobStateText(job: Pick<Job, 'state' | 'counts' | 'left_out'>): string {
  return didNothing(job) ? jobsTexts.nothingDone : jobsTexts.states[job.state];
}

/** A verdict in the words of its action: `Hashing again`, `In force`. */
export function verdictTitle(action: JobAction, verdict: Verdict): string {
  return capitalized(verdictWords(action, verdict));
}

/** `2900 → 2500`; where that stays, what it is. If a preset in force is the same, only settings have changed. */
export function stateChangeText(
  action: JobAction,
  { verdict, before, after }: Pick<JobItem, 'verdict' | 'before' | 'after'>,
): string {
  const [was, is] = [actedStateText(action, before), actedStateText(action, after)];
  if (was !== is) return `${was} → ${is}`;
  const isInForce = verdict === 'in_force' || verdict === 'proven';
  return action === 'preset' && isInForce && is !== UNKNOWN ? `${is}, ${jobsTexts.plan.onlySettings}` : is;
}

/**
 * A miner that waits for its turn: as it is now, and as it was in the preview if that differs. What
 * has changed since the preview may be left out at its turn.
 */
export function queuedText(action: JobAction, before: ActedState | null, miner: Miner | undefined): string {
  const was = actedStateText(action, before);
  if (miner !== undefined && !miner.online) return jobsTexts.job.queuedOffline;
  const now = miner === undefined ? null : stateNow(miner);
  const is = actedStateText(action, now);
  if (is === UNKNOWN || is === was) return was;
  return was === UNKNOWN ? is : jobsTexts.job.queuedChanged(is, was);
}

/** What the latest status shows of the state that actions change; null if there is none. */
function stateNow(miner: Miner): ActedState | null {
  const status = reading(miner);
  if (status === null) return null;
  const { state, preset, power_w, hashrate_hs, throttled_percent, pool_url } = status;
  return {
    state,
    preset,
    power_w,
    hashrate_hs,
    throttled_percent: allowedPercent({ state, throttled_percent }),
    locate_on: null,
    pool_url: pool_url === null ? null : withoutLogin(pool_url),
    pools: miner.pool_urls?.map((url) => ({ url: withoutLogin(url), user: '' })) ?? null,
  };
}

/** `−18.4 kW`, with its sign. */
export function powerChange(watts: number | null): string {
  return watts === null ? jobsTexts.plan.unknownPower : signed(watts, (value) => quantityText(formatTotalPower(value)));
}

export function minerPowerChange(before: ActedState, expect: ActedState): string {
  if (expect.power_w === null) return UNKNOWN;
  if (before.power_w === null) return jobsTexts.plan.to(quantityText(formatPower(expect.power_w)));
  return signed(expect.power_w - before.power_w, (value) => quantityText(formatPower(value)));
}

/** The change of its hash rate; null if it is unknown or there is none. */
export function minerHashrateChange(before: ActedState, expect: ActedState): string | null {
  if (expect.hashrate_hs === null) return null;
  if (before.hashrate_hs === null) return jobsTexts.plan.to(quantityText(formatHashrate(expect.hashrate_hs)));
  if (before.hashrate_hs === expect.hashrate_hs) return null;
  return hashrateChange(expect.hashrate_hs - before.hashrate_hs);
}

export function hashrateChange(hashrateHs: number | null): string {
  if (hashrateHs === null) return jobsTexts.plan.unknownHashrate;
  return signed(hashrateHs, (value) => quantityText(formatHashrate(value)));
}

function signed(value: number, text: (value: number) => string): string {
  const sign = value < 0 ? '−' : value > 0 ? '+' : '±';
  return `${sign}${text(Math.abs(value))}`;
}

/**
 * The failures in a job, in the words of its miners: `1 failed`, `2 unknown`. While the job runs, a
 * stored setting only waits for its restart.
 */
export function troubleWords({
  action,
  counts,
  finished_at,
}: Pick<Job, 'action' | 'counts' | 'finished_at'>): string[] {
  return FAILED_VERDICTS.flatMap((verdict) => {
    if (verdict === 'stored' && finished_at === null) return [];
    const miners = counts[verdict] ?? 0;
    return miners === 0 ? [] : [jobsTexts.job.trouble(verdictWords(action, verdict), miners)];
  });
}

/**
 * Progress of a job: how many planned miners have ended, also those left out at their turn, and how
 * many are running. A stored setting is running while the job has not ended, because its restart
 * follows.
 */
export function jobProgress({ counts, left_out, finished_at }: Pick<Job, 'counts' | 'left_out' | 'finished_at'>) {
  const leftOut = leftOutCount({ left_out });
  let planned = leftOut;
  let ended = leftOut;
  let running = 0;
  for (const [verdict, count] of Object.entries(counts) as [Verdict, number][]) {
    if (verdict === 'skipped') continue;
    planned += count;
    const isUnderWay = verdict === 'running' || (verdict === 'stored' && finished_at === null);
    if (isUnderWay) running += count;
    else if (verdict !== 'planned') ended += count;
  }
  return { planned, ended, running };
}

/** The verdict of a miner, in words: `Failed`, `Proven (2,497 W, 92.3 TH/s after 3 min)`. */
export function verdictText(action: JobAction, item: Omit<JobItem, 'id' | 'wave' | 'message'>): string {
  const { verdict, code, after, started_at, finished_at } = item;
  if (code === 'climbed_back') return jobsTexts.climbedBack;
  if (verdict === 'in_force' && started_at !== null && finished_at === null) return jobsTexts.proving;
  if (verdict !== 'proven' || started_at === null || finished_at === null) return verdictTitle(action, verdict);
  // Pools are proven by an accepted share, not by figures.
  const figures = action === 'pools' || after === null ? '' : figuresText(after);
  return jobsTexts.proven(figures, formatDuration((finished_at - started_at) / 1000));
}

/** `2,497 W, 92.3 TH/s`, as far as known. */
function figuresText({ power_w, hashrate_hs }: Pick<ActedState, 'power_w' | 'hashrate_hs'>): string {
  const figures = [
    power_w === null ? null : quantityText(formatPower(power_w)),
    hashrate_hs === null ? null : quantityText(formatHashrate(hashrate_hs)),
  ];
  return figures.filter((figure) => figure !== null).join(', ');
}

/** Whether a miner has failed: a stored setting may still wait for its restart. */
export function isBad({ verdict, code, finished_at }: Pick<JobItem, 'verdict' | 'code' | 'finished_at'>): boolean {
  return (finished_at !== null && isFailed(verdict)) || code === 'climbed_back';
}

/** Whether a miner that is in a job takes longer than usual until it hashes again. */
export function isLateInJob({ action, verdict, started_at }: InJob, nowMs: number): boolean {
  return action !== null && isLate(action, { verdict, started_at }, nowMs);
}

/** What a miner of a job does, without its verdict: what it waits for, or what has changed on it. */
export function itemText(
  action: JobAction,
  item: Pick<JobItem, 'verdict' | 'before' | 'after' | 'started_at'>,
  miner: Miner | undefined,
  nowMs: number,
): string {
  const { verdict, before, after } = item;
  if (verdict === 'planned') return queuedText(action, before, miner);
  // Whether one that was stopped mines after a reboot depends on its settings.
  const mayStayOff = action === 'reboot' && isAtRest(before?.state ?? null);
  if (verdict === 'running' && endsHashing(action)) {
    const isFrozen = miner !== undefined && miner.figures_unchanged_since_at !== null;
    const { waitsForReboot, waitsForFigures, waitsForHashrate, late, until } = jobsTexts.job;
    const waits = mayStayOff ? waitsForReboot : isFrozen ? waitsForFigures : waitsForHashrate;
    const untilAt = waitsUntil(action, item);
    const words = isLate(action, item, nowMs) ? late(waits) : waits;
    return untilAt === null ? words : until(words, clockTime(untilAt, nowMs));
  }
  if (before === null) return '';
  if (after === null) return actedStateText(action, before);
  // The verdict of a proven miner already contains the figures.
  const figures = verdict === 'proven' && action !== 'pools' ? '' : figuresText(after);
  const then = figures === '' ? '' : ` (${figures})`;
  return `${stateChangeText(action, item)}${then}`;
}
