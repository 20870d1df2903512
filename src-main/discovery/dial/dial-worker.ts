import { parentPort, workerData } from 'node:worker_threads';
import { type Address, parseAddress } from '../../drivers/address.ts';
import { TurnBatch } from '../../runtime/threads/turn-batch.ts';
import type { DialResult } from './dial.ts';
import { type DialAllEnd, type DialLimits, dialAll } from './dial-all.ts';

export interface DialTask {
  /** Separated by spaces, in the form of `formatAddress`. */
  readonly addresses: string;
  readonly limits: DialLimits;
}

/** Results in batches, each with the index of its address, and finally the end of the pass. */
export type DialMessage = { readonly results: readonly [number, DialResult][] } | { readonly end: DialAllEnd };

/** Entry of a thread that dials a part of one scan. */
if (parentPort === null) throw new Error('dial-worker runs as a worker thread only');

const port = parentPort;
const { addresses, limits } = workerData as DialTask;
const post = (message: DialMessage): void => port.postMessage(message);
const batch = new TurnBatch<[number, DialResult]>((results) => post({ results }));
const end = await dialAll(
  addresses.split(' ').map((text) => parseAddress(text) as Address),
  {
    ...limits,
    signal: new AbortController().signal,
    onResult: (index, result) => batch.add([index, result]),
  },
);
batch.flush();
post({ end });
