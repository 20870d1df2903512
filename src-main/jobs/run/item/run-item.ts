import { isOwnFailure } from '../../../drivers/outcome.ts';
import { hasProof } from '../../goal/effect.ts';
import { partsBefore, writesSettings } from '../../goal/goal.ts';
import { judgeMiner } from '../../goal/judge.ts';
import { actedState, type Observed } from '../../goal/known-miner.ts';
import { END_WORDS } from '../../words/end-words.ts';
import { SKIP_WORDS } from '../../words/skip-words.ts';
import { NO_ROOM } from '../limits/start-rate-limit.ts';
import { isPlanned, type LiveItem } from '../live-item.ts';
import { itemAbout } from '../record/event-data.ts';
import { type End, end, LeftError, lastSent, type RunEnv, unsentEnd } from '../run-env.ts';
import { endWhenHashing, mustHashAgain } from '../watch/hashing-again.ts';
import { isSilent, unreadWords } from '../watch/unread-words.ts';
import type { Way } from '../watch/watch-ends.ts';
import { proveMiner, readOnce, watchMiner } from '../watch/watch-miner.ts';
import { isRelief, yieldToPolls } from '../watch/yield-to-polls.ts';
import { judgeBeforeSend } from './judge-before-send.ts';
import { measuredOf } from './measured-time.ts';
import { restartItem } from './restart-item.ts';
import { readBefore, sendOnce, wayOf } from './send-once.ts';

/**
 * Runs one miner of a job: reads and judges it again, records the request, sends it once, and reads
 * until there is a verdict. `onInForce` is called if the change is in force; its figures may be
 * checked after that.
 */
export async function runItem(item: LiveItem, env: RunEnv, onInForce: () => void): Promise<void> {
  try {
    const way = await beginItem(item, env);
    if (way !== null) await followItem(item, way, env, onInForce);
  } catch (error) {
    if (!(error instanceof LeftError)) throw error;
  }
}

/** Up to the response to the first request; null if none was sent. */
async function beginItem(item: LiveItem, env: RunEnv): Promise<Way | null> {
  let isUrgent = isRelief(env.job.action, item.row);
  await env.pacer.pass(env.noMoreWrites);
  for (;;) {
    const way = await tryToBegin(item, env, isUrgent);
    if (way === SLOW) isUrgent = false;
    else if (way === HELD) await env.pacer.pass(env.noMoreWrites);
    else return way;
  }
}

/**
 * Nothing was sent, because the job was paused or this computer slept. The miner begins again when
 * the job continues.
 */
const HELD = 'held';
/** Nothing was sent to a miner to be relieved of load, because it did not respond at once. */
const SLOW = 'slow';

type Begun = Way | null | typeof HELD | typeof SLOW;

async function tryToBegin(item: LiveItem, env: RunEnv, isUrgent: boolean): Promise<Begun> {
  const { noMoreWrites, pacer } = env;
  if (noMoreWrites.aborted) return cancel(item, env);
  const send = (onSpent: () => void): Promise<Begun> =>
    (isUrgent ? env.relieving : env.writing).run(async () => {
      if (!isUrgent) await yieldToPolls(env, pacer.notNow(noMoreWrites));
      if (noMoreWrites.aborted) return cancel(item, env);
      if (pacer.isClosed) return HELD;
      return env.lock.run(item.row.id, () => prepareAndSend(item, env, isUrgent, onSpent), noMoreWrites);
    });
  try {
    const begun =
      item.cost === null
        ? await send(() => undefined)
        : await env.startLimit.within(item.cost, pacer.notNow(noMoreWrites), send);
    if (begun !== NO_ROOM) return begun;
    return noMoreWrites.aborted ? await cancel(item, env) : HELD;
  } catch (error) {
    if (error instanceof LeftError || !noMoreWrites.aborted || lastSent(item.row) !== null) throw error;
    return await cancel(item, env);
  }
}

async function cancel(item: LiveItem, env: RunEnv): Promise<null> {
  if (env.leave.aborted) throw new LeftError();
  // The end of the job writes all of these together.
  if (isPlanned(item)) return null;
  await endItem(item, end('cancelled', null, END_WORDS.notSent), null, env);
  return null;
}

