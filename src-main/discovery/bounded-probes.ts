import type { Clock } from '../runtime/clock.ts';
import { Semaphore } from '../runtime/semaphore.ts';
import { probeRoom } from './dial/dial-limits.ts';

/**
 * How long a scan probes hosts of which most do not answer. The same again is spent on giving them
 * more time, and on those that were silent at first. The next scan begins with those that were not
 * probed.
 */
const UNANSWERED_MS = 60_000;
const UNANSWERED_ON_REQUEST_MS = 180_000;

export interface ProbeBounds {
  readonly clock: Clock;
  readonly isRequested: boolean;
  readonly signal: AbortSignal;
}

/**
 * Probes as many at once as this computer has sockets for, in their order, and after some time no
 * more of them: `leave` gets each of those. `probe` must not reject.
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
