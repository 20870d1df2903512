import { parentPort, workerData } from 'node:worker_threads';
import { Outbox } from '../threads/outbox.ts';
import type { Answer, Ready, RequestFor, Withdrawal } from '../threads/thread-calls.ts';
import type { AskerCalls, AskerTask } from './asker.ts';
import { ClientAsker } from './client-asker.ts';

/** Entry of the thread that talks to miners, and reads, judges and packs what they say, so that none of it holds up the screens. */
if (parentPort === null) throw new Error('asking-worker runs as a worker thread only');

const port = parentPort;
const asker = new ClientAsker(workerData as AskerTask);
const underWay = new Map<number, AbortController>();
const outbox = new Outbox<Answer>((answers) => port.postMessage(answers));

port.on('message', (messages: (RequestFor<AskerCalls> | Withdrawal)[]) => {
  for (const message of messages) {
    if ('withdrawn' in message) underWay.get(message.id)?.abort();
    else void answer(message);
  }
});
port.postMessage({ ready: true } satisfies Ready);

async function answer(request: RequestFor<AskerCalls>): Promise<void> {
  const { id } = request;
  try {
    outbox.add({ id, ok: true, value: await carryOut(request) });
  } catch (error) {
    outbox.add({ id, ok: false, failure: { code: 'failed', message: String(error) } });
  }
}

async function carryOut({ id, call, args }: RequestFor<AskerCalls>): Promise<unknown> {
  if (call === 'close') {
    await asker.close();
    // The last answers go first.
    setImmediate(() => setImmediate(() => port.close()));
    return undefined;
  }
  const withdrawal = new AbortController();
  underWay.set(id, withdrawal);
  try {
    const [timeoutMs, ...question] = args;
    const ask = asker[call] as (...args: unknown[]) => Promise<unknown>;
    return await ask.call(asker, ...question, { timeoutMs: timeoutMs ?? undefined, signal: withdrawal.signal });
  } finally {
    underWay.delete(id);
  }
}
