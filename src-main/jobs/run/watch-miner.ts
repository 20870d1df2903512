import { hasTrait } from '../../../src-shared/judging/action-traits.ts';
import type { ActionPart } from '../../drivers/commands.ts';
import { type FirmwareError, failure, isOwnFailure, type Outcome, success } from '../../drivers/outcome.ts';
import { onAbort } from '../../runtime/on-abort.ts';
import { chosenPool } from '../goal/choose-pool.ts';
import { climbedBackTo } from '../goal/climbed-back.ts';
import { type Effect, effectOf, hasProof, mayHaveSwitched, unproven, type Watched } from '../goal/effect.ts';
import { type Goal, partsAfter, writesSettings } from '../goal/goal.ts';
import { type Observed, observeReading } from '../goal/known-miner.ts';
import { stateGroup } from '../goal/states.ts';
import { lostAgain } from './lost-again.ts';
import { type End, end, LeftError, type RunEnv, withoutRestart } from './run-env.ts';
import { isSilent, unreadWords } from './unread-words.ts';
import { yieldToPolls } from './yield-to-polls.ts';

/** Where a miner is on its way to a goal. */
export interface Way {
  readonly goal: Goal;
  readonly base: Observed | null;
  /** When the request was sent on which the effect depends, by the monotonic clock. */
  readonly sentMs: number;
  readonly answer: 'accepted' | 'refused' | 'unknown';
  /** The text of the answer, where it was none or no. */
  readonly answerText: string | null;
  /** The request was a restart that a stored setting needs. */
  readonly restarted: boolean;
  /** It was watched from the request on, and not only since PowerHive started again. */
  readonly fromStart: boolean;
  /** PowerHive ended at the moment of sending: what had left by then is not known. */
  readonly mayBeUnsent: boolean;
}

/** Where the watch ended: at a verdict, at what is in force, or at what waits for a restart. */
export type Watch =
  | { readonly at: 'end'; readonly end: End; readonly now: Observed | null }
  | { readonly at: 'in_force'; readonly now: Observed }
  | { readonly at: 'stored'; readonly now: Observed };

/** Without a reason, an error with its stack is made for each reading. */
const OVER = 'over';
const CUT = failure('aborted', 'the job was stopped', { retryable: false });

/**
 * Reads a miner until it is where it should be, or will not be. Sends nothing. Whatever was
 * answered: the verdict is what is read, and unknown where this computer itself could not read it.
 */
export async function watchMiner(id: string, way: Way, env: RunEnv): Promise<Watch> {
  const { clock, timings, awake, endNow } = env;
  const { goal, base } = way;
  const isLong = hasTrait(goal.kind, 'long') || way.restarted;
  const limitMs = isLong ? timings.hashingAgainMs : timings.immediateEffectMs;
  let moved = false;
  let last: Observed | null = null;
  let reads = 0;
  for (let round = 0; ; round += 1) {
    if (round > 0) await yieldToPolls(env, env.wake);
    const isLast = endNow.aborted;
    const askedMs = clock.monotonicMs();
    const read = await readOnce(id, partsOf(way), env, isLast ? { isLast, mostMs: timings.lastReadMs } : {});
    const elapsedMs = clock.monotonicMs() - way.sentMs;
    if (read.ok) {
      const now = read.value;
      last = now;
      reads += 1;
      const group = stateGroup(now.state);
      if (base === null ? group === 'busy' : group !== stateGroup(base.state) && group !== 'unknown') moved = true;
      const seenMs = askedMs - way.sentMs;
      const effect = effectOf(goal, now, { base, elapsedMs: seenMs, moved, restarted: way.restarted });
      const seen = seenAt(effect, now, way);
      if (seen !== null) return seen;
      if (group === 'failure' && needsHashing(goal) && (moved || stateGroup(base?.state ?? null) !== 'failure')) {
        return { at: 'end', end: end('failed', 'failure', `it reports a failure after ${nameOf(way)}`), now };
      }
      // It said no, and does nothing. Of what is stored, or of one that moves, an answer says nothing.
      if (way.answer === 'refused' && reads >= 2 && !moved) {
        if (!isStored(now, way)) return { at: 'end', end: end('refused', 'refused', way.answerText), now };
        if (way.restarted) return { at: 'end', end: withoutRestart(way.answerText), now };
      }
    }
    if (isLast) return { at: 'end', end: stoppedEnd(last, way), now: last };
    // Right after a sleep or a start, silence says nothing: the network may be on its way.
    const isTooSoon = !read.ok && !awake.isSettled();
    const still = isLong && !moved && last !== null && goal.kind !== 'reboot';
    if (!isTooSoon && elapsedMs >= (still ? Math.min(limitMs, timings.noChangeMs) : limitMs)) {
      const isUnheard = !read.ok && isOwnFailure(read.error);
      const unclear = last === null ? null : unclearEnd(last, goal, { base, elapsedMs, moved, restarted: false });
      const ended = isUnheard
        ? unreadableEnd(way, read.error)
        : (unclear ?? timedOutEnd(last, reads, moved, way, limitMs, read.ok ? null : read.error));
      return { at: 'end', end: ended, now: last };
    }
    const waitMs = timings.readAfterMs[round] ?? timings.readAfterMs.at(-1) ?? 5000;
    await clock.sleep(waitMs, env.wake);
  }
}

