import type { MessagePort } from 'node:worker_threads';
import type { Ping, RequestFor, ThreadReply, Withdrawal } from './thread-calls.ts';

/** The thread's side of a link: hands on each call that comes, one after the other, and answers pings. */
export function takeCalls<C>(port: MessagePort, take: (call: RequestFor<C> | Withdrawal) => void): void {
  port.on('message', (messages: (RequestFor<C> | Withdrawal | Ping)[]) => {
    for (const message of messages) {
      if ('ping' in message) port.postMessage([{ pong: true }] satisfies ThreadReply[]);
      else take(message);
    }
  });
}
