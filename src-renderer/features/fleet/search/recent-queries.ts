import { type Completion, FLEET_LANGUAGE } from '../../../../src-shared/query/index.ts';
import { readStorage, writeStorage } from '../../../ui/browser-storage.ts';
import { fleetTexts } from '../fleet-texts.ts';

const STORAGE_KEY = 'powerhive.recent-queries';
const MOST_KEPT = 8;

/** Adds a query to the list, newest first, without duplicates, empty or invalid queries. */
export function withQuery(recent: readonly string[], text: string): readonly string[] {
  const query = text.trim();
  const { terms, errors } = FLEET_LANGUAGE.parse(query);
  if (terms.length === 0 || errors.length > 0) return recent;
  return [query, ...recent.filter((one) => one !== query)].slice(0, MOST_KEPT);
}

/** Recent queries for an empty box, without those that are offered anyway. */
export function recentOffers(recent: readonly string[], offered: readonly Completion[]): readonly Completion[] {
  const others = recent.filter((text) => offered.every((offer) => offer.text !== text));
  return others.map((text) => ({ text, means: fleetTexts.search.recent, miners: null, whole: true, from: 0, to: 0 }));
}

/** The recent queries of this browser. */
export function recentQueries(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(readStorage(STORAGE_KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string').slice(0, MOST_KEPT) : [];
  } catch {
    return [];
  }
}

/** Saves a recent query. If the browser does not store it, none are offered. */
export function keepQuery(text: string): void {
  const before = recentQueries();
  const after = withQuery(before, text);
  if (after !== before) writeStorage(STORAGE_KEY, JSON.stringify(after));
}
