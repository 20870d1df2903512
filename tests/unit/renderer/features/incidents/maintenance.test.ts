import { expect, it } from 'vitest';
import {
  exampleQuery,
  filledIn,
  whyNone,
} from '../../../../../src-renderer/features/incidents/maintenance/maintenance-form.tsx';
import { endOf, type SilentLength } from '../../../../../src-renderer/features/incidents/silent-lengths.ts';
import { isCurrent } from '../../../../../src-shared/alerts/maintenance-now.ts';
import { matchesQuery, parseQuery } from '../../../../../src-shared/query/index.ts';
import { minerRow } from '../../miner-row.ts';

const FRIDAY = new Date(2026, 0, 2, 9, 30).getTime();
const NOW = { starts: 'now', startText: '', length: 'hours', endText: '', minutes: 20 } as const;
const FROM_TIME = { ...NOW, starts: 'time' } as const;
const TO_TIME = { ...NOW, length: 'time' } as const;
const MINUTES = { ...NOW, length: 'minutes' } as const;

it.each([
  ['', NOW, 'Enter which miners, such as rack=R1.'],
  ['temp>', NOW, 'Correct which miners.'],
  ['tag:r7', FROM_TIME, 'Enter when it starts.'],
  ['tag:r7', TO_TIME, 'Enter when it ends.'],
  ['tag:r7', { ...FROM_TIME, startText: '2026-01-02T05:29' }, 'The end must be in the future, and after the start.'],
  ['tag:r7', { ...TO_TIME, endText: '2026-01-02T09:29' }, 'The end must be in the future, and after the start.'],
  ['tag:r7', { ...TO_TIME, endText: '2026-01-02T09:31' }, null],
  ['tag:r7', NOW, null],
  ['tag:r7', MINUTES, null],
  ['tag:r7', { ...MINUTES, minutes: null }, 'Enter for how many minutes.'],
  ['tag:r7', { ...MINUTES, minutes: 0 }, 'Enter for how many minutes.'],
])('a maintenance of "%s", %o cannot be: %s', (query, times, why) => {
  expect(whyNone(query, times, FRIDAY, 'rack=R1')).toBe(why);
});

it('the example finds miners of this farm', () => {
  const placed = minerRow({ place: 'Hall 1/A/R1/3-2' });
  const unplaced = minerRow({ place: null });
  expect(exampleQuery([unplaced, placed])).toBe('rack="Hall 1/A/R1"');
  for (const miner of [placed, unplaced, minerRow({ place: null, model_alias: null })])
    expect(matchesQuery(parseQuery(exampleQuery([miner])), miner, FRIDAY)).toBe(true);
});

it('a field of a time begins with the next full hour, the end after the start, and what is typed stays', () => {
  const [start, end] = ['2026-01-02T10:00', '2026-01-02T11:00'];
  expect(filledIn(FROM_TIME, FRIDAY)).toMatchObject({ startText: start, endText: '' });
  expect(filledIn(TO_TIME, FRIDAY)).toMatchObject({ startText: '', endText: start });
  expect(filledIn({ ...FROM_TIME, length: 'time' }, FRIDAY)).toMatchObject({ startText: start, endText: end });
  const typed = { ...FROM_TIME, ...TO_TIME, starts: 'time', startText: '2026-01-05T08:15', endText: '' } as const;
  expect(filledIn(typed, FRIDAY)).toMatchObject({ startText: typed.startText, endText: '2026-01-05T09:00' });
});

it.each<[SilentLength, Date]>([
  ['half_hour', new Date(2026, 0, 2, 10)],
  ['hours', new Date(2026, 0, 2, 13, 30)],
  ['morning', new Date(2026, 0, 3, 7)],
  ['monday', new Date(2026, 0, 5, 7)],
  ['month', new Date(FRIDAY + 30 * 86_400_000)],
])('%s end at %s', (length, end) => {
  expect(endOf(length, FRIDAY)).toBe(end.getTime());
});

it('a maintenance goes on from its start until before its end', () => {
  const window = { starts_at: 10, ends_at: 20, created_at: 5 };
  expect([9, 10, 19, 20].map((nowMs) => isCurrent(window, nowMs))).toEqual([false, true, true, false]);
  // One that began at once goes on although the clock was set back since.
  const atOnce = { ...window, created_at: 10 };
  expect([9, 10, 19, 20].map((nowMs) => isCurrent(atOnce, nowMs))).toEqual([true, true, true, false]);
});
