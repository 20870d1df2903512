import { type Completion, FLEET_LANGUAGE } from '../../../../src-shared/query/index.ts';
import { readStorage, writeStorage } from '../../../ui/browser-storage.ts';
import { fleetTexts } from '../fleet-texts.ts';

const STORAGE_KEY = 'powerhive.recent-queries';
const MOST_KEPT = 8;

/** A list of queries with one more, the newest first, each once; one that says nothing is not kept. */
export function withQuery(recent: readonly string[], text: string): readonly string[] {
  const query = text.trim();
  const { terms, errors } = FLEET_LANGUAGE.parse(query);
  if (terms.length === 0 || errors.length > 0) return recent;
  return [query, ...recent.filter((one) => one !== query)].slice(0, MOST_KEPT);
}

/** What an empty box offers before everything else; what is offered by itself is not there twice. */
export function recentOffers(recent: readonly string[], offered: readonly Completion[]): readonly Completion[] {
  const others = recent.filter((text) => offered.every((offer) => offer.text !== text));
  return others.map((text) => ({ text, means: fleetTexts.search.recent, miners: null, whole: true, from: 0, to: 0 }));
}

/** The queries that were asked last in this browser. */
export function recentQueries(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(readStorage(STORAGE_KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string').slice(0, MOST_KEPT) : [];
  } catch {
    return [];
  }
}

/** Keeps a query that was asked. A browser that stores nothing offers none. */
export function keepQuery(text: string): void {
  const before = recentQueries();
  const after = withQuery(before, text);
  if (after !== before) writeStorage(STORAGE_KEY, JSON.stringify(after));
}
