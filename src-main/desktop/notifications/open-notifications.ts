import type { Logger } from 'pino';
import type { Actor } from '../../../src-shared/model/index.ts';
import type { App as PowerHive } from '../../app/app.ts';
import { systemClock } from '../../runtime/clock.ts';
import { createOnNotificationAction } from './notification-action.ts';
import type { DesktopNotification } from './notification-words.ts';
import { createNotifications } from './notifications.ts';
import { OperatorCalls } from './operator-calls.ts';

/** How many of the newest incidents are resumed. */
const MOST_RESUMED = 1000;

/** The desktop as a channel of alerts. */
export interface DesktopNotifications {
  show(message: DesktopNotification): void;
  /** Resumes from the state of the previous run of the program. */
  resume(): Promise<void>;
  close(): void;
}

export function openNotifications(
  powerhive: Pick<PowerHive, 'operations' | 'settings' | 'noteReleased' | 'onAnnouncement'>,
  { actor, log, onClick }: { actor: Actor; log: Logger; onClick: (route: string) => void },
): DesktopNotifications {
  const { incidents } = powerhive.operations;
  const notifications = createNotifications({
    platform: process.platform,
    log,
    onClick,
    hasSound: () => powerhive.settings.current.notifications.sound,
    onAction: createOnNotificationAction(incidents, { actor, clock: systemClock, log }),
  });
  const calls = new OperatorCalls({
    settings: () => powerhive.settings.current.notifications,
    clock: systemClock,
    log,
    show: (message) => notifications.show(message),
    async incident(incident_id) {
      const found = await incidents.get({ incident_id });
      return found.ok ? found.value : null;
    },
    onReleased: (incidentId) => powerhive.noteReleased(incidentId),
  });
  powerhive.onAnnouncement((announcement) => calls.take(announcement));
  return {
    show: (message) => notifications.show(message),
    async resume() {
      calls.resume(await incidents.list({ limit: MOST_RESUMED }));
    },
    close() {
      calls.close();
      notifications.close();
    },
  };
}
