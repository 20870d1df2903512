import { Socket } from 'node:net';
import type { Address } from '../../drivers/address.ts';
import { type ConnectFailure, classifyConnectFailure, watchAttempt } from '../../drivers/http/connect-failure.ts';
import { isOutOfSockets } from '../../drivers/http/network-failure.ts';
import type { Clock } from '../../runtime/clock.ts';
import { systemClock } from '../../runtime/clock.ts';

/**
 * The result of dialling one address. `open`: accepted. `refused`: a host without a miner's port.
 * `silent`: no answer until the timeout. `no_route`: this computer could not send. `not_tried`: it
 * had no socket or no time. These two prove nothing about a miner. `unreached`: failed at once,
 * which counts as silence for a single host, and as `no_route` for a whole network. `reported`:
 * reported unreachable at once by something on the path, which is silence if that is a router
 * (UntriedNetworks).
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
 * Dials one address. Never rejects; an abort returns `silent`. Retries until the timeout while the
 * system has no free socket.
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

/** Number of dials. Each starts half a timeout after the previous one. */
const PATIENT_DIALS = 3;

/**
 * Dials one address several times, overlapping, and returns `silent` only if no dial was answered:
 * where one packet in twenty is lost, one dial in a hundred fails although TCP sends it twice.
 * Returns `unreached` or `reported` only if no dial was silent.
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
    // A dial that waited until its timeout outweighs those that failed at once.
    if (results.has('silent')) return 'silent';
    return results.has('unreached') ? 'unreached' : 'reported';
  } finally {
    answered.abort();
  }
}

/**
 * Dials once and calls `done` once: with `not_tried` and the system's error code if it ran out of
 * sockets. Returns a function that ends the dial as `silent`.
 */
export function attempt(
  address: Address,
  timeoutMs: number,
  done: (result: DialResult, code: string) => void,
): () => void {
  const socket = new Socket();
  let isOver = false;
  const end = (result: DialResult, code = ''): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    socket.destroy();
    done(result, code);
  };
  // On a busy computer the response may have arrived unread: pending events are handled before the
  // host counts as silent.
  const timer = setTimeout(() => setImmediate(end, 'silent'), timeoutMs);
  socket.on('connect', () => end('open'));
  socket.on('error', (error: NodeJS.ErrnoException) => {
    const code = error.code ?? '';
    end(isOutOfSockets(code) ? 'not_tried' : RESULTS[classifyConnectFailure(code, how())], code);
  });
  socket.connect({ host: address.host, port: address.port, family: 4 });
  const how = watchAttempt(socket);
  return () => end('silent');
}
