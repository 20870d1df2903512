import { Socket } from 'node:net';
import type { Address } from '../../drivers/address.ts';
import { type ConnectFailure, classifyConnectFailure, watchAttempt } from '../../drivers/http/connect-failure.ts';
import { isOutOfSockets } from '../../drivers/http/network-failure.ts';
import type { Clock } from '../../runtime/clock.ts';
import { systemClock } from '../../runtime/clock.ts';

/**
 * What dialling one address showed: `open` accepted, `refused` is a host without a miner's port,
 * `silent` never answered, `no_route` means that this machine itself could not even try, and
 * `not_tried` that it had no socket or no time left for it. These two say nothing about a miner.
 * `unreached` was known at once: silence where it is one host, and the same as `no_route` where
 * it is a whole network. `reported` was said at once by something on the way: where that is a router,
 * it is silence (UntriedNetworks).
 */
export type DialResult = 'open' | 'refused' | 'silent' | 'no_route' | 'unreached' | 'reported' | 'not_tried';

const RESULTS: Readonly<Record<ConnectFailure, DialResult>> = {
  refused: 'refused',
  own: 'no_route',
  unreached: 'unreached',
  reported: 'reported',
  silent: 'silent',
};
const OUT_OF_SOCKETS_PAUSE_MS = 200;

/**
 * Dials one address. Never rejects; an abort counts as silence. Where the system has no socket left
 * it tries again until the timeout.
 */
async function dial(
  address: Address,
  timeoutMs: number,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<DialResult> {
  const untilMs = clock.monotonicMs() + timeoutMs;
  while (!signal.aborted) {
    const result = await new Promise<DialResult>((resolve) => {
      const cut = attempt(address, timeoutMs, (result) => {
        signal.removeEventListener('abort', cut);
        resolve(result);
      });
      signal.addEventListener('abort', cut, { once: true });
    });
    if (result !== 'not_tried' || clock.monotonicMs() >= untilMs) return result;
    await clock.sleep(OUT_OF_SOCKETS_PAUSE_MS, signal);
  }
  return 'silent';
}

/** How many dials, each begun when the one before has had half its time. */
const PATIENT_DIALS = 3;

/**
 * Dials one address several times, one after the other and overlapping, and believes in silence
 * only when none was answered: where one packet in twenty is lost, one dial in a hundred fails
 * although it asks twice. `unreached` and `reported` only where each of them was.
 */
export async function dialPatiently(
  address: Address,
  timeoutMs: number,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<DialResult> {
  const answered = new AbortController();
  const over = AbortSignal.any([signal, answered.signal]);
  const dials = Array.from({ length: PATIENT_DIALS }, async (_, i) => {
    await clock.sleep((i * timeoutMs) / 2, over);
    const result = over.aborted ? 'silent' : await dial(address, timeoutMs, over, clock);
    if (result === 'silent' || result === 'unreached' || result === 'reported') throw result;
    return result;
  });
  try {
    return await Promise.any(dials);
  } catch (error) {
    const results = new Set<DialResult>((error as AggregateError).errors);
    // Whoever waited for one of them in vain was not refused at once.
    if (results.has('silent')) return 'silent';
    return results.has('unreached') ? 'unreached' : 'reported';
  } finally {
    answered.abort();
  }
}

/**
 * Dials once, and reports once how it went: `not_tried`, with the system's error code, where it had
 * no socket left. Returns the function that ends it, as silence.
 */
export function attempt(
  address: Address,
  timeoutMs: number,
  done: (result: DialResult, code: string) => void,
): () => void {
  const socket = new Socket();
  let isOver = false;
  const provision = (result: DialResult, code = ''): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    socket.destroy();
    done(result, code);
  };
  // On a busy machine the response may have arrived unread: it is checked once more before the host
  // counts as silent.
  const timer = setTimeout(() => setImmediate(provision, 'silent'), timeoutMs);
  socket.on('connect', () => provision('open'));
  socket.on('error', (error: NodeJS.ErrnoException) => {
    const code = error.code ?? '';
    provision(isOutOfSockets(code) ? 'not_tried' : RESULTS[classifyConnectFailure(code, how())], code);
  });
  socket.connect({ host: address.host, port: address.port, family: 4 });
  const how = watchAttempt(socket);
  return () => provision('silent');
}
