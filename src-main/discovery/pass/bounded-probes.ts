import type { Clock } from '../../runtime/clock.ts';
import { Semaphore } from '../../runtime/semaphore.ts';
import { probeRoom } from '../dial/dial-limits.ts';

/**
 * Time limit for one round of probes of hosts of which most do not answer. Retries with a longer
 * timeout, and retries of silent addresses, have the same limit again. The next scan begins with
 * the hosts that were not probed.
 */
const UNANSWERED_MS = 60_000;
const UNANSWERED_ON_REQUEST_MS = 180_000;

export interface ProbeBounds {
  readonly clock: Clock;
  readonly isRequested: boolean;
  readonly signal: AbortSignal;
}

/**
 * Probes the items in order, as many at once as this computer has sockets for. After the time limit
 * no more are started: `leave` gets each of the rest. `probe` must not reject.
 */
export async function probeBounded<T>(
  all: readonly T[],
  { clock, isRequested, signal }: ProbeBounds,
  probe: (one: T) => Promise<void>,
  leave: (one: T) => void,
): Promise<void> {
  if (all.length === 0) return;
  const untilMs = clock.monotonicMs() + (isRequested ? UNANSWERED_ON_REQUEST_MS : UNANSWERED_MS);
  const room = new Semaphore(probeRoom());
  const begin = async (one: T): Promise<void> => {
    if (signal.aborted) return;
    if (clock.monotonicMs() >= untilMs) leave(one);
    else await probe(one);
  };
  await Promise.all(all.map((one) => room.run(() => begin(one))));
}
