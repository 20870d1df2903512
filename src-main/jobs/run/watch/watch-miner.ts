import { hasTrait } from '../../../../src-shared/actions/action-traits.ts';
import type { ActionPart } from '../../../drivers/commands.ts';
import { failure, isOwnFailure, type Outcome, success } from '../../../drivers/outcome.ts';
import { onAbort } from '../../../runtime/on-abort.ts';
import { type Effect, effectOf, hasProof, isAtOtherPreset, unproven } from '../../goal/effect.ts';
import { type Goal, partsAfter } from '../../goal/goal.ts';
import { type Observed, observeReading, standStill } from '../../goal/known-miner.ts';
import { stateGroup } from '../../goal/state-group.ts';
import { END_WORDS } from '../../words/end-words.ts';
import { SKIP_WORDS } from '../../words/skip-words.ts';
import { type End, end, LeftError, type RunEnv, withoutRestart } from '../run-env.ts';
import { lostAgain } from './lost-again.ts';
import { unreadWords } from './unread-words.ts';
import {
  isStored,
  mostElapsedMs,
  nameOf,
  removedEnd,
  silentEnd,
  stoppedEnd,
  timedOutEnd,
  unclearEnd,
  unreadableEnd,
  type Way,
} from './watch-ends.ts';
import { yieldToPolls } from './yield-to-polls.ts';

/** Where the watch ended: with a verdict, in force, or stored and waiting for a restart. */
export type Watch =
  | { readonly at: 'end'; readonly end: End; readonly now: Observed | null }
  | { readonly at: 'in_force'; readonly now: Observed }
  | { readonly at: 'stored'; readonly now: Observed };

/** An abort without a reason would create an error with a stack for each reading. */
const OVER = 'over';
/** A miner that was not read for this long is silent; its last reading no longer counts. */
const SILENT_MS = 60_000;
/**
 * Preset switchers check every minute at the earliest, so one that steps away and back is seen by
 * readings that are closer together than this.
 */
const UNSEEN_STEPS_MS = 30_000;
/**
 * A miner has so many chances to answer at least before it ends, however long they take: thousands
 * may wait for their turn to be read.
 */
const LEAST_TRIES = 3;
const CUT = failure('aborted', END_WORDS.stopped, { retryable: false });

/**
 * Reads a miner until it has reached its goal, or will not reach it. Sends nothing. Whatever the
 * response was, the verdict is what is read; it is unknown if this computer could not read.
 */