const UNCLEAR = end('unknown', 'unreadable', 'nothing shows whether it restarted');
const UNCLEAR_POOL = end(
  'unknown',
  'unreadable',
  'several of its pools are active, and this one has accepted no share',
);

const UNCLEAR_SETTINGS = end('unknown', 'unreadable', 'its settings cannot be read since');

/** What can be a success as well as a failure, by all that it shows. */
function unclearEnd(last: Observed, goal: Goal, watched: Watched): End | null {
  if (goal.kind === 'restart' && mayHaveSwitched(last, watched)) return UNCLEAR;
  if (writesSettings(goal) && last.stored === null) return UNCLEAR_SETTINGS;
  return goal.kind === 'switch_pool' && chosenPool(last.pools, goal)?.status === 'active' ? UNCLEAR_POOL : null;
}

/**
 * What shows how far it is. Unless it was watched from the request on, a restart must be
 * distinguished from a step of its preset switcher.
 */
function partsOf({ goal, base, fromStart }: Way): readonly ActionPart[] {
  const parts = partsAfter(goal, false);
  return goal.kind === 'restart' && !fromStart && base?.switcher?.enabled === true ? [...parts, 'perf'] : parts;
}

function seenAt(effect: Effect, now: Observed, way: Way): Watch | null {
  if (effect === 'in_force') {
    // A miner that was hashing has to hash again after its reboot.
    const mustHash = way.goal.kind === 'reboot' && (way.base === null || stateGroup(way.base.state) === 'hashing');
    if (mustHash && stateGroup(now.state) !== 'hashing') return null;
    return { at: 'in_force', now };
  }
  if (effect !== 'stored' || way.restarted) return null;
  if (now.reboot_required === true) {
    return { at: 'end', end: end('stored', 'reboot_required', 'it is stored, and needs a reboot to take effect'), now };
  }
  return now.restart_required === true ? { at: 'stored', now } : null;
}

function needsHashing({ kind }: Goal): boolean {
  return kind !== 'locate' && kind !== 'pause' && kind !== 'stop';
}

/** The job was stopped while it was watched. */
function stoppedEnd(last: Observed | null, way: Way): End {
  if (last === null)
    return end('unknown', 'stopped', `${sentWords(way)}, and it could not be read when the job was stopped`);
  if (isStored(last, way))
    return end('stored', 'stopped', 'it is stored, and was not in force when the job was stopped');
  return end(
    'unknown',
    'stopped',
    `${sentWords(way)}, and it was ${last.state ?? 'in an unknown state'} when the job was stopped`,
  );
}

function isStored(now: Observed, { goal, base, restarted }: Way): boolean {
  return effectOf(goal, now, { base, elapsedMs: 0, moved: false, restarted }) === 'stored';
}

