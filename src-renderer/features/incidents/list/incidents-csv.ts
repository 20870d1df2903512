import type { Incident } from '../../../../src-shared/model/index.ts';
import { actorNounOf } from '../../../../src-shared/text/actor-words.ts';
import { type CsvSeparator, csvFile } from '../../../../src-shared/text/csv.ts';
import { isoTime } from '../../../../src-shared/text/iso-time.ts';
import { incidentsTexts } from '../incidents-texts.ts';

const time = (at: number | null): string | null => (at === null ? null : isoTime(at));

/**
 * Incidents as CSV, a line each, in the order given. Times are ISO 8601 in local time with the
 * offset. `nameOf`: the name of a miner.
 */
export function incidentsCsv(
  incidents: readonly Incident[],
  nameOf: (id: string) => string,
  separator: CsvSeparator,
): string {
  const rows = incidents.map((incident) => [
    incident.severity,
    incident.state,
    incident.title,
    incident.cause.kind,
    incident.cause.key,
    [...new Set(incident.faults.map(({ message }) => message))].join('; '),
    time(incident.since_at),
    time(incident.resolved_at),
    incident.ended_because,
    incident.miners_total,
    incident.miner_ids.map(nameOf).join(' '),
    incident.hashrate_lost_hs,
    actorNounOf(incident.acknowledged_by),
    actorNounOf(incident.resolved_by),
    incident.incident_id,
  ]);
  return csvFile([incidentsTexts.csvColumns, ...rows], separator);
}
