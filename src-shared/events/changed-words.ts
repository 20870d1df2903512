import type { EventOf } from '../model/index.ts';
import { formatDuration } from '../text/format-duration.ts';

type Change = EventOf<'channel_changed'>['data']['changes'][number];

/** What a path is called, where its own words do not say it. */
const NAMES: Readonly<Partial<Record<string, string>>> = {
  query: 'search',
  for_seconds: 'time',
  clear_query: 'ends when',
  clear_for_seconds: 'ends after',
  repeat_seconds: 'sent again every',
  enabled: 'on',
  min_severity: 'least severity',
  digest_at: 'digest at',
  not_while: 'not while',
  channels: 'who is notified',
  grouping: 'one problem for',
};

/** A longer value is cut off. */
const MOST_LETTERS = 60;

/**
 * Changes in words, old and new where both are single values: `time: 5 min → 10 min, search`. `nameOf`: what a path is
 * called.
 */
export function changedWords(changes: readonly Change[], nameOf: (path: string) => string = ownName): string {
  return changes
    .map(({ path, before, after }) => {
      const isNamed = (before === null && after === null) || typeof (before ?? after) === 'object';
      return isNamed ? nameOf(path) : `${nameOf(path)}: ${valueText(path, before)} → ${valueText(path, after)}`;
    })
    .join(', ');
}

/** A path in words, without its section and unit. */
function ownName(path: string): string {
  const own = path.replace(/^settings\./, '');
  return NAMES[own] ?? own.replace(/_(?:c|ms|percent|k?w|seconds|s)$/, '').replaceAll(/[_.]/g, ' ');
}

function valueText(path: string, value: Change['before']): string {
  if (value === null || value === '') return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return numberWords(path, value);
  const text = String(value);
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text;
}

function numberWords(path: string, value: number): string {
  if (path.endsWith('_seconds')) return formatDuration(value);
  const unit = /_(c|percent|kw|w)$/.exec(path)?.[1];
  return unit === undefined ? String(value) : `${value} ${{ c: '°C', percent: '%', kw: 'kW', w: 'W' }[unit]}`;
}
