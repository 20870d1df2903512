import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Address, formatAddress } from '../../drivers/address.ts';
import type { DialResult } from './dial.ts';
import { type DialAllEnd, type DialLimits, dialAll } from './dial-all.ts';
import { noteScanned, type OwnMeans, ownMeans, scanLimits, shareLimits } from './dial-limits.ts';
import type { DialMessage, DialTask } from './dial-worker.ts';

export interface LightScanOptions {
  readonly timeoutMs: number;
  /** Maximum number of open sockets; null lets the network decide. */
  readonly cap: number | null;
  readonly signal: AbortSignal;
  readonly onResult: (address: Address, result: DialResult) => void;
  /** The resources of this computer, to use instead of reading them. */
  readonly means?: OwnMeans;
}

/** The calling thread dials fewer addresses itself, because threads take a while to start. */
const WORTH_THREADS = 4096;
/**
 * Dialling and closing sockets takes so much processor time that one thread cannot handle many
 * thousands of them.
 */
const THREADS = Math.min(2, availableParallelism());
/**
 * Thousands of sockets live as long as the timeout: with less room each would be copied twice by
 * the garbage collector.
 */
const YOUNG_GENERATION_MB = 48;

const WORKER_URL = new URL(import.meta.url.endsWith('.ts') ? './dial-worker.ts' : './dial-worker.js', import.meta.url);

const NOTHING_HELD_UP: DialAllEnd = { untried: 0, socketError: null, fewestSockets: null, linkWaitMs: 0 };

/**
 * Dials every address, as many at once as `scanLimits` allows, and reports each result at once.
 * Ends early on abort. The duration is bounded by silent addresses x timeout / sockets, since only
 * silence holds a socket for long. Resolves to what limited the scan.
 */
export async function lightScan(addresses: readonly Address[], options: LightScanOptions): Promise<DialAllEnd> {
  const limits = scanLimits(addresses, options.timeoutMs, options.cap, options.means ?? ownMeans());
  try {
    return await dialIn(addresses, limits, options);
  } finally {
    noteScanned(addresses, limits);
  }
}

function dialIn(addresses: readonly Address[], limits: DialLimits, options: LightScanOptions): Promise<DialAllEnd> {
  return addresses.length < WORTH_THREADS
    ? dialPart(addresses, limits, options)
    : dialInThreads(addresses, limits, options);
}

async function dialInThreads(
  addresses: readonly Address[],
  limits: DialLimits,
  options: LightScanOptions,
): Promise<DialAllEnd> {
  // Alternating, so that the addresses at the start of the list are dialled first.
  const parts = Array.from({ length: THREADS }, (_, part) => addresses.filter((__, i) => i % THREADS === part));
  const share = shareLimits(limits, THREADS);
  const ends = await Promise.all(parts.map((part) => dialInThread(part, share, options)));
  return ends.reduce(together, NOTHING_HELD_UP);
}

function dialPart(addresses: readonly Address[], limits: DialLimits, options: LightScanOptions): Promise<DialAllEnd> {
  const onResult = (index: number, result: DialResult): void => options.onResult(addresses[index] as Address, result);
  return dialAll(addresses, { ...limits, signal: options.signal, onResult });
}

async function dialInThread(
  addresses: readonly Address[],
  limits: DialLimits,
  options: LightScanOptions,
): Promise<DialAllEnd> {
  const { signal, onResult } = options;
  // Sending one string to a thread is fast, sending a hundred thousand objects is not.
  const task: DialTask = { addresses: addresses.map(formatAddress).join(' '), limits };
  const worker = new Worker(WORKER_URL, {
    workerData: task,
    name: 'dial',
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  const stop = (): void => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  const isDone = new Uint8Array(addresses.length);
  let end: DialAllEnd | null = null;
  worker.on('message', (message: DialMessage) => {
    if (signal.aborted) return;
    if ('end' in message) end = message.end;
    else {
      for (const [index, result] of message.results) {
        isDone[index] = 1;
        onResult(addresses[index] as Address, result);
      }
    }
  });
  try {
    if (signal.aborted) stop();
    await once(worker, 'exit');
  } catch {
    // Without a free descriptor no thread starts; this thread dials what is left.
  } finally {
    signal.removeEventListener('abort', stop);
  }
  if (end !== null || signal.aborted) return end ?? NOTHING_HELD_UP;
  const rest = addresses.filter((_, index) => isDone[index] === 0);
  return dialPart(rest, limits, options);
}

function together(a: DialAllEnd, b: DialAllEnd): DialAllEnd {
  const fewest = [a.fewestSockets, b.fewestSockets].filter((sockets) => sockets !== null);
  return {
    untried: a.untried + b.untried,
    socketError: a.socketError ?? b.socketError,
    fewestSockets: fewest.length === 0 ? null : fewest.reduce((sum, sockets) => sum + sockets),
    linkWaitMs: Math.max(a.linkWaitMs, b.linkWaitMs),
  };
}
