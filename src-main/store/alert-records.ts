import type { AlertSeverity, Incident, IncidentEvent, IncidentMember, Rule } from '../../src-shared/model/index.ts';

/** A rule as it is kept. */
export type StoredRule = Omit<Rule, 'about' | 'built_in' | 'changed' | 'advice'>;

/**
 * Something about an incident that channels are to get. `changed` got worse; `reminder` is as it
 * was, and a person is to see it again; `escalated` was not acknowledged.
 */
export type AnnouncementEvent = 'opened' | 'changed' | 'reminder' | 'escalated' | 'resolved';

/** An incident as it is kept. Times are UNIX milliseconds. */
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
  /** An announcement that is due and not known to be sent, and since when. */
  readonly owed_event: AnnouncementEvent | null;
  readonly owed_at: number | null;
  readonly notified_at: number | null;
  readonly notified_miners: number;
  /** Since when it waits for an acknowledgement; null while it is acknowledged or snoozed. */
  readonly unattended_since_at: number | null;
  /** When it was escalated since then. */
  readonly escalated_at: number | null;
}

/** What is no miner has a subject with a prefix in `miner_id` (alerts/incidents/subjects.ts). */
export type StoredMember = IncidentMember;

/** What is written of one incident, at once or not at all. */
export interface IncidentWrite {
  readonly incident: StoredIncident;
  /** Those that are new or changed. */
  readonly members: readonly StoredMember[];
  readonly timeline: readonly IncidentEvent[];
}

/** An incident with the miners that it ever concerned. */
export interface IncidentRow {
  readonly incident: StoredIncident;
  readonly members: readonly StoredMember[];
  /** Of one that is over: the last entry about its end. */
  readonly end?: Pick<IncidentEvent, 'actor' | 'message'> | null;
}

/**
 * Which incidents: all of these states, the newest first. Where only resolved ones are asked for,
 * the one that ended last is the newest, and those that went on in another one are left out.
 */
export interface IncidentFilter {
  readonly states: readonly Incident['state'][];
  readonly limit: number;
  /** Only those that ended after this moment, where they are over. */
  readonly resolvedAfter?: number | undefined;
}

/** A job that a rule began on a miner by itself. */
export interface AutomaticRun {
  readonly at: number;
  readonly rule_id: string;
  /** As it was called then. */
  readonly rule_name: string;
  readonly miner_id: string;
  readonly job_id: string;
  readonly action: string;
  /** `waits`: something may be sent to the miner yet. `nothing`: it ended before anything was. */
  readonly outcome: 'waits' | 'sent' | 'nothing';
  /** What became of it, for reading. */
  readonly message: string | null;
}

/** How many chips of a miner are rated weak, and how many bad. */
export type ChipCounts = readonly [orange: number, red: number];

/** The chips of all miners that were read on a day, by their ids. */
export interface StoredChipDay {
  /** UNIX milliseconds. */
  readonly at: number;
  readonly counts: Readonly<Record<string, ChipCounts>>;
}
