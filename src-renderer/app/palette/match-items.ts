import type { Moment } from '../../../src-shared/miner/miner-now.ts';
import type { Incident, Miner } from '../../../src-shared/model/index.ts';
import { countText } from '../../../src-shared/text/count-text.ts';
import { queryAsMeant } from '../../features/fleet/search/query-as-meant.ts';
import { statesAsMeant } from '../../features/fleet/search/states-as-meant.ts';
import { incidentsTexts } from '../../features/incidents/incidents-texts.ts';
import { namesOf } from '../../miner-view/miner-names.ts';
import { hasAllWords } from '../../ui/has-all-words.ts';
import { appTexts } from '../app-texts.ts';

/** An action of the palette, found by its label and its other words. */
export interface PaletteItem {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  /** Other words by which it is found. */
  readonly also?: string;
  readonly run: () => void;
  /** It only changes the text: the palette stays open. */
  readonly staysOpen?: boolean;
}

export const MOST_MINERS = 8;
const MOST_INCIDENTS = 6;
const texts = appTexts.palette;

/**
 * Actions on the data of this computer. Not offered on another site: a call to a site would time
 * out before a large database is copied.
 */
export function ownItems(isOtherSite: boolean, onBackUp: () => void): readonly PaletteItem[] {
  return isOtherSite ? [] : [{ id: 'back-up', label: texts.backUp, detail: '', also: texts.backUpAlso, run: onBackUp }];
}

/**
 * Parses a request to remove or replace one miner: a verb and the beginning of its name, such as
 * `remove r1-s`.
 */
export function removalRequest(text: string): { readonly how: 'remove' | 'replace'; readonly whom: string } | null {
  const match = /^\s*(remove|replace)(?:\s+(.*))?$/i.exec(text);
  return match === null
    ? null
    : { how: match[1]?.toLowerCase() === 'remove' ? 'remove' : 'replace', whom: match[2]?.trim() ?? '' };
}

/** The states and problems that a text names, with the number of their miners: those of some, and those of none. */
export function stateItems(
  miners: readonly Miner[],
  text: string,
  moment: Moment,
  show: (query: string) => void,
): { readonly some: readonly PaletteItem[]; readonly none: readonly PaletteItem[] } {
  const states = statesAsMeant(text, miners, moment);
  const itemOf = ({ query, means, found }: (typeof states)[number]): PaletteItem => ({
    id: `state-${query}`,
    label: texts.state(means),
    detail: `${query} · ${countText(found, 'miner')}`,
    run: () => show(query),
  });
  return {
    some: states.filter(({ found }) => found > 0).map(itemOf),
    none: states.filter(({ found }) => found === 0).map(itemOf),
  };
}

/** A text as a search of the fleet; empty for a single word, which is a name. */
export function searchItems(
  miners: readonly Miner[],
  text: string,
  moment: Moment,
  show: (query: string) => void,
): readonly PaletteItem[] {
  const meant = queryAsMeant(text, miners, moment);
  if (meant === null) return [];
  const { query, found } = meant;
  return [{ id: 'search', label: texts.search(query), detail: countText(found, 'miner'), run: () => show(query) }];
}

/** The incidents that a text finds, in their order; empty for an empty text. */
export function matchIncidents(
  open: readonly Incident[],
  text: string,
  goTo: (path: string) => void,
): readonly PaletteItem[] {
  if (text.trim() === '') return [];
  const items = open.map(({ incident_id, title, severity, faults }) => ({
    id: `incident-${incident_id}`,
    label: title,
    detail: incidentsTexts.severities[severity],
    also: faults.map(({ message }) => message).join(' '),
    run: () => goTo(`/incidents/${incident_id}`),
  }));
  return matchItems(items, text).slice(0, MOST_INCIDENTS);
}

/**
 * The items whose label, detail or other words contain every word of the text; all of them for an
 * empty text.
 */
export function matchItems(items: readonly PaletteItem[], text: string): readonly PaletteItem[] {
  return items.filter(({ label, detail, also = '' }) => hasAllWords(`${label} ${detail} ${also}`, text));
}

/** The items whose label begins with the text, and the others; none begins with an empty text. */
export function byBeginning(
  items: readonly PaletteItem[],
  text: string,
): { readonly begun: readonly PaletteItem[]; readonly others: readonly PaletteItem[] } {
  const asked = text.trim().toLowerCase();
  const isBegun = ({ label }: PaletteItem): boolean => asked !== '' && label.toLowerCase().startsWith(asked);
  return { begun: items.filter(isBegun), others: items.filter((item) => !isBegun(item)) };
}

/**
 * The miners whose names, address or MAC contain the text, those that begin with it first; empty
 * for an empty text.
 */
export function matchMiners(miners: readonly Miner[], text: string): readonly Miner[] {
  const asked = text.trim().toLowerCase();
  if (asked === '') return [];
  const beginning: Miner[] = [];
  const holding: Miner[] = [];
  for (const miner of miners) {
    const said = namesOf(miner);
    if (said.some((part) => part.startsWith(asked))) beginning.push(miner);
    else if (said.some((part) => part.includes(asked))) holding.push(miner);
    if (beginning.length >= MOST_MINERS) break;
  }
  return [...beginning, ...holding].slice(0, MOST_MINERS);
}

/** The current or last address of a miner, and its MAC. */
export function whereabouts({ ip, last_ip, id }: Miner): string {
  return [ip ?? (last_ip === null ? texts.offline : texts.lastAt(last_ip)), id].join(' · ');
}
