import type {
  Actor,
  AlertSeverity,
  Incident,
  IncidentEvent,
  IncidentMember,
  JobAction,
  Rule,
  Verdict,
} from '../../src-shared/model/index.ts';

/** A rule as it is stored. */
export type StoredRule = Omit<Rule, 'about' | 'built_in' | 'changed' | 'default_severity' | 'advice'>;

/**
 * An event of an incident that channels are notified of. `changed`: it got worse. `reminder`: it is
 * unchanged, and must be noticed again. `escalated`: it was not acknowledged.
 */
export type AnnouncementEvent = 'opened' | 'changed' | 'reminder' | 'escalated' | 'resolved';

/** An incident as it is stored. Times are UNIX milliseconds. */
export interface StoredIncident {
  readonly incident_id: string;
  readonly rule_id: string;
  readonly severity: AlertSeverity;
  readonly state: Incident['state'];
  readonly title: string;
  readonly cause_kind: Incident['cause']['kind'];
  readonly cause_key: string;
  readonly since_at: number;
  readonly opened_at: number;
  readonly changed_at: number;
  readonly acknowledged_at: number | null;
  readonly acknowledged_by: string | null;
  readonly snoozed_until: number | null;
  readonly resolved_at: number | null;
  readonly hashrate_lost_hash: number;
  readonly unsteady: boolean;
  /** An announcement that is due and not known to be sent, and since when it is due. */
  readonly owed_event: AnnouncementEvent | null;
  readonly owed_at: number | null;
  readonly notified_at: number | null;
  readonly notified_miners: number;
  /** Since when it waits for an acknowledgement; null while it is acknowledged or snoozed. */
  readonly unattended_since_at: number | null;
  /** When it was escalated after that; null if it was not. */
  readonly escalated_at: number | null;
}

/** A subject that is not a miner has a prefix in `miner_id` (alerts/incidents/subjects.ts). */
export interface StoredMember extends IncidentMember {
  /** How many conditions of the miner it is; null if that is not known. */
  readonly conditions: number | null;
}

/** A write of one incident, in one transaction. */
export interface IncidentWrite {
  readonly incident: StoredIncident;
  /** New and changed ones. */
  readonly members: readonly StoredMember[];
  readonly timeline: readonly IncidentEvent[];
}

/** The timeline entry of the end of an incident. */
export type IncidentEnd = Pick<IncidentEvent, 'actor' | 'message'>;

/** An incident with all faults that it ever had. */
export interface IncidentRow {
  readonly incident: StoredIncident;
  readonly members: readonly StoredMember[];
  /** Null if it is not over. */
  readonly end?: IncidentEnd | null;
}

/**
 * Selects incidents in these states, the newest first. If only resolved ones are selected, they are
 * sorted by their end, and those that were merged into another are left out.
 */
export interface IncidentFilter {
  readonly states: readonly Incident['state'][];
  readonly limit: number;
  /** Of resolved ones only those that ended after this time, or whose announcement is pending. */
  readonly resolvedAfter?: number | undefined;
}

/** A job that a rule has started on a miner. */
export interface AutomaticRun {
  readonly at: number;
  readonly rule_id: string;
  /** Its name at that time. */
  readonly rule_name: string;
  readonly miner_id: string;
  readonly job_id: string;
  readonly action: string;
  /** `waits`: something may still be sent. `nothing`: it ended before anything was sent. */
  readonly outcome: 'waits' | 'sent' | 'nothing';
  /** Its result, in words. */
  readonly message: string | null;
}

/** An action that was sent to a miner. Times are UNIX milliseconds. */
export interface PastAction {
  readonly miner_id: string;
  readonly action: string;
  readonly at: number;
  /** When its result was known; null if it is not, or if the miner did not carry it out. */
  readonly carried_out_at: number | null;
  /** The miner refused it, or it had not the effect that it must have. */
  readonly has_failed: boolean;
}

/** A job that sent something to some miners. */
export interface JobOnMiners {
  readonly job_id: string;
  readonly action: JobAction;
  readonly actor: Actor;
  /** When the first of these miners was begun. UNIX milliseconds. */
  readonly at: number;
  /** How many of these miners have each verdict. */
  readonly counts: Partial<Record<Verdict, number>>;
}

/** A fault that a rule found on a miner. */
export interface PastFault {
  readonly miner_id: string;
  readonly since_at: number;
  /** Null while it is there. */
  readonly left_at: number | null;
  /** Its incident was closed although the fault may have continued. */
  readonly is_closed: boolean;
}

/** The faults of a rule, and what was sent to the miners that had them. */
export interface PastCures {
  /** The oldest first. */
  readonly actions: readonly PastAction[];
  readonly faults: readonly PastFault[];
}

/** How many chips of a miner are rated weak, and how many bad. */
export type ChipCounts = readonly [orange: number, red: number];

/** The chip counts of all miners that were read on a day, by id. */
export interface StoredChipDay {
  /** UNIX milliseconds. */
  readonly at: number;
  readonly counts: Readonly<Record<string, ChipCounts>>;
}
