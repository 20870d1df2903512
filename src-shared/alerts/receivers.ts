import type { AlertSeverity, Channel } from '../model/index.ts';
import { severityRank } from './severity-rank.ts';

/**
 * The channels that a rule names, of those that can be notified now. Null: all are notified, by
 * their severity, because the rule names none, or none of these can be notified. So no message is
 * lost because a channel was deleted or switched off.
 */
export function namedReceivers(
  named: readonly string[] | null,
  canNotify: (channelId: string) => boolean,
): readonly string[] | null {
  const receivers = named?.filter(canNotify) ?? [];
  return receivers.length === 0 ? null : receivers;
}

/** Whether a channel is notified of a severity. One that the rule names is notified of any. */
export function isReceiver(
  { id, min_severity }: Pick<Channel, 'id' | 'min_severity'>,
  named: readonly string[] | null,
  severity: AlertSeverity,
): boolean {
  return named === null ? severityRank(severity) >= severityRank(min_severity) : named.includes(id);
}
