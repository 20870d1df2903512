import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import type { Store } from '../../store/store.ts';
import type { AlertFarm } from '../alert-farm.ts';
import type { CauseRateLimit } from './announcing/cause-rate-limit.ts';
import { withoutUnwatched } from './announcing/escalation.ts';
import { sentMessages } from './announcing/limited-message.ts';
import type { PendingAnnouncements } from './announcing/pending-announcements.ts';
import { courseKey, faultKey } from './group-by-cause.ts';
import type { IncidentInMemory } from './incident-in-memory.ts';
import type { IncidentSet } from './incident-set.ts';
import type { RuleMatch } from './matching/evaluator.ts';
import { isAboutProgram } from './subjects.ts';

interface Before {
  readonly store: Pick<Store, 'incidents' | 'incident'>;
  readonly farm: Pick<AlertFarm, 'ids' | 'lastSeenAt' | 'miner'>;
  readonly nowMs: number;
}

interface Parts {
  readonly set: IncidentSet;
  readonly rateLimit: CauseRateLimit;
  readonly announcements: Pick<PendingAnnouncements, 'escalateAgain'>;
}

const MOST_LATELY = 1000;
const MOST_OPEN = 100_000;

/**
 * Loads what was open when the program ended, and what was announced within the last hour.
 * `restore` gets each fault that was found then.
 */
export async function resumeIncidents(
  before: Before,
  { set, rateLimit, announcements }: Parts,
  restore: (found: RuleMatch) => void,
): Promise<void> {
  const { store, nowMs } = before;
  const lately = await store.incidents({ states: ['resolved'], limit: MOST_LATELY, resolvedAfter: nowMs - HOUR_MS });
  const open = await store.incidents({ states: ['open', 'acknowledged', 'snoozed'], limit: MOST_OPEN });
  const seenAt = lastSeen(before.farm, nowMs);
  for (const row of [...lately, ...open].reverse()) {
    const { incident } = row;
    const { cause_kind, cause_key, rule_id } = incident;
    for (const at of [incident.opened_at, incident.resolved_at]) {
      if (at === null) continue;
      rateLimit.noteChange(courseKey(incident), at);
      if (cause_kind === 'miner') rateLimit.noteChange(faultKey(cause_key, rule_id), at);
    }
    for (const { at, message } of sentMessages(row)) rateLimit.noteSent(message, at);
    if (incident.resolved_at !== null && incident.owed_event === null) continue;
    const loaded = set.load(row);
    if (loaded.isResolved) continue;
    await resumeEscalation(loaded, before, seenAt, announcements);
    for (const { rule_id: ruleId, miner_id: minerId, since_at: sinceAt } of loaded.present()) {
      restore({ ruleId, minerId, sinceAt });
    }
  }
}

/**
 * When the program last saw a miner, which is when it ended or became blind. Null if it never did, or
 * if the clock was ahead then: the miners that were online were seen later than now. One that is
 * offline says nothing of that: its time stays.
 */
export function lastSeen(farm: Before['farm'], nowMs: number): number | null {
  let latest = 0;
  for (const id of farm.ids()) {
    const at = farm.lastSeenAt(id) ?? 0;
    if (at <= nowMs) latest = Math.max(latest, at);
    else if (farm.miner(id)?.online === true) return null;
  }
  return latest === 0 ? null : latest;
}

/** Continues an earlier escalation, without the time in which the program did not run. */
async function resumeEscalation(
  incident: IncidentInMemory,
  { store, nowMs }: Before,
  seenAt: number | null,
  announcements: Parts['announcements'],
): Promise<void> {
  const { row, id } = incident;
  if (row.escalated_at !== null) {
    const timeline = (await store.incident(id))?.timeline ?? [];
    const escalatedAt = row.escalated_at;
    const isSent = timeline.some(({ event, at }) => event === 'escalated' && at >= escalatedAt);
    if (!isSent) announcements.escalateAgain(incident);
  } else if (!isAboutProgram(incident)) {
    const unwatchedMs = nowMs - Math.max(seenAt ?? 0, row.unattended_since_at ?? nowMs);
    if (unwatchedMs > 0) incident.change(withoutUnwatched(row, unwatchedMs, nowMs));
  }
}
