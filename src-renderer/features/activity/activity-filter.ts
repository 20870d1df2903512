import type { ActivityEntry } from '../../../src-shared/model/index.ts';
import { hasAllWords } from '../../ui/has-all-words.ts';
import type { ActivityKind, ActivityLevel } from './activity-kinds.ts';

/** Which entries are shown. `level` is the lowest one. */
export interface ActivityFilter {
  readonly kind: ActivityKind | null;
  readonly level: ActivityLevel;
  readonly words: string;
}

export const EVERYTHING: ActivityFilter = { kind: null, level: 'info', words: '' };

const LEVELS: readonly ActivityLevel[] = ['info', 'warning', 'error'];

/** The filter as input of the call, without the parts that exclude nothing. */
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

/** Whether a new entry from the live stream matches the filter. */
export function matchesFilter(entry: ActivityEntry, { kind, level, words }: ActivityFilter): boolean {
  if (kind !== null && entry.kind !== kind) return false;
  if (LEVELS.indexOf(entry.level) < LEVELS.indexOf(level)) return false;
  return hasAllWords(entry.message, words);
}

export function isEverything(filter: ActivityFilter): boolean {
  return filter.kind === null && filter.level === 'info' && filter.words.trim() === '';
}
