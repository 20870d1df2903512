import type { IncidentCause, Rule } from '../../../src-shared/model/index.ts';
import type { StoredIncident } from '../../store/store.ts';

/** An incident that opens now, and is to be announced. */
export function newIncidentRow(
  id: string,
  of: {
    readonly rule: Pick<Rule, 'id' | 'severity'>;
    readonly cause: IncidentCause;
    readonly title: string;
    readonly since_at: number;
    readonly nowMs: number;
  },
): StoredIncident {
  const { rule, cause, title, since_at, nowMs } = of;
  return {
    incident_id: id,
    rule_id: rule.id,
    severity: rule.severity,
    state: 'open',
    title,
    cause_kind: cause.kind,
    cause_key: cause.key,
    since_at,
    opened_at: nowMs,
    changed_at: nowMs,
    acknowledged_at: null,
    acknowledged_by: null,
    snoozed_until: null,
    resolved_at: null,
    hashrate_lost_hash: 0,
    unsteady: false,
    owed_event: 'opened',
    owed_at: nowMs,
    notified_at: null,
    notified_miners: 0,
    unattended_since_at: nowMs,
    escalated_at: null,
  };
}
