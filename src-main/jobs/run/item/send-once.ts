import { hasTrait } from '../../../../src-shared/actions/action-traits.ts';
import type { MinerCommand, WriteResponse } from '../../../drivers/commands.ts';
import { type FirmwareError, isOwnFailure, type Outcome } from '../../../drivers/outcome.ts';
import type { Goal } from '../../goal/goal.ts';
import { actedState, type Observed } from '../../goal/known-miner.ts';
import { END_WORDS } from '../../words/end-words.ts';
import type { LiveItem } from '../live-item.ts';
import { itemAbout } from '../record/event-data.ts';
import { LeftError, type RunEnv } from '../run-env.ts';
import type { Way } from '../watch/watch-ends.ts';
import { answerOrEnd } from './answer-or-end.ts';

/** How often a miner is read at most before a write, if this computer caused the failure. */
const MOST_READS = 3;

/**
 * Reads a miner before something is sent. Reads again after a failure of this computer (or as
 * `isToRepeat` says), and right after a sleep, when the network may not be ready.
 */
export async function readBefore<T>(
  once: () => Promise<Outcome<T>>,
  { clock, timings, awake, pacer, noMoreWrites }: RunEnv,
  isToRepeat: (error: FirmwareError) => boolean = isOwnFailure,
): Promise<Outcome<T>> {
  for (let times = 1; ; times += 1) {
    const outcome = await once();
    const isTooSoon = !awake.isSettled();
    const isOver = (times >= MOST_READS && !isTooSoon) || noMoreWrites.aborted || pacer.isClosed;
    if (outcome.ok || isOver || !(isTooSoon || isToRepeat(outcome.error))) return outcome;
    await clock.sleep(timings.readAfterMs.at(-1) ?? 5000, pacer.notNow(noMoreWrites));
  }
}

export function wayOf(goal: Goal, base: Observed, answer: WriteResponse, sentMs: number, restarted: boolean): Way {
  const answerText = answer.sent === 'accepted' ? null : answer.message;
  const sent = answer.sent === 'not_sent' ? 'unknown' : answer.sent;
  return { goal, base, sentMs, answer: sent, answerText, restarted, fromStart: true, mayBeUnsent: false };
}

/** The reading that the request is based on is from before the sleep. */
const SLEPT: WriteResponse = {
  sent: 'not_sent',
  message: END_WORDS.wasAsleep,
  own: true,
};

/**
 * Stores that a request is sent, in the job and in the audit, and sends it when that is on disk.
 * Null if the job was ended before, so that nothing was sent.
 */
export async function sendOnce(
  item: LiveItem,
  command: MinerCommand,
  now: Observed,
  env: RunEnv,
  onSpent: () => void,
): Promise<WriteResponse | null> {
  const { port, clock, awake, noMoreWrites, leave, job } = env;
  const { row } = item;
  if (noMoreWrites.aborted) return null;
  const awakeSinceMs = awake.sinceMs();
  const request = { request: command.kind, at: clock.nowMs(), answer: null, message: null } as const;
  const isFirst = row.sent.length === 0;
  item.row = { ...row, verdict: isFirst ? 'running' : row.verdict, sent: [...row.sent, request] };
  const audit = { ...itemAbout(row, env), request: command.kind, before: actedState(now) };
  try {
    await env.save(item.row, { event: 'miner_action_sent', miner_id: row.id, actor: job.actor, data: audit });
  } catch (error) {
    // Nothing is sent that is not on disk: the item is restored.
    item.row = row;
    throw error;
  }
  if (noMoreWrites.aborted || !env.isOn()) {
    // Nothing was sent: the request is removed from the item.
    item.row = { ...item.row, sent: row.sent };
    return null;
  }
  const hasSlept = awake.sinceMs() !== awakeSinceMs;
  if (!hasSlept) onSpent();
  const answer = hasSlept ? SLEPT : await answerOrEnd((signal) => port.send(row.id, command, signal), env);
  const { sent } = answer;
  const message = sent === 'accepted' ? null : answer.message;
  const own = sent === 'not_sent' && answer.own === true ? { own: true } : {};
  item.row = { ...item.row, sent: [...row.sent, { ...request, answer: sent, message, ...own }] };
  if (leave.aborted) throw new LeftError();
  // What takes effect at once is read back at once, and the response is stored with the verdict.
  // Until then the row has no response, which is treated the same: it is read back.
  if (sent === 'accepted' && hasTrait(job.action, 'calm')) return answer;
  await env.save(item.row);
  return answer;
}
