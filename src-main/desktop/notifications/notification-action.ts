import type { Logger } from 'pino';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import type { Actor } from '../../../src-shared/model/index.ts';
import type { Operations } from '../../api/operation-types.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { NotificationAction } from './notifications.ts';

const SNOOZE_MS = HOUR_MS;

/** Handles a button of a notification. Failures are only logged: there is no page to show them. */
export function createOnNotificationAction(
  incidents: Pick<Operations['incidents'], 'acknowledge' | 'snooze'>,
  { actor, clock, log }: { actor: Actor; clock: Pick<Clock, 'nowMs'>; log: Logger },
): (action: NotificationAction, incidentId: string) => void {
  const by = { actor };
  const carryOut = async (action: NotificationAction, incident_id: string): Promise<void> => {
    const done =
      action === 'acknowledge'
        ? await incidents.acknowledge({ incident_id }, by)
        : await incidents.snooze({ params: { incident_id }, body: { until_at: clock.nowMs() + SNOOZE_MS } }, by);
    if (!done.ok) log.info({ incident_id, action }, done.refusal.message);
  };
  return (action, incidentId) => {
    carryOut(action, incidentId).catch((error: unknown) =>
      log.warn({ err: error, action }, 'The incident was not changed from its notification'),
    );
  };
}
