import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tellEvent, tellKey, tellScan } from '../../../src-main/discovery/scan-activity.ts';
import {
  activityInput,
  EVERYTHING,
  isAskedFor,
  isEverything,
} from '../../../src-renderer/features/activity/activity-filter.ts';
import { groupActivity } from '../../../src-renderer/features/activity/activity-groups.ts';
import { activityRows } from '../../../src-renderer/features/activity/activity-rows.ts';
import type { ActivityEntry, Scan } from '../../../src-shared/model/index.ts';
import { storedMiner } from '../../fixtures/fleet-entries.ts';

const NOON = new Date(2026, 0, 5, 12).getTime();
let lastId = 0;
const entry = (message: string, changes: Partial<ActivityEntry> = {}): ActivityEntry => ({
  id: ++lastId,
  at: NOON,
  kind: 'operator_change',
  level: 'info',
  miner_id: '02:95:23:00:00:01',
  message,
  ...changes,
});
const managed = (names: readonly string[], changes: Partial<ActivityEntry> = {}) =>
  names.map((name) => entry(`${name} is managed`, changes));
/** What the lines say, groups with how many entries are in them. */
const lines = (entries: readonly ActivityEntry[]) =>
  groupActivity(entries).map((item) => ('entries' in item ? `${item.words} (${item.entries.length})` : item.message));

describe('like entries', () => {
  it('of one burst are one line, whatever the miners are called', () => {
    expect(lines(managed(['R2-S04-05', '127.77.0.3:8981', 'rack 3 is managed']))).toEqual(['3 miners managed (3)']);
    expect(lines(managed(['A', 'B']))).toEqual(['A is managed', 'B is managed']);
    expect(lines(managed(Array.from({ length: 1204 }, (_, i) => `R${i}`)))).toEqual(['1,204 miners managed (1204)']);
  });

  it('of different kinds stay apart', () => {
    const entries = [
      ...managed(['A', 'B', 'C']),
      entry('A is no longer managed'),
      entry('B is no longer managed'),
      entry('C is no longer managed'),
      ...['A', 'B', 'C'].map((name) => entry(`Named 02:95:23:00:00:01 ${name}`)),
      entry('Set the max preset of S19 to 3080'),
    ];
    expect(lines(entries)).toEqual([
      '3 miners managed (3)',
      '3 miners no longer managed (3)',
      '3 miners named (3)',
      'Set the max preset of S19 to 3080',
    ]);
  });

  it('are drawn together also where others came in between, as in a first scan', () => {
    const told = Array.from({ length: 4 }, () => [
      { ...entry(''), ...tellKey('created', storedMiner()) },
      { ...entry(''), ...tellEvent({ kind: 'new', id: storedMiner().id }, storedMiner()) },
    ]).flat() as ActivityEntry[];
    expect(lines(told)).toEqual(['Created API keys on 4 miners (4)', 'Found 4 miners (4)']);
  });

  it('are two lines where a while lies between them', () => {
    const later = managed(['A', 'B', 'C']);
    const earlier = managed(['D', 'E', 'F'], { at: NOON - 61_000 });
    expect(lines([...later, ...earlier])).toEqual(['3 miners managed (3)', '3 miners managed (3)']);
  });

  it('are scans that changed nothing, but not those that did', () => {
    const scan = (found: Partial<Scan>, at: number) => ({
      ...entry(''),
      ...tellScan({ ...found, addresses_total: 9 } as Scan),
      at,
    });
    const nothing = { miners_found: 8, miners_new: 0, miners_offline: 0 };
    const entries = [
      scan(nothing, NOON),
      scan({ ...nothing, miners_new: 2 }, NOON - 1e6),
      scan(nothing, NOON - 2e6),
      scan({ ...nothing, miners_offline: 10 }, NOON - 3e6),
    ];
    expect(lines(entries)).toEqual([
      '2 scans that changed nothing (2)',
      'Scanned 9 addresses: 8 miners, 2 new, 0 gone',
      'Scanned 9 addresses: 8 miners, 0 new, 10 gone',
    ]);
  });

  it('lose and invent nothing, and stay in order', () => {
    const anyEntry = fc.record({
      at: fc.integer({ min: NOON - 300_000, max: NOON }),
      message: fc.constantFrom('A is managed', 'B is no longer managed', 'Found C', 'x, 0 new, 0 gone'),
      kind: fc.constantFrom('operator_change' as const, 'miner_new' as const, 'scan' as const, 'error' as const),
    });
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 40 }), (made) => {
        const entries = made
          .map(({ message, ...rest }) => entry(message, rest))
          .sort((a, b) => b.at - a.at || b.id - a.id);
        const items = groupActivity(entries);
        const shown = items.flatMap((item) => ('entries' in item ? item.entries : [item]));
        expect(shown.map(({ id }) => id).sort()).toEqual(entries.map(({ id }) => id).sort());
        const heads = items.map((item) => ('entries' in item ? item.entries[0] : item)?.at ?? 0);
        expect(heads).toEqual([...heads].sort((a, b) => b - a));
      }),
    );
  });

  it('keep the key of their group when newer ones join', () => {
    const before = managed(['A', 'B', 'C']);
    const keyOf = (entries: readonly ActivityEntry[]) =>
      groupActivity(entries).map((item) => 'entries' in item && item.key);
    expect(keyOf([...managed(['D']), ...before])).toEqual(keyOf(before));
  });
});

describe('the lines of the activity', () => {
  const today = managed(['A', 'B', 'C']);
  const yesterday = managed(['D', 'E', 'F'], { at: NOON - 86_400_000 });
  const kinds = (opened: string[]) =>
    activityRows([...today, ...yesterday], new Set(opened), NOON).map(({ kind }) => kind);

  it('stand under their days, closed groups as one line', () => {
    expect(kinds([])).toEqual(['day', 'group', 'day', 'group']);
    expect(activityRows(today, new Set(), NOON)[0]).toMatchObject({ name: 'Today' });
  });

  it('show what is in a group that was opened', () => {
    const [, group] = activityRows(today, new Set(), NOON);
    expect(kinds([group?.key ?? ''])).toEqual(['day', 'group', 'entry', 'entry', 'entry', 'day', 'group']);
  });
});

describe('the filter', () => {
  const refused = entry('R2-S01 refused the unlock password', { kind: 'unlock_refused', level: 'warning' });

  it('takes in by kind, by seriousness and by words', () => {
    expect(isAskedFor(refused, EVERYTHING)).toBe(true);
    expect(isAskedFor(refused, { ...EVERYTHING, kind: 'scan' })).toBe(false);
    expect(isAskedFor(refused, { ...EVERYTHING, level: 'warning' })).toBe(true);
    expect(isAskedFor(refused, { ...EVERYTHING, level: 'error' })).toBe(false);
    expect(isAskedFor(refused, { ...EVERYTHING, words: ' PASSWORD r2 ' })).toBe(true);
    expect(isAskedFor(refused, { ...EVERYTHING, words: 'password r3' })).toBe(false);
  });

  it('asks PowerHive only for what leaves something out', () => {
    expect(activityInput(EVERYTHING)).toEqual({});
    expect(activityInput({ kind: 'scan', level: 'error', words: ' a b ' })).toEqual({
      kind: 'scan',
      level: 'error',
      words: 'a b',
    });
    expect(isEverything({ ...EVERYTHING, words: '  ' })).toBe(true);
  });
});
