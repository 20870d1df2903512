import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Address, formatAddress } from '../firmware/address.ts';
import { type DialResult, dialAll } from './dial.ts';
import type { DialTask } from './dial-worker.ts';

export interface LightScanOptions {
  readonly timeoutMs: number;
  readonly concurrency: number;
  readonly signal: AbortSignal;
  readonly onResult: (address: Address, result: DialResult) => void;
}

/** Fewer addresses are dialled by the thread that asks for it: others take a while to start. */
const WORTH_THREADS = 4096;
/** Dialling and closing a socket is dear enough that one thread cannot keep many thousands of them busy. */
const THREADS = Math.min(2, availableParallelism());
/** Thousands of sockets live for as long as the timeout: with less room each would be copied twice before it dies. */
const YOUNG_GENERATION_MB = 48;

const WORKER_URL = new URL(import.meta.url.endsWith('.ts') ? './dial-worker.ts' : './dial-worker.js', import.meta.url);

/**
 * Dials every address, at most `concurrency` at once, and tells each result as it comes. Ends early on abort. The time it takes is
 * bounded by silent addresses x timeout / concurrency, since only silence holds a socket for long.
 */
export async function lightScan(addresses: readonly Address[], options: LightScanOptions): Promise<void> {
  if (addresses.length < WORTH_THREADS) return dialPart(addresses, options);
  // In turns, so that those who come first in the list are dialled first.
  const parts = Array.from({ length: THREADS }, (_, part) => addresses.filter((__, i) => i % THREADS === part));
  const concurrency = Math.ceil(options.concurrency / THREADS);
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  try {
    await Promise.all(parts.map((part) => dialInThread(part, { ...options, concurrency, signal })));
  } finally {
    failed.abort();
  }
}

function dialPart(addresses: readonly Address[], options: LightScanOptions): Promise<void> {
  const onResult = (index: number, result: DialResult): void => options.onResult(addresses[index] as Address, result);
  return dialAll(addresses, { ...options, onResult });
}

async function dialInThread(addresses: readonly Address[], options: LightScanOptions): Promise<void> {
  const { timeoutMs, concurrency, signal, onResult } = options;
  // One text crosses to another thread in no time, a hundred thousand objects do not.
  const task: DialTask = { addresses: addresses.map(formatAddress).join(' '), timeoutMs, concurrency };
  const worker = new Worker(WORKER_URL, {
    workerData: task,
    name: 'dial',
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  const stop = (): void => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  worker.on('message', (results: [number, DialResult][]) => {
    if (signal.aborted) return;
    for (const [index, result] of results) onResult(addresses[index] as Address, result);
  });
  try {
    if (signal.aborted) stop();
    await once(worker, 'exit');
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
