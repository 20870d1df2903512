import { describe, expect, it } from 'vitest';
import { historyCsv } from '../../../../../src-renderer/features/history/history-csv.ts';
import { markSentence, markWord } from '../../../../../src-renderer/features/history/mark-words.ts';
import { allowedSpan, namedSpan, shiftOf, shownSpan } from '../../../../../src-renderer/features/history/shown-span.ts';
import {
  formatHistoryLocation,
  type HistoryLocation,
  parseHistorySearch,
} from '../../../../../src-renderer/miner-view/locations/history-location.ts';
import { DAY_MS, HOUR_MS } from '../../../../../src-shared/milliseconds.ts';

const NOW = 1_767_225_600_000;
const PLAIN: HistoryLocation = { query: '', span: null, own: null, against: null, fromZero: false };
const again = (location: HistoryLocation) => parseHistorySearch(formatHistoryLocation(location).split('?', 2)[1] ?? '');

describe('the address of a history', () => {
  it('reproduces what is shown', () => {
    const locations: HistoryLocation[] = [
      PLAIN,
      { ...PLAIN, query: 'model=s21 temp>80 & "a+b?c#d"', span: '30d', fromZero: true },
      { ...PLAIN, own: { fromAt: NOW - DAY_MS, toAt: NOW }, against: { before: 'week' } },
      { ...PLAIN, query: 'rack:R7', against: { query: 'rack:R8 +x' } },
      { ...PLAIN, against: { query: '' } },
    ];
    for (const location of locations) expect(again(location)).toEqual(location);
    expect(formatHistoryLocation(PLAIN)).toBe('/history');
  });

  it('takes no time that makes no sense', () => {
    for (const search of [
      'from=x&to=y',
      `from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z`,
      'to=2026-01-01T00:00:00Z',
    ])
      expect(parseHistorySearch(search).own).toBeNull();
    expect(parseHistorySearch('before=century').against).toBeNull();
    expect(namedSpan(parseHistorySearch('span=7d'))).toBe('7 d');
    expect(namedSpan(parseHistorySearch('span=nonsense'))).toBe('24 h');
  });
});

describe('the span that is shown', () => {
  it('ends now, or is its own', () => {
    expect(shownSpan({ ...PLAIN, span: '6h' }, NOW)).toEqual({ fromAt: NOW - 6 * HOUR_MS, toAt: NOW });
    const own = { fromAt: NOW - 9 * DAY_MS, toAt: NOW - 8 * DAY_MS };
    expect(shownSpan({ ...PLAIN, own }, NOW)).toEqual(own);
  });

  it('is compared with a day, a week or its own length before', () => {
    const shown = { fromAt: NOW - 6 * HOUR_MS, toAt: NOW };
    expect(shiftOf({ before: 'day' }, shown)).toBe(DAY_MS);
    expect(shiftOf({ before: 'week' }, shown)).toBe(7 * DAY_MS);
    expect(shiftOf({ before: 'span' }, shown)).toBe(6 * HOUR_MS);
    expect(shiftOf({ query: 'rack:R7' }, shown)).toBe(0);
  });

  it('is at least ten minutes, at most two years, and never after now', () => {
    expect(allowedSpan({ fromAt: NOW - DAY_MS, toAt: NOW - DAY_MS + 1000 }, NOW)).toEqual({
      fromAt: NOW - DAY_MS + 500 - 300_000,
      toAt: NOW - DAY_MS + 500 + 300_000,
    });
    expect(allowedSpan({ fromAt: NOW - HOUR_MS, toAt: NOW + HOUR_MS }, NOW)).toEqual({
      fromAt: NOW - 2 * HOUR_MS,
      toAt: NOW,
    });
    const { fromAt, toAt } = allowedSpan({ fromAt: 0, toAt: NOW }, NOW);
    expect((toAt - fromAt) / DAY_MS).toBe(731);
  });
});

describe('what happened', () => {
  const mark = { from_at: NOW, to_at: NOW, miner_id: null, job_id: null, detail: null };
  it('is a word in the chart and a sentence below it', () => {
    expect(markWord({ ...mark, kind: 'offline', count: 12 })).toBe('12 offline');
    expect(markSentence({ ...mark, kind: 'offline', count: 12 }, null)).toBe('12 miners went offline');
    expect(markWord({ ...mark, kind: 'preset', count: 1, detail: '2500 → 3080' })).toBe('2500 → 3080');
    expect(markSentence({ ...mark, kind: 'preset', count: 1, detail: '2500 → 3080' }, 'R1')).toBe(
      'R1: preset 2500 → 3080',
    );
    expect(markSentence({ ...mark, kind: 'powerhive', count: 0, detail: 'PowerHive started.' }, null)).toBe(
      'PowerHive started.',
    );
  });
});

describe('a history as CSV', () => {
  it('has a line for each point, and the names of what is compared as text', () => {
    const point = {
      at: NOW,
      source: 'read' as const,
      miners: 2,
      of_miners: 3,
      complete: false,
      hashrate_hs: 1.50001234e14,
      hashrate_min_hs: null,
      hashrate_max_hs: null,
      power_w: 33_751.3333,
      power_miners: 2,
      chip_temp_max_c: 70.5,
    };
    const history = { series: [{ algorithm: 'sha256d', points: [point], gaps: [] }] };
    const [head, line, end] = historyCsv([{ name: '=rack:R7', history }], 'semicolon').split('\r\n');
    expect(head).toBe(
      '\uFEFFtime;miners_of;algorithm;miners_responded;miners_monitored;all_known;hashrate_ths;power_w;power_miners;chip_temp_max_c',
    );
    expect(line).toMatch(/^20\d\d-[-\dT:.]+[+-]\d\d:\d\d;'=rack:R7;sha256d;2;3;false;150,001;33751;2;70,5$/);
    expect(end).toBe('');
  });
});