export async function watchMiner(id: string, way: Way, env: RunEnv): Promise<Watch> {
  const { clock, timings, awake, endNow } = env;
  const { goal, base } = way;
  const isLong = hasTrait(goal.kind, 'long') || way.restarted;
  const limitMs = isLong ? timings.hashingAgainMs : timings.immediateEffectMs;
  const startedMs = clock.monotonicMs();
  let moved = false;
  let switched = false;
  let last: Observed | null = null;
  let lastMs = Number.NEGATIVE_INFINITY;
  let reads = 0;
  let tries = 0;
  for (let round = 0; ; round += 1) {
    if (round > 0) await yieldToPolls(env, env.wake);
    if (way.fromStart && env.farm.miner(id) === null) return { at: 'end', end: removedEnd(way), now: null };
    const isLast = endNow.aborted;
    const askedMs = clock.monotonicMs();
    const read = await readOnce(id, partsOf(way), env, isLast ? { isLast, mostMs: timings.lastReadMs } : {});
    const wallMs = clock.monotonicMs() - way.sentMs;
    const isUnheard = !read.ok && isOwnFailure(read.error);
    if (!isUnheard) tries += 1;
    if (read.ok) {
      const now = read.value;
      const unseenMs = clock.monotonicMs() - (way.fromStart ? Math.max(lastMs, way.sentMs) : lastMs);
      last = now;
      lastMs = askedMs;
      reads += 1;
      const group = stateGroup(now.state);
      if (base === null ? group === 'busy' : group !== stateGroup(base.state) && group !== 'unknown') moved = true;
      const mayHaveStepped = unseenMs >= UNSEEN_STEPS_MS && base?.switcher?.enabled !== false;
      if (!moved && (mayHaveStepped || isAtOtherPreset(now, base))) switched = true;
      const seenMs = way.fromStart ? askedMs - way.sentMs : 0;
      const effect = effectOf(goal, now, { base, elapsedMs: seenMs, moved, switched, restarted: way.restarted });
      const seen = seenAt(effect, now, way);
      if (seen !== null) return seen;
      if (group === 'failure' && needsHashing(goal) && (moved || stateGroup(base?.state ?? null) !== 'failure')) {
        return { at: 'end', end: end('failed', 'failure', END_WORDS.failedAfter(nameOf(way))), now };
      }
      // It refused, and does nothing. A refusal means nothing if it stored the change or moved.
      if (way.answer === 'refused' && reads >= 2 && !moved) {
        if (!isStored(now, way)) return { at: 'end', end: end('refused', 'refused', way.answerText), now };
        if (way.restarted) return { at: 'end', end: withoutRestart(way.answerText), now };
      }
    }
    // A reading from long ago means nothing if the miner is silent since.
    const silentMs = read.ok ? 0 : clock.monotonicMs() - lastMs;
    const shown = silentMs < Math.min(SILENT_MS, limitMs / 2) ? last : null;
    if (isLast) return { at: 'end', end: stoppedEnd(shown, way), now: shown };
    // Right after a sleep or a start, silence means nothing: the network may not be ready.
    const isTooSoon = !read.ok && !awake.isSettled();
    const elapsedMs = way.fromStart
      ? wallMs
      : Math.min(wallMs, (read.ok ? mostElapsedMs(read.value, base) : null) ?? clock.monotonicMs() - startedMs);
    // The miner is not to blame for what this computer could not read, but its job must end.
    const isHeard = (!isUnheard && tries >= LEAST_TRIES) || elapsedMs >= limitMs + timings.busyMs;
    const still = isLong && !moved && read.ok && goal.kind !== 'reboot';
    if (!isTooSoon && isHeard && elapsedMs >= (still ? Math.min(limitMs, timings.noChangeMs) : limitMs)) {
      const watched = { base, elapsedMs: way.fromStart ? wallMs : 0, moved, switched, restarted: way.restarted };
      const unclear = shown === null ? null : unclearEnd(shown, goal, watched, wallMs);
      const ended = isUnheard
        ? unreadableEnd(way, read.error)
        : shown === null
          ? silentEnd(last, way, limitMs, read.ok ? null : read.error)
          : (unclear ?? timedOutEnd(shown, moved, way, limitMs));
      return { at: 'end', end: ended, now: shown };
    }
    const waitMs = timings.readAfterMs[round] ?? timings.readAfterMs.at(-1) ?? 5000;
    await clock.sleep(waitMs, env.wake);
  }
}

/**
 * What must be read to see the progress. A restart must be distinguished from a step of the preset
 * switcher, which may begin the count of seconds again too.
 */
function partsOf({ goal, base }: Way): readonly ActionPart[] {
  const parts = partsAfter(goal, false);
  return goal.kind === 'restart' && base?.switcher?.enabled !== false ? [...parts, 'perf'] : parts;
}

function seenAt(effect: Effect, now: Observed, way: Way): Watch | null {
  if (effect === 'in_force') {
    // A miner that was hashing must hash again after its reboot.
    const mustHash = way.goal.kind === 'reboot' && (way.base === null || stateGroup(way.base.state) === 'hashing');
    if (mustHash && stateGroup(now.state) !== 'hashing') return null;
    return { at: 'in_force', now };
  }
  if (effect !== 'stored' || way.restarted) return null;
  if (now.reboot_required === true) {
    return { at: 'end', end: end('stored', 'reboot_required', END_WORDS.needsReboot), now };
  }
  return now.restart_required === true ? { at: 'stored', now } : null;
}

