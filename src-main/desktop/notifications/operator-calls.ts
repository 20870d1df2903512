import type { Logger } from 'pino';
import type { Settings } from '../../../src-shared/model/index.ts';
import type { Notice } from '../../alerts/notice.ts';
import type { Clock } from '../../runtime/clock.ts';
import { TaskGroup } from '../../runtime/task-group.ts';
import { composeMessages, type Message, type Silence, tellAt, whySilent } from './notification-plan.ts';
import { minuteOfDay } from './time-of-day.ts';

export interface OperatorCallsOptions {
  readonly settings: () => Settings['notifications'];
  readonly clock: Clock;
  readonly log: Logger;
  readonly show: (message: Message) => void;
}

/**
 * The desktop as a channel: decides from the same notices as all others when the operator is
 * notified. Notices within a few seconds share one notification.
 */
export class OperatorCalls {
  readonly #options: OperatorCallsOptions;
  /** Incidents that caused a notification: only their end causes one. */
  readonly #shown = new Set<string>();
  readonly #closing = new AbortController();
  #gathered: Notice[] = [];
  #lastMs = 0;
  readonly #tasks = new TaskGroup((error) => this.#options.log.error({ err: error }, 'A notification was not shown'));

  constructor(options: OperatorCallsOptions) {
    this.#options = options;
  }

  /** Why it causes no notification; null if it does. */
  take(notice: Notice): Silence | null {
    const { clock, log, settings } = this.#options;
    const { enabled, quiet_hours } = settings();
    const { event, incident } = notice;
    const silence = whySilent(notice, {
      enabled,
      quietHours: quiet_hours,
      minuteOfDay: minuteOfDay(clock.nowMs()),
      shown: this.#shown,
    });
    if (event === 'resolved') this.#shown.delete(incident.incident_id);
    if (silence !== null) {
      log.debug({ incident: incident.incident_id, event, silence }, 'No notification');
      return silence;
    }
    if (event !== 'resolved') this.#shown.add(incident.incident_id);
    this.#gathered.push(notice);
    this.#lastMs = clock.monotonicMs();
    if (this.#gathered.length === 1) this.#tasks.run(() => this.#tellSoon(this.#lastMs));
    return null;
  }

  close(): void {
    this.#closing.abort();
  }

  async #tellSoon(firstMs: number): Promise<void> {
    const { clock, show } = this.#options;
    const { signal } = this.#closing;
    for (;;) {
      const waitMs = tellAt(firstMs, this.#lastMs) - clock.monotonicMs();
      if (waitMs <= 0 || signal.aborted) break;
      await clock.sleep(waitMs, signal);
    }
    const notices = this.#gathered;
    this.#gathered = [];
    if (!signal.aborted) for (const message of composeMessages(notices, clock.nowMs())) show(message);
  }
}
