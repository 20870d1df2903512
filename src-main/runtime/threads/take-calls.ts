import type { MessagePort } from 'node:worker_threads';
import type { Ping, RequestFor, ThreadReply, Withdrawal } from './thread-calls.ts';

/** The thread's side of a link: passes on each call, one after the other, and responds to pings. */
export function takeCalls<C>(port: MessagePort, take: (call: RequestFor<C> | Withdrawal) => void): void {
  port.on('message', (messages: (RequestFor<C> | Withdrawal | Ping)[]) => {
    for (const message of messages) {
      if ('ping' in message) port.postMessage([{ pong: true }] satisfies ThreadReply[]);
      else take(message);
    }
  });
}