function needsHashing({ kind }: Goal): boolean {
  return kind !== 'locate' && kind !== 'pause' && kind !== 'stop';
}

/** Limits for one reading, if they are shorter than the usual ones. */
interface ReadLimits {
  /** The job was stopped: its stop no longer aborts this reading. */
  readonly isLast?: boolean;
  readonly mostMs?: number;
}

/**
 * Reads once. The outcome is `aborted` if the job was stopped in the meantime, or the reading took
 * too long. Throws a `LeftError` when the program ends.
 */
export async function readOnce(
  id: string,
  parts: readonly ActionPart[],
  env: RunEnv,
  { isLast = false, mostMs }: ReadLimits = {},
): Promise<Outcome<Observed>> {
  const { port, clock, leave, reading } = env;
  if (leave.aborted) throw new LeftError();
  const enough = new AbortController();
  const cut = (): void => enough.abort(OVER);
  const isOver = onAbort(isLast ? leave : env.wake, cut);
  if (mostMs !== undefined) void clock.sleep(mostMs, enough.signal).then(cut);
  try {
    const aborted = new Promise<typeof CUT>((resolve) => {
      onAbort(enough.signal, () => resolve(CUT));
    });
    const outcome = await Promise.race([
      aborted,
      reading.run(async () => (enough.signal.aborted ? CUT : port.read(id, parts, enough.signal))),
    ]);
    if (leave.aborted) throw new LeftError();
    return outcome.ok ? success(observeReading(outcome.value)) : outcome;
  } finally {
    isOver();
    cut();
  }
}

/**
 * Whether the figures prove what is in force, after they have settled. If the job is stopped, it
 * ends early: the change stays in force, not proven.
 */
export async function proveMiner(
  id: string,
  { goal, base }: Pick<Way, 'goal' | 'base'>,
  first: Observed,
  env: RunEnv,
): Promise<{ readonly end: End; readonly now: Observed }> {
  const { clock, timings, awake, endNow, leave } = env;
  if (!hasProof(goal)) {
    const holds = goal.kind === 'switch_pool' ? END_WORDS.untilRestart : null;
    return { end: end('in_force', null, holds), now: first };
  }
  if (goal.kind === 'preset' && goal.untuned) {
    return { end: end('in_force', null, unproven(goal, first, base)), now: first };
  }
  const startedMs = clock.monotonicMs();
  let now = first;
  let why: string = END_WORDS.stoppedUnproven;
  await clock.sleep(goal.kind === 'pools' ? 0 : timings.warmUpMs, env.wake);
  while (!endNow.aborted) {
    if (!env.isOurs(id, env.job.job_id)) {
      why = END_WORDS.otherJobUnproven;
      break;
    }
    if (env.farm.miner(id) === null) {
      why = SKIP_WORDS.removed;
      break;
    }
    await yieldToPolls(env, env.wake);
    const read = await readOnce(id, partsAfter(goal, true), env);
    if (read.ok) {
      now = read.value;
      const lost = lostAgain(goal, now, base);
      if (lost !== null) return { end: lost, now };
      const reason = standStill(now, base) ? END_WORDS.standStill : unproven(goal, now, base);
      if (reason === null) return { end: end('proven'), now };
      why = reason;
    } else if (!endNow.aborted) why = unreadWords(read.error);
    const isTooSoon = !read.ok && !awake.isSettled();
    const isUnheard = !read.ok && isOwnFailure(read.error);
    const limitMs = timings.warmUpMs + timings.proofMs + (isUnheard ? timings.busyMs : 0);
    if (!isTooSoon && clock.monotonicMs() - startedMs >= limitMs) break;
    await clock.sleep(timings.readAfterMs.at(-1) ?? 5000, env.wake);
  }
  if (leave.aborted) throw new LeftError();
  return { end: end('in_force', 'not_proven', why), now };
}
