import type { AlertSeverity, Escalation, Rule } from '../../../../src-shared/model/index.ts';
import type { StoredIncident } from '../../../store/store.ts';

/** For an incident that an operator has seen: the time until its escalation does not run. */
export const ATTENDED = { unattended_since_at: null, escalated_at: null } as const;

/** For an incident that is open again, or got more severe: that time restarts. */
export function reopened(nowMs: number) {
  return { state: 'open', snoozed_until: null, unattended_since_at: nowMs, escalated_at: null } as const;
}

/** Who is notified in addition: by the rule, else by the settings for critical incidents. */
export function escalationOf(
  rule: Pick<Rule, 'escalation'> | null,
  severity: AlertSeverity,
  byDefault: Escalation | null,
): Escalation | null {
  return rule?.escalation ?? (severity === 'critical' ? byDefault : null);
}

type Row = Pick<StoredIncident, 'state' | 'resolved_at' | 'escalated_at' | 'unattended_since_at' | 'opened_at'>;

/** Whether an unacknowledged incident must be escalated now, for the first time. */
export function isEscalationDue(row: Row, escalation: Escalation, nowMs: number): boolean {
  if (row.state !== 'open' || row.resolved_at !== null || row.escalated_at !== null) return false;
  return (row.unattended_since_at ?? row.opened_at) + escalation.after_seconds * 1000 <= nowMs;
}

/**
 * Excludes `unwatchedMs`, in which the farm was not monitored, from the time that an incident waits
 * for its escalation. Empty if it does not wait.
 */
export function withoutUnwatched(
  { state, unattended_since_at, escalated_at }: Omit<Row, 'resolved_at' | 'opened_at'>,
  unwatchedMs: number,
  nowMs: number,
): Partial<StoredIncident> {
  if (state !== 'open' || unattended_since_at === null || escalated_at !== null || unwatchedMs <= 0) return {};
  return { unattended_since_at: Math.min(nowMs, unattended_since_at + unwatchedMs) };
}

/** The row with its times not later than now, after the clock was set back. */
export function notAhead(row: StoredIncident, nowMs: number): StoredIncident {
  const { notified_at, unattended_since_at } = row;
  if ((notified_at ?? 0) <= nowMs && (unattended_since_at ?? 0) <= nowMs) return row;
  return {
    ...row,
    notified_at: notified_at === null ? null : Math.min(nowMs, notified_at),
    unattended_since_at: unattended_since_at === null ? null : Math.min(nowMs, unattended_since_at),
  };
}
