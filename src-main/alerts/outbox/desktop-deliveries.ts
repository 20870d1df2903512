import type { Clock } from '../../runtime/clock.ts';
import { type Announcement, DESKTOP_CHANNEL, QUIET_HOURS } from '../announcement.ts';
import { deliveryOf } from './new-delivery.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { UnsavedDeliveries } from './unsaved-deliveries.ts';

export interface DesktopDeliveriesOptions {
  readonly store: OutboxStore;
  readonly unsaved: UnsavedDeliveries;
  readonly clock: Clock;
  /** An announcement of this incident has a result. */
  readonly onDelivered: (incidentId: string) => void;
}

const SHOWN = { state: 'sent', attempts: 1 } as const;
const QUIET = { state: 'skipped', error: QUIET_HOURS } as const;

/**
 * Records what the desktop did with announcements, like the deliveries of any channel. It shows
 * them itself, and has no queue.
 */
export class DesktopDeliveries {
  readonly #options: DesktopDeliveriesOptions;
  /** When the desktop last showed a notification; null if not since the program started. */
  shownAt: number | null = null;

  constructor(options: DesktopDeliveriesOptions) {
    this.#options = options;
  }

  /**
   * `silence` is the reason why nothing was shown, null if it was. An announcement that was not for
   * the desktop is not recorded.
   */
  async note(announcement: Announcement, silence: string | null): Promise<void> {
    if (silence !== null && silence !== 'quiet_hours') return;
    const { clock, unsaved, onDelivered } = this.#options;
    const now = clock.nowMs();
    if (silence === null) this.shownAt = now;
    const became = silence === null ? SHOWN : QUIET;
    const delivery = { ...deliveryOf(announcement, DESKTOP_CHANNEL), ...became, content: null };
    await unsaved.add([{ ...delivery, sent_at: silence === null ? now : null }]);
    onDelivered(announcement.incident.incident_id);
  }

  /** The desktop now shows what it held for this incident: the latest one becomes sent. */
  async noteReleased(incidentId: string): Promise<void> {
    const { store, clock, unsaved, onDelivered } = this.#options;
    const now = clock.nowMs();
    this.shownAt = now;
    const kept = [...(await store.deliveriesOf([incidentId])), ...unsaved.of(incidentId)];
    const held = kept.findLast(({ channel_id, error }) => channel_id === DESKTOP_CHANNEL && error === QUIET_HOURS);
    if (held === undefined) return;
    await unsaved.store.updateDeliveries([{ ...held, ...SHOWN, sent_at: now, error: null }]);
    onDelivered(incidentId);
  }
}
