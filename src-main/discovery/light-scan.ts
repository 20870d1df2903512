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
  for (;;) {
    const result = await attempt(address, timeoutMs, signal);
    if (result !== 'no_socket') return result;
    await clock.sleep(OUT_OF_SOCKETS_PAUSE_MS, signal);
  }
}

function attempt(address: Address, timeoutMs: number, signal: AbortSignal): Promise<DialResult | 'no_socket'> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve('silent');
      return;
    }
    const socket = new Socket();
    const settle = (result: DialResult | 'no_socket'): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(result);
    };
    const onAbort = (): void => settle('silent');
    const timer = setTimeout(() => settle('silent'), timeoutMs);
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('connect', () => settle('open'));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? '';
      if (code === 'ECONNREFUSED') settle('refused');
      else if (NO_ROUTE.has(code)) settle('no_route');
      else settle(OUT_OF_SOCKETS.has(code) ? 'no_socket' : 'silent');
    });
    socket.connect({ host: address.host, port: address.port, family: 4 });
  });
}

export interface LightScanOptions {
  readonly timeoutMs: number;
  readonly concurrency: number;
  readonly signal: AbortSignal;
  readonly onResult: (address: Address, result: DialResult) => void;
}

/**
 * Dials every address, at most `concurrency` at once, and tells each result as it comes. Ends early on abort. The time it takes is
 * bounded by silent addresses x timeout / concurrency, since only silence holds a socket for long.
 */
export async function lightScan(addresses: Iterable<Address>, options: LightScanOptions): Promise<void> {
  const queue = addresses[Symbol.iterator]();
  const dialOn = async (): Promise<void> => {
    for (let next = queue.next(); next.done !== true; next = queue.next()) {
      const result = await dial(next.value, options.timeoutMs, options.signal);
      if (options.signal.aborted) return;
      options.onResult(next.value, result);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.concurrency) }, dialOn));
}
