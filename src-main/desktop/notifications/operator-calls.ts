import type { Logger } from 'pino';
import type { Incident, Settings } from '../../../src-shared/model/index.ts';
import type { Announcement } from '../../alerts/announcement.ts';
import { minuteOfDay, quietBelow } from '../../alerts/quiet-hours.ts';
import type { Clock } from '../../runtime/clock.ts';
import { TaskGroup } from '../../runtime/task-group.ts';
import { composeMessages, type DesktopNotification } from './notification-words.ts';
import {
  type Held,
  leftOf,
  releasedAnnouncement,
  type Situation,
  showAt,
  type WhyNotShown,
  whySilent,
} from './when-to-notify.ts';

export interface OperatorCallsOptions {
  readonly settings: () => Settings['notifications'];
  readonly clock: Clock;
  readonly log: Logger;
  readonly show: (message: DesktopNotification) => void;
  /** The incident as it is now, also if resolved; null if there is none. */
  readonly incident: (id: string) => Promise<Incident | null>;
  /** Called when the announcement that waited for this incident is shown. */
  readonly onReleased: (incidentId: string) => Promise<void>;
}

/** How often it is checked whether the quiet hours are over. */
const QUIET_CHECK_MS = 60_000;

/**
 * The desktop as a channel: decides from the same announcements as the other channels when the
 * operator is notified. Announcements within a few seconds share one notification.
 */
export class OperatorCalls {
  readonly #options: OperatorCallsOptions;
  /** Incidents that caused a notification, but whose end has not. */
  readonly #shown = new Set<string>();
  readonly #closing = new AbortController();
  #gathered: Announcement[] = [];
  /** Announcements that wait until the quiet hours are over, by the id of the incident. */
  readonly #held = new Map<string, Held>();
  #isReleasing = false;
  #lastMs = 0;
  readonly #tasks = new TaskGroup((error) => this.#options.log.error({ err: error }, 'A notification was not shown'));

  constructor(options: OperatorCallsOptions) {
    this.#options = options;
  }

  /**
   * Restores the state of the previous run from the deliveries of these incidents: what it showed,
   * and what waited in its quiet hours.
   */
  resume(incidents: readonly Incident[]): void {
    for (const incident of incidents) {
      const { incident_id: id } = incident;
      if (this.#shown.has(id) || this.#held.has(id)) continue;
      const { isShown, held } = leftOf(incident, this.#options.clock.nowMs());
      if (isShown) this.#shown.add(id);
      if (held !== null) this.#held.set(id, held);
    }
    this.#releaseSoon();
  }

  /** Returns why the announcement causes no notification; null if it does. */
  take(announcement: Announcement): WhyNotShown | null {
    const { event, incident } = announcement;
    const silence = whySilent(announcement, this.#situation());
    if (silence === null) {
      this.#gather(announcement);
      return null;
    }
    this.#options.log.debug({ incident: incident.incident_id, event, silence }, 'No notification');
    if (silence === 'quiet_hours') this.#hold(announcement);
    else if (event === 'resolved') {
      // It ended before it was shown: nothing to show.
      this.#held.delete(incident.incident_id);
      this.#shown.delete(incident.incident_id);
    }
    return silence;
  }

  #situation(): Situation {
    const { clock, settings } = this.#options;
    const { enabled, quiet_hours: quietHours } = settings();
    return { enabled, quietHours, minuteOfDay: minuteOfDay(clock.nowMs()), shown: this.#shown };
  }

  #gather(announcement: Announcement): void {
    const { event, incident } = announcement;
    // The waiting announcement is older.
    this.#held.delete(incident.incident_id);
    if (event === 'resolved') this.#shown.delete(incident.incident_id);
    else this.#shown.add(incident.incident_id);
    this.#gathered.push(announcement);
    this.#lastMs = this.#options.clock.monotonicMs();
    if (this.#gathered.length === 1) this.#tasks.run(() => this.#showSoon(this.#lastMs));
  }

  #hold({ event, incident, channelIds }: Announcement): void {
    const { incident_id: id } = incident;
    // Until it is shown, the incident is new to the operator.
    const isNew = this.#held.get(id)?.event === 'opened' && event !== 'resolved';
    this.#held.set(id, { event: isNew ? 'opened' : event, channelIds });
    this.#releaseSoon();
  }

  #releaseSoon(): void {
    if (this.#isReleasing || this.#held.size === 0) return;
    this.#isReleasing = true;
    this.#tasks.run(() => this.#releaseLater());
  }

  /** Polls, because the quiet hours and the clock may be changed meanwhile. */
  async #releaseLater(): Promise<void> {
    const { clock, settings } = this.#options;
    const { signal } = this.#closing;
    const isQuiet = (): boolean => quietBelow(settings().quiet_hours, minuteOfDay(clock.nowMs())) !== null;
    while (this.#held.size > 0 && !signal.aborted) {
      if (!isQuiet()) for (const [id, held] of [...this.#held]) await this.#release(id, held);
      if (this.#held.size > 0) await clock.sleep(QUIET_CHECK_MS, signal);
    }
    this.#isReleasing = false;
  }

  /**
   * Shows an announcement that waited, with the current incident. If the read fails, it waits on.
   */
  async #release(id: string, held: Held): Promise<void> {
    const { clock, incident, log, onReleased } = this.#options;
    const now = await incident(id).catch((error: unknown) => {
      log.warn({ err: error, incident: id }, 'An incident that waited for the end of the quiet hours was not read');
      return undefined;
    });
    if (now === undefined || this.#held.get(id) !== held || this.#closing.signal.aborted) return;
    const announcement = now === null ? null : releasedAnnouncement(held, now, clock.nowMs());
    const silence = announcement === null ? null : whySilent(announcement, this.#situation());
    if (silence === 'quiet_hours') return;
    if (announcement === null || silence !== null) {
      this.#held.delete(id);
      if (announcement?.event === 'resolved') this.#shown.delete(id);
      return;
    }
    this.#gather(announcement);
    await onReleased(id).catch((error: unknown) =>
      log.warn({ err: error, incident: id }, 'A delivery was not recorded'),
    );
  }

  close(): void {
    this.#closing.abort();
  }

  async #showSoon(firstMs: number): Promise<void> {
    const { clock, show } = this.#options;
    const { signal } = this.#closing;
    for (;;) {
      const waitMs = showAt(firstMs, this.#lastMs) - clock.monotonicMs();
      if (waitMs <= 0 || signal.aborted) break;
      await clock.sleep(waitMs, signal);
    }
    const announcements = this.#gathered;
    this.#gathered = [];
    if (!signal.aborted) for (const message of composeMessages(announcements, clock.nowMs())) show(message);
  }
}
