import { MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { formatDuration } from '../../../src-shared/text/format-duration.ts';
import { IncidentInMemory } from './incident-in-memory.ts';
import { newIncidentRow } from './new-incident-row.ts';
import { PROGRAM } from './subjects.ts';

/** A shorter time is that of an update or a restart. */
const LEAST_MS = 5 * MINUTE_MS;

/** What ended that time, in words. */
const ENDED_BY = {
  start: ', until PowerHive started',
  wake: ': this computer slept, or its clock was set',
} as const;

/**
 * An incident that is over, for a time in which PowerHive did not run or this computer slept: the
 * list says of which time it says nothing. It is not announced: who wakes a computer knows. Null if
 * that time was short.
 */
export function notMonitoredIncident(
  id: string,
  {
    fromAt,
    toAt,
    endedBy,
  }: { readonly fromAt: number; readonly toAt: number; readonly endedBy: keyof typeof ENDED_BY },
): IncidentInMemory | null {
  if (toAt - fromAt < LEAST_MS) return null;
  const row = newIncidentRow(id, {
    rule: { id: 'not_watching', severity: 'warning' },
    cause: { kind: 'site', key: `${PROGRAM}${endedBy}` },
    title: `Not monitored for ${formatDuration((toAt - fromAt) / 1000)}${ENDED_BY[endedBy]}`,
    since_at: fromAt,
    nowMs: toAt,
  });
  const over = { state: 'resolved', resolved_at: toAt, owed_event: null, owed_at: null } as const;
  const incident = new IncidentInMemory({ ...row, ...over, unattended_since_at: null });
  incident.note(toAt, 'opened');
  incident.note(toAt, 'resolved');
  return incident;
}
