import { formatHash } from '../../ui/hash-location.ts';

export const HISTORY_PATH = '/history';

/** What the history is compared with: other miners, or the same ones in an earlier period. */
export type Against = { readonly query: string } | { readonly before: Before };
export const BEFORE = ['day', 'week', 'span'] as const;
export type Before = (typeof BEFORE)[number];

/** What the history screen shows. All of it is in the address, so that a link shows the same. */
export interface HistoryLocation {
  /** Query of the miners; empty for the whole farm. */
  readonly query: string;
  /** A period until now, such as `24h`; null for a custom period, or if none is given. */
  readonly span: string | null;
  /** A custom period, in UNIX milliseconds. */
  readonly own: { readonly fromAt: number; readonly toAt: number } | null;
  readonly against: Against | null;
  readonly fromZero: boolean;
}

export function parseHistorySearch(search: string): HistoryLocation {
  const given = new URLSearchParams(search);
  const [fromAt, toAt] = [momentOf(given.get('from')), momentOf(given.get('to'))];
  const before = BEFORE.find((name) => name === given.get('before'));
  const other = given.get('vs');
  return {
    query: given.get('q') ?? '',
    span: given.get('span'),
    own: fromAt !== null && toAt !== null && fromAt < toAt ? { fromAt, toAt } : null,
    against: other !== null ? { query: other } : before !== undefined ? { before } : null,
    fromZero: given.get('zero') === '1',
  };
}

export function formatHistoryLocation({ query, span, own, against, fromZero }: Partial<HistoryLocation>): string {
  const screen = formatHash({ path: HISTORY_PATH, text: query ?? '' });
  const more = new URLSearchParams();
  if (own != null) {
    more.set('from', momentText(own.fromAt));
    more.set('to', momentText(own.toAt));
  } else if (span != null) more.set('span', span);
  if (against != null && 'query' in against) more.set('vs', against.query.toWellFormed());
  if (against != null && 'before' in against) more.set('before', against.before);
  if (fromZero === true) more.set('zero', '1');
  const text = more.toString().replaceAll('+', '%20');
  return text === '' ? screen : `${screen}${screen.includes('?') ? '&' : '?'}${text}`;
}

/** With seconds and in UTC, so that a link means the same everywhere: `2026-01-31T22:10:05Z`. */
function momentText(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

function momentOf(text: string | null): number | null {
  const at = text === null ? Number.NaN : Date.parse(text);
  return Number.isFinite(at) ? at : null;
}
