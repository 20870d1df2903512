import { parentPort, workerData } from 'node:worker_threads';
import { type Address, parseAddress } from '../firmware/address.ts';
import { Outbox } from '../threads/outbox.ts';
import { type DialResult, dialAll } from './dial.ts';

export interface DialTask {
  /** As `formatAddress` writes them, with spaces between. */
  readonly addresses: string;
  readonly timeoutMs: number;
  readonly concurrency: number;
}

/** Entry of a thread that lives for a part of one scan. */
if (parentPort === null) throw new Error('dial-worker runs as a worker thread only');

const port = parentPort;
const { addresses, ...limits } = workerData as DialTask;
const outbox = new Outbox<[number, DialResult]>((results) => port.postMessage(results));
await dialAll(
  addresses.split(' ').map((text) => parseAddress(text) as Address),
  {
    ...limits,
    signal: new AbortController().signal,
    onResult: (index, result) => outbox.add([index, result]),
  },
);
outbox.flush();
