import { Notification } from 'electron';
import type { Logger } from 'pino';
import type { DesktopNotification } from './notification-words.ts';

/** The system's notifications. */
export interface Notifications {
  show(message: DesktopNotification): void;
  close(): void;
}

const MOST_KEPT = 50;

/** A button of a notification, on systems that have them. */
export type NotificationAction = 'acknowledge' | 'snooze';
const ACTIONS = [
  { action: 'acknowledge', text: 'Acknowledge' },
  { action: 'snooze', text: 'Snooze for 1 hour' },
] as const satisfies readonly { action: NotificationAction; text: string }[];

export interface NotificationsOptions {
  readonly platform: NodeJS.Platform;
  readonly log: Logger;
  /** Whether notifications play the system's sound. */
  readonly hasSound: () => boolean;
  readonly onClick: (route: string) => void;
  readonly onAction: (action: NotificationAction, incidentId: string) => void;
}

export function createNotifications({
  platform,
  log,
  hasSound,
  onClick,
  onAction,
}: NotificationsOptions): Notifications {
  /** Keeps references: a garbage-collected notification no longer reacts to a click. */
  const shown = new Set<Notification>();
  return {
    show({ title, body, route, incidentId }) {
      if (!Notification.isSupported()) {
        log.warn({ title }, 'This system shows no notifications');
        return;
      }
      // Only macOS has buttons. Elsewhere a click opens the incident, which has them.
      const hasButtons = platform === 'darwin' && incidentId !== null;
      const actions = hasButtons ? ACTIONS.map(({ text }) => ({ type: 'button' as const, text })) : [];
      const notification = new Notification({ title, body, actions, silent: !hasSound() });
      notification.on('action', (_event, index) => {
        const chosen = ACTIONS[index]?.action;
        if (chosen !== undefined && incidentId !== null) onAction(chosen, incidentId);
      });
      notification.on('click', () => onClick(route));
      notification.on('close', () => shown.delete(notification));
      notification.on('failed', (_event, error) => log.warn({ error }, 'A notification was not shown'));
      shown.add(notification);
      // Some systems never emit `close`.
      if (shown.size > MOST_KEPT) for (const oldest of shown.keys().take(1)) shown.delete(oldest);
      notification.show();
      log.info({ title }, 'Notified the operator');
    },
    close() {
      for (const notification of shown) notification.close();
    },
  };
}
