import type { ActivityEntry } from '../../../src-shared/model/index.ts';
import { hasAllWords } from '../../ui/has-all-words.ts';
import type { ActivityKind, ActivityLevel } from './activity-kinds.ts';

/** Which entries are shown. `level` is the lowest one. */
export interface ActivityFilter {
  readonly kind: ActivityKind | null;
  readonly level: ActivityLevel;
  readonly words: string;
  /** Only entries before this time, in UNIX milliseconds; null for all up to now. */
  readonly before: number | null;
}

export const EVERYTHING: ActivityFilter = { kind: null, level: 'info', words: '', before: null };

/** From the least serious one to errors. */
export const LEVELS: readonly ActivityLevel[] = ['info', 'warning', 'error'];

/** The filter as input of the call, without the parts that exclude nothing. */
export function activityInput({ kind, level, words, before }: ActivityFilter): {
  kind?: ActivityKind;
  level?: ActivityLevel;
  words?: string;
  before?: number;
} {
  return {
    ...(kind !== null && { kind }),
    ...(level !== 'info' && { level }),
    ...(before !== null && { before }),
    ...(words.trim() !== '' && { words: words.trim() }),
  };
}

/** Whether a new entry from the live stream matches the filter. */
export function matchesFilter(entry: ActivityEntry, { kind, level, words, before }: ActivityFilter): boolean {
  if (before !== null && entry.at >= before) return false;
  if (kind !== null && entry.kind !== kind) return false;
  if (LEVELS.indexOf(entry.level) < LEVELS.indexOf(level)) return false;
  return hasAllWords(entry.message, words);
}

/** Whether nothing is searched for; a day is chosen beside that. */
export function isEverything(filter: ActivityFilter): boolean {
  return filter.kind === null && filter.level === 'info' && filter.words.trim() === '';
}
