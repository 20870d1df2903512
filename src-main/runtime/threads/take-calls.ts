import type { MessagePort } from 'node:worker_threads';
import type { Cancellation, Ping, RequestFor, ThreadReply } from './thread-calls.ts';

/** The thread's side of a link: passes on calls in order, and responds to pings. */
export function takeCalls<C>(port: MessagePort, take: (call: RequestFor<C> | Cancellation) => void): void {
  port.on('message', (messages: (RequestFor<C> | Cancellation | Ping)[]) => {
    for (const message of messages) {
      if ('ping' in message) port.postMessage([{ pong: true }] satisfies ThreadReply[]);
      else take(message);
    }
  });
}
