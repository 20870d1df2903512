import type { AtItsAddress, Delivery, Fault, Incident, Rule } from '../../../../src-shared/model/index.ts';
import { actorWords } from '../../../../src-shared/text/actor-words.ts';
import { restOf } from '../../../../src-shared/text/first-sentence.ts';
import type { IncidentEnd, StoredIncident, StoredMember } from '../../../store/store.ts';
import { builtInRule } from '../../rules/built-in-rules.ts';
import type { Clearing } from '../../rules/match-state.ts';
import { IN_MAINTENANCE, OFFLINE_NOW, pastTitle, WELL_AGAIN } from '../incident-titles.ts';
import { isMiner, PROGRAM } from '../subjects.ts';
import { worstFaultFirst } from '../worst-fault-first.ts';

/** What an incident shows in addition to its row. */
export interface Beside {
  readonly rule: Rule | null;
  readonly lostHs: number | null;
  readonly end: IncidentEnd | null;
  readonly atItsAddress: AtItsAddress | null;
  /** Its miners are offline, which is the subject of another incident. */
  readonly isOfflineNow?: boolean;
  /** Heat may damage one of its miners soon. */
  readonly isInDanger?: boolean;
  /** Its miners are in maintenance. */
  readonly isInMaintenance?: boolean;
  /** All of its faults are over since, and wait whether that lasts; null while one is there. */
  readonly well?: Clearing | null;
  readonly deliveries: readonly Delivery[];
}

/** An incident as callers see it. */
export function incidentFromRow(
  row: StoredIncident,
  members: readonly StoredMember[],
  { rule, lostHs, end, atItsAddress, isOfflineNow, isInDanger, isInMaintenance, well = null, deliveries }: Beside,
): Incident {
  const isOver = row.resolved_at !== null;
  const now = isOver ? members : members.filter(({ left_at }) => left_at === null);
  const all = minerIds(members);
  const faults = faultsOf(now);
  const danger =
    isInDanger === true && row.cause_kind === 'miner' ? (builtInRule(row.rule_id)?.inDanger ?? null) : null;
  const addition =
    well !== null ? WELL_AGAIN : isOfflineNow === true ? OFFLINE_NOW : isInMaintenance === true ? IN_MAINTENANCE : '';
  return {
    incident_id: row.incident_id,
    rule_id: row.rule_id,
    severity: row.severity,
    state: row.state,
    title: isOver ? pastTitle(row.title) : `${row.title}${addition}`,
    cause: { kind: row.cause_kind, key: row.cause_key },
    miner_ids: minerIds(now),
    miners_total: all.length,
    faults,
    since_at: row.since_at,
    opened_at: row.opened_at,
    changed_at: row.changed_at,
    acknowledged_at: row.acknowledged_at,
    acknowledged_by: row.acknowledged_by,
    snoozed_until: row.snoozed_until,
    resolved_at: row.resolved_at,
    resolved_by: isOver ? (end?.actor?.name ?? null) : null,
    ended_because: isOver ? endWords(end) : null,
    hashrate_lost_hash: row.hashrate_lost_hash,
    hashrate_lost_hs: isOver ? null : lostHs,
    in_danger: !isOver && isInDanger === true,
    well_since_at: isOver ? null : (well?.sinceAt ?? null),
    closes_at: isOver ? null : (well?.endsAt ?? null),
    unsteady: row.unsteady,
    at_its_address: isOver ? null : atItsAddress,
    suggested_action: isOver ? null : (danger?.action ?? rule?.suggested_action ?? null),
    advice: isOver ? null : (danger?.advice ?? adviceOf(row, faults, rule)),
    deliveries: [...deliveries],
  };
}

/**
 * What helps: what the fault itself says of that, which knows more, else the advice of its rule.
 * Miners of a group may each say something else.
 */
function adviceOf(
  { cause_kind, cause_key }: StoredIncident,
  [worst]: readonly Fault[],
  rule: Rule | null,
): string | null {
  const isOne = cause_kind === 'miner' || cause_key.startsWith(PROGRAM) || rule?.about === 'racks';
  return (isOne && worst !== undefined ? restOf(worst.message) : null) ?? rule?.advice ?? null;
}

/**
 * Why an incident ended although its fault may continue, from the timeline entry of its end: `maintenance
 * began`, `resolved by hand in a browser: cable moved`. Null if the fault is over.
 */
export function endWords(end: IncidentEnd | null): string | null {
  if (end === null) return null;
  const { actor, message } = end;
  if (actor === null) return message;
  return `resolved by hand ${actorWords(actor)}${message === null ? '' : `: ${message}`}`;
}

/** The ids of the miners. Faults of PowerHive itself or of a rack have none. */
export function minerIds(members: readonly StoredMember[]): string[] {
  return [...new Set(members.map(({ miner_id }) => miner_id))].filter(isMiner);
}

/** Each rule once, with the text of the member that has had it longest. */
function faultsOf(members: readonly StoredMember[]): Fault[] {
  const faults = new Map<string, Fault>();
  for (const { rule_id, severity, message, since_at } of [...members].sort(worstFaultFirst)) {
    if (!faults.has(rule_id)) faults.set(rule_id, { rule_id, severity, message, since_at });
  }
  return [...faults.values()];
}
