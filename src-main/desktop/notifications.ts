import { Notification } from 'electron';
import type { Logger } from 'pino';
import type { LiveEvent, Settings, Watching } from '../../src-shared/model/index.ts';
import { composeMessages, type Message, tellAt, whySilent } from './notification-plan.ts';
import { Presence, type PresenceChange } from './presence.ts';
import { timeOfDay } from './time-of-day.ts';

export interface NotificationsOptions {
  readonly settings: () => Settings['notifications'];
  readonly log: Logger;
  readonly onClick: (route: string) => void;
}

const MOST_KEPT = 50;

/** Calls the operator when miners go offline, and when they are back. Fed with the live stream. */
export class Notifications {
  readonly #options: NotificationsOptions;
  readonly #presence = new Presence(Date.now());
  readonly #called = new Set<string>();
  /** Kept, or a click on one that was collected as garbage would do nothing. */
  readonly #shown = new Set<Notification>();
  #watching: Watching['state'] = 'watching';
  #justResumed = false;
  #gathered: PresenceChange[] = [];
  #firstMs = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: NotificationsOptions) {
    this.#options = options;
  }

  take(event: LiveEvent): void {
    if (event.type === 'snapshot' || event.type === 'miners') {
      for (const change of this.#presence.update(event.miners)) this.#weigh(change);
    }
    const watching = event.type === 'snapshot' || event.type === 'watching' ? event.watching : undefined;
    if (watching !== undefined) {
      this.#justResumed = watching.state === 'not_watching' && (this.#justResumed || this.#watching === 'paused');
      this.#watching = watching.state;
    }
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const notification of this.#shown) notification.close();
  }

  #weigh(change: PresenceChange): void {
    const { enabled, quiet_hours } = this.#options.settings();
    const now = new Date();
    const silence = whySilent(change, {
      enabled,
      quietHours: quiet_hours,
      minuteOfDay: now.getHours() * 60 + now.getMinutes(),
      watching: this.#watching,
      justResumed: this.#justResumed,
      called: this.#called,
    });
    if (change.kind === 'back') this.#called.delete(change.id);
    if (silence !== null) {
      this.#options.log.debug({ miner: change.id, kind: change.kind, silence }, 'Nobody is called');
      return;
    }
    if (change.kind === 'offline') this.#called.add(change.id);
    const nowMs = performance.now();
    if (this.#gathered.length === 0) this.#firstMs = nowMs;
    this.#gathered.push(change);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), tellAt(this.#firstMs, nowMs) - nowMs);
  }

  #tell(): void {
    const changes = this.#gathered;
    this.#gathered = [];
    this.#timer = null;
    for (const message of composeMessages(changes, Date.now(), timeOfDay)) this.#show(message);
  }

  #show({ title, body, route }: Message): void {
    if (!Notification.isSupported()) {
      this.#options.log.warn({ title }, 'This system shows no notifications');
      return;
    }
    const notification = new Notification({ title, body });
    const forget = (): void => void this.#shown.delete(notification);
    notification.on('click', () => {
      forget();
      this.#options.onClick(route);
    });
    notification.on('close', forget);
    notification.on('failed', (_event, error) => this.#options.log.warn({ error }, 'A notification was not shown'));
    this.#shown.add(notification);
    // Some systems never tell that one is gone.
    if (this.#shown.size > MOST_KEPT) for (const oldest of this.#shown.keys().take(1)) this.#shown.delete(oldest);
    notification.show();
    this.#options.log.info({ title }, 'Called the operator');
  }
}
