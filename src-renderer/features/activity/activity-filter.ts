import type { ActivityEntry } from '../../../src-shared/model/index.ts';
import type { ActivityKind, ActivityLevel } from './activity-words.ts';

/** Which entries are shown. `level` is the least serious one. */
export interface ActivityFilter {
  readonly kind: ActivityKind | null;
  readonly level: ActivityLevel;
  readonly words: string;
}

export const EVERYTHING: ActivityFilter = { kind: null, level: 'info', words: '' };

const LEVELS: readonly ActivityLevel[] = ['info', 'warning', 'error'];

/** The filter as PowerHive is asked with it; what leaves nothing out is not said. */
export function activityInput({ kind, level, words }: ActivityFilter): {
  kind?: ActivityKind;
  level?: ActivityLevel;
  words?: string;
} {
  return {
    ...(kind !== null && { kind }),
    ...(level !== 'info' && { level }),
    ...(words.trim() !== '' && { words: words.trim() }),
  };
}

/** Whether an entry that came in just now is one of those that were asked for. */
export function matchesFilter(entry: ActivityEntry, { kind, level, words }: ActivityFilter): boolean {
  if (kind !== null && entry.kind !== kind) return false;
  if (LEVELS.indexOf(entry.level) < LEVELS.indexOf(level)) return false;
  const message = entry.message.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => message.includes(word));
}

export function isEverything(filter: ActivityFilter): boolean {
  return filter.kind === null && filter.level === 'info' && filter.words.trim() === '';
}
