import { MINUTE_MS } from '../../../../src-shared/milliseconds.ts';
import type { Goal } from '../../goal/goal.ts';
import { type Observed, standStill } from '../../goal/known-miner.ts';
import { stateGroup } from '../../goal/state-group.ts';
import { END_WORDS } from '../../words/end-words.ts';
import { type End, end, LeftError, type RunEnv } from '../run-env.ts';
import { readOnce } from './watch-miner.ts';
import { yieldToPolls } from './yield-to-polls.ts';

/**
 * Whether a miner that mines again also hashes: the state of one that hangs is `mining` too, which
 * would make each restart of it look like a cure, and so would figures that stood still before and
 * still do. Waits for as long as it is known to hash nothing, up to the limit for proofs. If its
 * figures cannot be read, its state has to do.
 */
export async function endWhenHashing(
  id: string,
  base: Observed | null,
  first: Observed,
  env: RunEnv,
): Promise<{ readonly end: End; readonly now: Observed }> {
  const { clock, timings, endNow, leave } = env;
  const startedMs = clock.monotonicMs();
  let now = first;
  while (!endNow.aborted) {
    await yieldToPolls(env, env.wake);
    const read = await readOnce(id, ['state', 'running'], env);
    if (!read.ok) break;
    const group = stateGroup(read.value.state);
    if (group === 'failure') return { end: end('failed', 'failure', END_WORDS.failsNow), now: read.value };
    if (group !== 'hashing') break;
    now = read.value;
    const still = standStill(now, base);
    if (now.hashrate_hs !== 0 && !still) break;
    const elapsedMs = clock.monotonicMs() - startedMs;
    if (elapsedMs >= timings.proofMs) {
      const minutes = Math.round(elapsedMs / MINUTE_MS);
      if (still) return stillFrozen(now, end('failed', 'figures_frozen', END_WORDS.standStill));
      return { end: end('failed', 'not_hashing', END_WORDS.hashesNothing(minutes)), now };
    }
    await clock.sleep(timings.readAfterMs.at(-1) ?? 5000, env.wake);
  }
  if (leave.aborted) throw new LeftError();
  if (standStill(now, base)) return stillFrozen(now, end('in_force', 'not_proven', END_WORDS.standStill));
  return { end: end('in_force'), now };
}

/** Figures that stand still are not shown as those of the miner. */
function stillFrozen(now: Observed, ended: End): { readonly end: End; readonly now: Observed } {
  return { end: ended, now: { ...now, figures_frozen: true } };
}

/** Whether an action is to end with a miner that hashes. */
export function mustHashAgain({ kind }: Goal, { state }: Observed): boolean {
  return (
    (kind === 'restart' || kind === 'resume' || kind === 'start' || kind === 'reboot') &&
    stateGroup(state) === 'hashing'
  );
}
