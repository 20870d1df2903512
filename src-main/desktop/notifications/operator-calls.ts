import type { Logger } from 'pino';
import type { Settings } from '../../../src-shared/model/index.ts';
import type { Notice } from '../../alerts/notice.ts';
import { minuteOfDay, quietBelow } from '../../alerts/quiet-hours.ts';
import type { Clock } from '../../runtime/clock.ts';
import { TaskGroup } from '../../runtime/task-group.ts';
import { composeMessages, type Message, type Silence, tellAt, whySilent } from './notification-plan.ts';

export interface OperatorCallsOptions {
  readonly settings: () => Settings['notifications'];
  readonly clock: Clock;
  readonly log: Logger;
  readonly show: (message: Message) => void;
}

/** How often it is checked whether the quiet hours are over. */
const QUIET_CHECK_MS = 60_000;

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
  /** What waits until the quiet hours are over. */
  #held: Notice[] = [];
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
    if (event === 'resolved') {
      this.#shown.delete(incident.incident_id);
      // What ended before it was shown is no news.
      this.#held = this.#held.filter((other) => other.incident.incident_id !== incident.incident_id);
    }
    if (silence !== null) {
      log.debug({ incident: incident.incident_id, event, silence }, 'No notification');
      if (silence === 'quiet_hours') this.#hold(notice);
      return silence;
    }
    this.#gather(notice);
    return null;
  }

  #gather(notice: Notice): void {
    const { event, incident } = notice;
    if (event !== 'resolved') this.#shown.add(incident.incident_id);
    this.#gathered.push(notice);
    this.#lastMs = this.#options.clock.monotonicMs();
    if (this.#gathered.length === 1) this.#tasks.run(() => this.#tellSoon(this.#lastMs));
  }

  #hold(notice: Notice): void {
    this.#held.push(notice);
    if (this.#held.length === 1) this.#tasks.run(() => this.#releaseLater());
  }

  /** The hours may be changed meanwhile, and so may the clock. */
  async #releaseLater(): Promise<void> {
    const { clock, settings } = this.#options;
    const { signal } = this.#closing;
    const isQuiet = (): boolean => quietBelow(settings().quiet_hours, minuteOfDay(clock.nowMs())) !== null;
    while (this.#held.length > 0 && isQuiet() && !signal.aborted) await clock.sleep(QUIET_CHECK_MS, signal);
    const held = this.#held;
    this.#held = [];
    if (settings().enabled && !signal.aborted) for (const notice of held) this.#gather(notice);
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