async function prepareAndSend(item: LiveItem, env: RunEnv, isUrgent: boolean, onSpent: () => void): Promise<Begun> {
  const { farm, port, clock, timings, awake, noMoreWrites } = env;
  const { id } = item.row;
  const awakeSinceMs = awake.sinceMs();
  const leave = async (code: Parameters<typeof end>[1], reason: string): Promise<null> => {
    await endItem(item, end('skipped', code, reason), null, env);
    return null;
  };
  if (noMoreWrites.aborted) return cancel(item, env);
  const miner = farm.miner(id);
  const no = miner === null ? null : judgeMiner(item.order, miner);
  if (miner === null) return leave('not_allowed', SKIP_WORDS.removed);
  if (no !== null) return leave(no.code, no.reason);
  const parts = partsBefore(item.order);
  // Many silent miners, for example after a power cut, must not delay those that respond.
  const read = isUrgent
    ? await readOnce(id, parts, { ...env, reading: env.relievingReads }, { mostMs: timings.reliefReadMs })
    : await readBefore(() => readOnce(id, parts, env), env);
  if (noMoreWrites.aborted) return cancel(item, env);
  if (!read.ok && isUrgent) return SLOW;
  if (!read.ok && env.pacer.isClosed) return HELD;
  if (!read.ok && isOwnFailure(read.error)) return leave('not_asked', read.error.message);
  if (!read.ok) return leave(isSilent(read.error) ? 'offline' : 'not_allowed', unreadWords(read.error));
  const now = { ...read.value, figures_frozen: miner.figures_frozen === true };
  const judged = judgeBeforeSend(item, miner, now, env.job.allow_untuned, clock.nowMs());
  if ('skip' in judged) return leave(judged.skip, judged.reason);
  const { goal, command } = judged;
  if (writesSettings(goal)) {
    const backup = await readBefore(() => port.backup(id, env.wake), env);
    if (noMoreWrites.aborted) return cancel(item, env);
    if (!backup.ok && env.pacer.isClosed) return HELD;
    if (!backup.ok) {
      const message = END_WORDS.noBackup(backup.error.message);
      if (isOwnFailure(backup.error)) return leave('not_asked', message);
      await endItem(item, end('failed', 'backup_failed', message), now, env);
      return null;
    }
    await env.keepBackup(id, backup.value);
  }
  // Readings before a sleep of this computer are old.
  if (awake.sinceMs() !== awakeSinceMs || env.pacer.isClosed) return HELD;
  item.row = { ...item.row, before: actedState(now), goal, kept: now, started_at: clock.nowMs() };
  let sentMs = clock.monotonicMs();
  const answer = await sendOnce(item, command, now, env, () => {
    sentMs = clock.monotonicMs();
    onSpent();
  });
  if (answer === null) return cancel(item, env);
  if (answer.sent === 'not_sent') {
    await endItem(item, unsentEnd(answer), now, env);
    return null;
  }
  return wayOf(goal, now, answer, sentMs, false);
}

/** From a response to the verdict, with the restart that a stored setting needs. */
async function followItem(item: LiveItem, first: Way, env: RunEnv, onInForce: () => void): Promise<void> {
  const { clock } = env;
  let way = first;
  let watch = await watchMiner(item.row.id, way, env);
  if (watch.at === 'stored') {
    item.row = { ...item.row, verdict: 'stored', after: actedState(watch.now) };
    await env.save(item.row);
    const restart = await restartItem(item, way, env);
    if (restart.at === 'sent') {
      way = restart.way;
      watch = await watchMiner(item.row.id, way, env);
    } else if (restart.at === 'in_force') watch = restart;
    else return endItem(item, restart.end, restart.now ?? watch.now, env);
  }
  if (watch.at === 'end') return endItem(item, watch.end, watch.now, env);
  if (watch.at === 'stored')
    return endItem(item, end('stored', 'no_effect', END_WORDS.needsOtherRestart), watch.now, env);
  const seconds = Math.max(0, (clock.monotonicMs() - first.sentMs) / 1000);
  const base = first.base;
  // If no figures have to prove it, in force is the final verdict, which is stored below.
  if (hasProof(first.goal)) {
    item.row = { ...item.row, verdict: 'in_force', after: actedState(watch.now) };
    await env.save(item.row);
    onInForce();
  }
  const proof = mustHashAgain(first.goal, watch.now)
    ? await endWhenHashing(item.row.id, base, watch.now, env)
    : await proveMiner(item.row.id, { goal: first.goal, base }, watch.now, env);
  await endItem(item, proof.end, proof.now, env);
  const { verdict } = proof.end;
  const measured = measuredOf({ goal: first.goal, base, seconds, restarted: way.restarted, verdict, now: proof.now });
  if (measured !== null) env.onMeasured(item.row, first.goal, measured);
}

/** Stores the verdict, with its audit entry if the miner was begun. */
export async function endItem(
  item: Pick<LiveItem, 'row'>,
  ended: End,
  now: Observed | null,
  env: RunEnv,
): Promise<void> {
  const { job, clock } = env;
  const after = now === null ? item.row.after : actedState(now);
  if (now !== null) env.onSeen(item.row.id, now);
  const { verdict, code, message } = ended;
  item.row = { ...item.row, verdict, code, message, after, finished_at: clock.nowMs() };
  if (verdict === 'skipped' || (verdict === 'cancelled' && item.row.started_at === null)) return env.save(item.row);
  const data = { ...itemAbout(item.row, env), verdict, reason: message, before: item.row.before, after };
  await env.save(item.row, { event: 'miner_action_ended', miner_id: item.row.id, actor: job.actor, data });
}
