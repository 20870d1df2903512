import type { Logger } from 'pino';
import type { LiveEvent, Settings, Watching } from '../../../src-shared/model/index.ts';
import type { Clock } from '../../runtime/clock.ts';
import { TaskGroup } from '../../runtime/task-group.ts';
import { composeMessages, type Message, tellAt, whySilent } from './notification-plan.ts';
import { Presence, type PresenceChange } from './presence.ts';
import { minuteOfDay, timeOfDay } from './time-of-day.ts';

export interface OperatorCallsOptions {
  readonly settings: () => Settings['notifications'];
  readonly clock: Clock;
  readonly log: Logger;
  readonly show: (message: Message) => void;
}

/**
 * Decides from the live stream when the operator is notified. Miners that go within a few seconds
 * share one notification.
 */
export class OperatorCalls {
  readonly #options: OperatorCallsOptions;
  readonly #presence: Presence;
  /** Miners whose absence caused a notification: only their return causes one. */
  readonly #called = new Set<string>();
  readonly #closing = new AbortController();
  #watching: Watching['state'] = 'watching';
  #justResumed = false;
  #gathered: PresenceChange[] = [];
  #lastMs = 0;
  readonly #tasks = new TaskGroup((error) => this.#options.log.error({ err: error }, 'A notification was not shown'));

  constructor(options: OperatorCallsOptions) {
    this.#options = options;
    this.#presence = new Presence(options.clock.nowMs());
  }

  take(event: LiveEvent): void {
    if (event.type === 'snapshot' || event.type === 'miners') {
      for (const change of this.#presence.update(event.miners)) this.#weigh(change);
    }
    if (event.type === 'miners') {
      this.#presence.forget(event.removed_ids);
      for (const id of event.removed_ids) this.#called.delete(id);
    }
    const watching = event.type === 'snapshot' || event.type === 'watching' ? event.watching : undefined;
    if (watching !== undefined) {
      this.#justResumed = watching.state === 'not_watching' && (this.#justResumed || this.#watching === 'paused');
      this.#watching = watching.state;
    }
  }

  close(): void {
    this.#closing.abort();
  }

  #weigh(change: PresenceChange): void {
    const { clock, log, settings } = this.#options;
    const { enabled, quiet_hours } = settings();
    const silence = whySilent(change, {
      enabled,
      quietHours: quiet_hours,
      minuteOfDay: minuteOfDay(clock.nowMs()),
      watching: this.#watching,
      justResumed: this.#justResumed,
      called: this.#called,
    });
    if (change.kind === 'back') this.#called.delete(change.id);
    if (silence !== null) {
      log.debug({ miner: change.id, kind: change.kind, silence }, 'Nobody is called');
      return;
    }
    if (change.kind === 'offline') this.#called.add(change.id);
    this.#gathered.push(change);
    this.#lastMs = clock.monotonicMs();
    if (this.#gathered.length === 1) this.#tasks.run(() => this.#tellSoon(this.#lastMs));
  }

  async #tellSoon(firstMs: number): Promise<void> {
    const { clock, show } = this.#options;
    const { signal } = this.#closing;
    for (;;) {
      const waitMs = tellAt(firstMs, this.#lastMs) - clock.monotonicMs();
      if (waitMs <= 0 || signal.aborted) break;
      await clock.sleep(waitMs, signal);
    }
    const changes = this.#gathered;
    this.#gathered = [];
    if (!signal.aborted) for (const message of composeMessages(changes, clock.nowMs(), timeOfDay)) show(message);
  }
}