/** `error`: why the last reading failed; null where it did not. */
function timedOutEnd(
  last: Observed | null,
  reads: number,
  moved: boolean,
  way: Way,
  limitMs: number,
  error: FirmwareError | null,
): End {
  const minutes = Math.max(1, Math.round(limitMs / 60_000));
  if (reads === 0 || last === null) {
    if (error !== null && !isSilent(error)) return unreadableEnd(way, error);
    if (way.answer === 'accepted' && (hasTrait(way.goal.kind, 'long') || way.restarted)) {
      return end('failed', 'no_answer', `no answer after ${nameOf(way)} (${minutes} min)`);
    }
    return unreadableEnd(way, null);
  }
  const { goal, base } = way;
  const isHashing = stateGroup(last.state) === 'hashing';
  if (goal.kind === 'preset' && isHashing && moved) {
    const higher = climbedBackTo(goal, last, base);
    if (higher !== null) {
      return end('stored', 'climbed_back', `it restarted, and its preset switcher climbed back to ${higher}`);
    }
    if (isStored(last, way)) {
      return end('stored', 'no_effect', `it is stored, and it hashes at preset ${last.preset ?? 'unknown'}`);
    }
  }
  if (way.restarted && isStored(last, way)) {
    return moved
      ? end('failed', 'not_hashing', `it is ${last.state ?? 'in an unknown state'} ${minutes} min after the restart`)
      : end('stored', 'restart_not_sent', 'it is stored, and did not restart');
  }
  if (isStored(last, way)) {
    const text = way.answerText === null ? '' : `: ${way.answerText}`;
    return end('stored', 'no_effect', `it is stored, and not in force${text}`);
  }
  if (moved && hasTrait(way.goal.kind, 'long')) {
    return end(
      'failed',
      'not_hashing',
      `it is ${last.state ?? 'in an unknown state'} ${minutes} min after ${nameOf(way)}`,
    );
  }
  if (way.goal.kind === 'restart' && !way.fromStart && last.state_seconds === null) return UNCLEAR;
  const ended = 'PowerHive ended at that moment, and may not have sent it';
  const why = way.answerText ?? (way.mayBeUnsent ? ended : null);
  return end('failed', 'no_effect', `${nameOf(way)} had no effect${why === null ? '' : `: ${why}`}`);
}

function unreadableEnd(way: Way, error: FirmwareError | null): End {
  const why = error === null ? '' : `: ${error.message}`;
  return end('unknown', 'unreadable', `${sentWords(way)}, and it cannot be read since${why}`);
}

function sentWords(way: Way): string {
  return `${nameOf(way)} ${way.mayBeUnsent ? 'may have been sent' : 'was sent'}`;
}

function nameOf({ goal, restarted }: Pick<Way, 'goal' | 'restarted'>): string {
  return restarted ? 'the restart' : `the ${goal.kind.replace('_', ' ')}`;
}

/** How long one reading may take, where it is less than the miner is given. */
interface ReadLimits {
  /** The job was stopped: its stop cuts no reading any more. */
  readonly isLast?: boolean;
  readonly mostMs?: number;
}

/**
 * Reads once; `aborted` where the job was stopped meanwhile, or it took too long. Throws a `LeftError`
 * when the program ends.
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
 * Whether the figures show what is in force, once they have settled. Ends early when the job is
 * stopped: then it stays in force, not proven.
 */
export async function proveMiner(
  id: string,
  { goal, base }: Pick<Way, 'goal' | 'base'>,
  first: Observed,
  env: RunEnv,
): Promise<{ readonly end: End; readonly now: Observed }> {
  const { clock, timings, awake, endNow, leave } = env;
  if (!hasProof(goal)) {
    const holds = goal.kind === 'switch_pool' ? 'until its next restart: the order of its pools is as it was' : null;
    return { end: end('in_force', null, holds), now: first };
  }
  if (goal.kind === 'preset' && goal.untuned) {
    return { end: end('in_force', null, unproven(goal, first, base)), now: first };
  }
  const startedMs = clock.monotonicMs();
  let now = first;
  let why = 'the job was stopped before its figures had settled';
  await clock.sleep(goal.kind === 'pools' ? 0 : timings.warmUpMs, env.wake);
  while (!endNow.aborted) {
    if (!env.isOurs(id, env.job.job_id)) {
      why = 'another job changed it before its figures had settled';
      break;
    }
    await yieldToPolls(env, env.wake);
    const read = await readOnce(id, partsAfter(goal, true), env);
    if (read.ok) {
      now = read.value;
      const lost = lostAgain(goal, now, base);
      if (lost !== null) return { end: lost, now };
      const reason = unproven(goal, now, base);
      if (reason === null) return { end: end('proven'), now };
      why = reason;
    } else if (!endNow.aborted) why = unreadWords(read.error);
    const isTooSoon = !read.ok && !awake.isSettled();
    if (!isTooSoon && clock.monotonicMs() - startedMs >= timings.warmUpMs + timings.proofMs) break;
    await clock.sleep(timings.readAfterMs.at(-1) ?? 5000, env.wake);
  }
  if (leave.aborted) throw new LeftError();
  return { end: end('in_force', 'not_proven', why), now };
}
