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
  using cutter = new Cutter(signal);
  return await dialOnce(address, timeoutMs, cutter, clock);
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

/** One listener on a signal for thousands of sockets: a signal looks through all its listeners whenever one is added. */
class Cutter implements Disposable {
  readonly #signal: AbortSignal;
  readonly #underWay = new Set<() => void>();
  readonly #onAbort = (): void => {
    for (const cut of this.#underWay) cut();
  };

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#signal;
  }

  add(cut: () => void): void {
    this.#underWay.add(cut);
  }

  delete(cut: () => void): void {
    this.#underWay.delete(cut);
  }

  [Symbol.dispose](): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
  }
}

async function dialOnce(address: Address, timeoutMs: number, cutter: Cutter, clock: Clock): Promise<DialResult> {
  for (;;) {
    const result = await attempt(address, timeoutMs, cutter);
    if (result !== 'no_socket') return result;
    await clock.sleep(OUT_OF_SOCKETS_PAUSE_MS, cutter.signal);
  }
}

function attempt(address: Address, timeoutMs: number, cutter: Cutter): Promise<DialResult | 'no_socket'> {
  return new Promise((resolve) => {
    if (cutter.signal.aborted) {
      resolve('silent');
      return;
    }
    const socket = new Socket();
    const settle = (result: DialResult | 'no_socket'): void => {
      clearTimeout(timer);
      cutter.delete(onSilence);
      socket.destroy();
      resolve(result);
    };
    const onSilence = (): void => settle('silent');
    // On a busy machine the answer may lie there already, unread: it is looked for once more before silence is believed.
    const timer = setTimeout(() => setImmediate(onSilence), timeoutMs);
    cutter.add(onSilence);
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

export interface DialAllOptions {
  readonly timeoutMs: number;
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Told of each result as it comes, by the address's place in the list. */
  readonly onResult: (index: number, result: DialResult) => void;
}

/** Dials every address from this thread, at most `concurrency` at once. Ends early on abort. */
export async function dialAll(addresses: readonly Address[], options: DialAllOptions): Promise<void> {
  using cutter = new Cutter(options.signal);
  const queue = addresses.entries();
  const dialOn = async (): Promise<void> => {
    for (const [index, address] of queue) {
      const result = await dialOnce(address, options.timeoutMs, cutter, systemClock);
      if (options.signal.aborted) return;
      options.onResult(index, result);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.concurrency) }, dialOn));
}
