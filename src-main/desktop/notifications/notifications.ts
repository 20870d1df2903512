import { Notification } from 'electron';
import type { Logger } from 'pino';
import type { Message } from './notification-plan.ts';

/** The system's notifications. */
export interface Notifications {
  show(message: Message): void;
  close(): void;
}

const MOST_KEPT = 50;

export function createNotifications(log: Logger, onClick: (route: string) => void): Notifications {
  /** A notification that is collected as garbage no longer reacts to a click. */
  const shown = new Set<Notification>();
  return {
    show({ title, body, route }) {
      if (!Notification.isSupported()) {
        log.warn({ title }, 'This system shows no notifications');
        return;
      }
      const notification = new Notification({ title, body });
      notification.on('click', () => onClick(route));
      notification.on('close', () => shown.delete(notification));
      notification.on('failed', (_event, error) => log.warn({ error }, 'A notification was not shown'));
      shown.add(notification);
      // Some systems never report that one is gone.
      if (shown.size > MOST_KEPT) for (const oldest of shown.keys().take(1)) shown.delete(oldest);
      notification.show();
      log.info({ title }, 'Called the operator');
    },
    close() {
      for (const notification of shown) notification.close();
    },
  };
}
