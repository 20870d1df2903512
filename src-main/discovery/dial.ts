import { Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import type { Address } from '../firmware/address.ts';

/**
 * What dialling one address showed: `open` accepted, `refused` is a host without a miner's port, `silent` never answered, and `no_route`
 * means that this machine itself could not even try.
 */
export type DialResult = 'open' | 'refused' | 'silent' | 'no_route';

const NO_ROUTE = new Set(['ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL']);
const OUT_OF_SOCKETS = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM']);
const OUT_OF_SOCKETS_PAUSE_MS = 50;

/** Dials one address. Never rejects; an abort counts as silence. Waits for a free socket where the system has none left. */
export async function dial(
  address: Address,
  timeoutMs: number,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<DialResult> {
  while (!signal.aborted) {
    const result = await new Promise<DialResult | 'no_socket'>((resolve) => {
      const cut = attempt(address, timeoutMs, (result) => {
        signal.removeEventListener('abort', cut);
        resolve(result);
      });
      signal.addEventListener('abort', cut, { once: true });
    });
    if (result !== 'no_socket') return result;
    await clock.sleep(OUT_OF_SOCKETS_PAUSE_MS, signal);
  }
  return 'silent';
}

/** So many dials, each begun when the one before has had half its time. */
const PATIENT_DIALS = 3;

/**
 * Dials one address several times, one after the other and overlapping, and believes in silence only when none was answered: where one packet in
 * twenty is lost, one dial in a hundred fails although it asks twice.
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
    if (result === 'silent') throw new Error('silent');
    return result;
  });
  try {
    return await Promise.any(dials);
  } catch {
    return 'silent';
  } finally {
    answered.abort();
  }
}

export interface DialAllOptions {
  readonly timeoutMs: number;
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Told of each result as it comes, by the address's place in the list. */
  readonly onResult: (index: number, result: DialResult) => void;
}

/** Dials every address from this thread, at most `concurrency` at once. Ends early on abort. */
export function dialAll(addresses: readonly Address[], options: DialAllOptions): Promise<void> {
  const { timeoutMs, concurrency, signal, onResult } = options;
  // Without a promise for each dial, of which there are tens of thousands: they would take a quarter of the time.
  return new Promise((resolve) => {
    const underWay = new Map<number, () => void>();
    let next = 0;
    const dialNext = (): void => {
      if (next < addresses.length && !signal.aborted) dialOne(next++);
      else if (underWay.size === 0) {
        signal.removeEventListener('abort', cutAll);
        resolve();
      }
    };
    const end = (index: number, result: DialResult): void => {
      underWay.delete(index);
      if (!signal.aborted) onResult(index, result);
      dialNext();
    };
    const dialOne = (index: number): void => {
      const cut = attempt(addresses[index] as Address, timeoutMs, (result) => {
        if (result !== 'no_socket') end(index, result);
        else setTimeout(() => (signal.aborted ? end(index, 'silent') : dialOne(index)), OUT_OF_SOCKETS_PAUSE_MS);
      });
      underWay.set(index, cut);
    };
    const cutAll = (): void => {
      for (const cut of underWay.values()) cut();
    };
    signal.addEventListener('abort', cutAll, { once: true });
    for (let i = 0; i < Math.max(1, concurrency) && i <= addresses.length; i++) dialNext();
  });
}

/** Dials once, and tells how it went once. Answers the function that ends it, as silence. */
function attempt(address: Address, timeoutMs: number, done: (result: DialResult | 'no_socket') => void): () => void {
  const socket = new Socket();
  let isOver = false;
  const settle = (result: DialResult | 'no_socket'): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    socket.destroy();
    done(result);
  };
  // On a busy machine the answer may lie there already, unread: it is looked for once more before silence is believed.
  const timer = setTimeout(() => setImmediate(settle, 'silent'), timeoutMs);
  socket.on('connect', () => settle('open'));
  socket.on('error', (error: NodeJS.ErrnoException) => {
    const code = error.code ?? '';
    if (code === 'ECONNREFUSED') settle('refused');
    else if (NO_ROUTE.has(code)) settle('no_route');
    else settle(OUT_OF_SOCKETS.has(code) ? 'no_socket' : 'silent');
  });
  socket.connect({ host: address.host, port: address.port, family: 4 });
  return () => settle('silent');
}
