import type { AlertSeverity, Escalation, Rule } from '../../../src-shared/model/index.ts';
import type { StoredIncident } from '../../store/store.ts';

/** Of an incident that an operator has taken note of: the time until it is escalated does not run. */
export const ATTENDED = { unattended_since_at: null, escalated_at: null } as const;

/** Of an incident that is open again: that time begins again. */
export function reopened(nowMs: number) {
  return { state: 'open', snoozed_until: null, unattended_since_at: nowMs, escalated_at: null } as const;
}

/** Who is notified beside the others: as the rule says, else as the settings say for critical ones. */
export function escalationOf(
  rule: Pick<Rule, 'escalation'> | null,
  severity: AlertSeverity,
  byDefault: Escalation | null,
): Escalation | null {
  return rule?.escalation ?? (severity === 'critical' ? byDefault : null);
}

type Row = Pick<StoredIncident, 'state' | 'resolved_at' | 'escalated_at' | 'unattended_since_at' | 'opened_at'>;

/**
 * When an incident that nobody acknowledged is escalated; null where it is not, or not yet. The same
 * moment each time it is asked for: a notice that is repeated after a kill is known by it.
 */
export function escalationDue(row: Row, escalation: Escalation | null, nowMs: number): number | null {
  if (escalation === null || row.state !== 'open' || row.resolved_at !== null || row.escalated_at !== null) return null;
  const dueAt = (row.unattended_since_at ?? row.opened_at) + escalation.after_seconds * 1000;
  return dueAt <= nowMs ? dueAt : null;
}
