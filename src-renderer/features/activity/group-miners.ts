import { isEvent } from '../../../src-shared/events/event-entry.ts';
import { type Findable, namedMinersText, nameMiners } from '../../../src-shared/miner/named-miners.ts';
import type { ActivityEntry } from '../../../src-shared/model/index.ts';
import { formatHash } from '../../ui/hash-location.ts';
import { activityTexts } from './activity-texts.ts';

/** The miners that a line is about. */
export interface GroupMiners {
  /** "S19-03, S19-04 and 10 more in R7". */
  readonly text: string;
  /** Link to those that still exist; null if there are none, or too many for a query. */
  readonly location: string | null;
}

/** The miners of these entries, by their current names; null if they are about none. */
export function groupMiners(
  entries: readonly ActivityEntry[],
  minerOf: (id: string) => Findable | undefined,
): GroupMiners | null {
  const byId = new Map(entries.flatMap((entry) => (entry.miner_id === null ? [] : [[entry.miner_id, entry] as const])));
  if (byId.size === 0) return null;
  const known = [...byId.keys()].flatMap((id) => minerOf(id) ?? []);
  const gone = [...byId].flatMap(([id, entry]) => (minerOf(id) === undefined ? [formerMiner(id, entry)] : []));
  const { names, where } = nameMiners([...known, ...gone]);
  return {
    text: namedMinersText({ names, where }, byId.size),
    location: fleetOf(nameMiners(known).query),
  };
}

/** The link of a line of many entries. */
export interface GroupLink {
  readonly text: string;
  readonly location: string;
}

/**
 * To the job or to the problems of the entries, else to exactly their miners: a job stays right
 * whatever becomes of its miners, and is short however many they are. Null if there is nothing to
 * show.
 */
export function groupLink(entries: readonly ActivityEntry[], miners: GroupMiners | null): GroupLink | null {
  const [first] = entries;
  const jobId = jobOf(first);
  if (jobId !== null && entries.every((entry) => jobOf(entry) === jobId))
    return { text: activityTexts.showJob, location: `/jobs/${jobId}` };
  if (first?.kind === 'problem') {
    const isOver = first.event === 'incident_ended';
    return { text: activityTexts.showProblems, location: isOver ? '/incidents/resolved' : '/incidents' };
  }
  const location = miners?.location ?? null;
  return location === null ? null : { text: activityTexts.showMiners, location };
}

function jobOf(entry: ActivityEntry | undefined): unknown {
  return entry?.data?.['job_id'] ?? null;
}

/** The link of an entry: to its problem, its miner, its job, or the miners that it names; null for none. */
export function locationOf(entry: ActivityEntry): string | null {
  const { miner_id, data } = entry;
  if (data !== null && 'incident_id' in data) return `/incidents/${data['incident_id']}`;
  if (miner_id !== null) return `/fleet/${miner_id}`;
  if (data !== null && 'job_id' in data) return `/jobs/${data.job_id}`;
  return isEvent(entry, 'miners_change_started') ? fleetOf(entry.data.miners?.query ?? null) : null;
}

function fleetOf(query: string | null): string | null {
  return query === null ? null : formatHash({ path: '/fleet', text: query });
}

/** A removed miner, with the name in its entry. */
function formerMiner(id: string, { data }: ActivityEntry): Findable {
  const nickname = data !== null && 'name' in data && typeof data.name === 'string' ? data.name : null;
  return { id, nickname, ip: null, last_ip: null, label: null, hostname: null, model_alias: null, place: null };
}
