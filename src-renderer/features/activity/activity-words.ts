import type { ActivityEntry } from '../../../src-shared/model/index.ts';
import { dayName } from '../../ui/times.ts';

export type ActivityKind = ActivityEntry['kind'];

export const KIND_NAMES: Readonly<Record<ActivityKind, string>> = {
  scan: 'Scans',
  miner_new: 'New miners',
  miner_offline: 'Gone offline',
  miner_back: 'Back online',
  miner_moved: 'Moved to another address',
  address_conflict: 'Address conflicts',
  api_key_created: 'API keys created',
  unlock_refused: 'Unlock refused',
  operator_change: 'Changes by the operator',
  watching: 'Watching',
  error: 'Errors',
  app: 'PowerHive itself',
};

/** Entries of one day, under its name. */
export interface ActivityDay {
  readonly name: string;
  readonly entries: readonly ActivityEntry[];
}

/** Entries, newest first, grouped by day. */
export function activityDays(entries: readonly ActivityEntry[], nowMs: number): readonly ActivityDay[] {
  const days: { name: string; entries: ActivityEntry[] }[] = [];
  for (const entry of entries) {
    const name = dayName(entry.at, nowMs);
    const last = days.at(-1);
    if (last?.name === name) last.entries.push(entry);
    else days.push({ name, entries: [entry] });
  }
  return days;
}
