import type { Logger } from 'pino';
import type { SlowCall } from './slow-calls.ts';
import type { ThreadEvent } from './supervised-thread.ts';

export function logThreadEvent(log: Logger, event: ThreadEvent): void {
  const { name } = event;
  switch (event.kind) {
    case 'ended': {
      const when = event.retryInMs === 0 ? 'at once' : `in ${event.retryInMs / 1000} s`;
      log.error(`The thread ${name} ended and is started again ${when}: ${event.reason}`);
      return;
    }
    case 'restarted':
      log.info(`The thread ${name} runs again`);
      return;
    case 'stuck':
      log.error(`The thread ${name} has not answered for ${Math.round(event.forMs / 1000)} s`);
      return;
    case 'answers_again':
      log.info(`The thread ${name} answers again`);
      return;
    case 'given_up':
      log.fatal(`The thread ${name} cannot be started: ${event.reason}`);
  }
}

/** Logs a slow call, because the screen that waited for it cannot show the cause. */
export function logSlowCall(log: Logger, { thread, call, tookMs }: SlowCall): void {
  log.warn({ thread, call, ms: Math.round(tookMs) }, 'A call to a thread was slow');
}
