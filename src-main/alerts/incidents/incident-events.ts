import type { EventOf, IncidentEvent, NewEvent } from '../../../src-shared/model/index.ts';
import type { IncidentInMemory } from './incident-in-memory.ts';
import { pastTitle } from './incident-titles.ts';
import { isMiner } from './subjects.ts';
import { endWords, minerIds } from './views/incident-from-row.ts';

type Problem = Omit<EventOf<'incident_opened'>['data'], 'title'>;

/**
 * What the activity gets with a write of an incident: that it was opened, became worse, or is over.
 * One that was over before it was written has only its end.
 */
export function incidentEvents(
  incident: IncidentInMemory,
  timeline: readonly Pick<IncidentEvent, 'event' | 'message'>[],
  isWorse: boolean,
): NewEvent[] {
  const { row, id, cause } = incident;
  const about = cause.kind === 'miner' && isMiner(cause.key) ? { miner_id: cause.key } : {};
  const problem: Problem = {
    incident_id: id,
    severity: row.severity,
    rule_id: row.rule_id,
    miners: minerIds(incident.members()).length,
    since_at: row.since_at,
  };
  if (row.resolved_at === null) {
    const isNew = timeline.some(({ event }) => event === 'opened');
    const event = isNew ? 'incident_opened' : isWorse ? 'incident_worsened' : null;
    return event === null ? [] : [{ event, ...about, data: { ...problem, title: row.title } }];
  }
  const last = timeline.findLast(({ event }) => event === 'resolved' || event === 'merged');
  if (last === undefined) return [];
  const data = {
    ...problem,
    title: pastTitle(row.title),
    lasted_s: Math.max(0, Math.round((row.resolved_at - row.since_at) / 1000)),
    hashrate_lost_hash: row.hashrate_lost_hash,
    because: last.event === 'merged' ? null : endWords(incident.end),
    merged_into: last.event === 'merged' ? last.message : null,
  };
  return [{ event: 'incident_ended', ...about, data }];
}
