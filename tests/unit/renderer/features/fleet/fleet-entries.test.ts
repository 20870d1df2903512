import { describe, expect, it } from 'vitest';
import {
  type FleetEntry,
  type GroupEntry,
  groupedEntries,
  plainEntries,
  selectedPart,
  toggleGroup,
} from '../../../../../src-renderer/features/fleet/table/fleet-entries.ts';
import { extendTo, NOTHING_SELECTED, toggleRow } from '../../../../../src-renderer/features/fleet/table/selection.ts';
import { farmTotals } from '../../../../../src-shared/miner/farm-sums.ts';
import { momentOf } from '../../../../../src-shared/miner/miner-now.ts';
import { minerRow, NOW } from '../../miner-row.ts';

const moment = momentOf(NOW, 15);
const OPEN: ReadonlySet<string> = new Set();
const farm = [
  minerRow({ id: 'a', place: 'R10', tags: ['hydro', 'new'] }),
  minerRow({ id: 'b', place: 'R2' }),
  minerRow({ id: 'c', place: 'R10', tags: ['hydro'] }),
  minerRow({ id: 'd' }),
];
const shown = (entries: readonly FleetEntry[]) =>
  entries.map((entry) => (entry.kind === 'group' ? `${entry.label}: ${entry.ids.length}` : entry.key));
const head = (entries: readonly FleetEntry[], label: string): GroupEntry => {
  const found = entries.find((entry) => entry.kind === 'group' && entry.label === label);
  if (found?.kind !== 'group') throw new Error(`no group ${label}`);
  return found;
};

describe('the rows of a grouped table', () => {
  it('are the heads with their miners in the order of the table, those without last', () => {
    const entries = groupedEntries(farm, 'rack', OPEN, moment);
    expect(shown(entries)).toEqual(['R2: 1', 'b', 'R10: 2', 'a', 'c', 'No place: 1', 'd']);
    expect(head(entries, 'R10').sums).toEqual(
      farmTotals(
        [farm[0], farm[2]].filter((m) => m !== undefined),
        moment,
      ),
    );
    expect(shown(plainEntries(['b', 'a']))).toEqual(['b', 'a']);
  });

  it('of a collapsed group are its head alone', () => {
    const key = head(groupedEntries(farm, 'rack', OPEN, moment), 'R10').key;
    const entries = groupedEntries(farm, 'rack', new Set([key]), moment);
    expect(shown(entries)).toEqual(['R2: 1', 'b', 'R10: 2', 'No place: 1', 'd']);
    expect(head(entries, 'R10').isOpen).toBe(false);
  });

  it('have keys of their own where a miner is in several groups', () => {
    const keys = groupedEntries(farm, 'tag', OPEN, moment).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toContain('a#1');
    const isCollapsed = head(groupedEntries(farm, 'tag', OPEN, moment), 'hydro').key;
    expect(shown(groupedEntries(farm, 'tag', new Set([isCollapsed]), moment))).toContain('a#1');
  });

  it('are selected as a range of rows, also where a miner has rows elsewhere', () => {
    const farm = ['a', 'b', 'c'].map((id) => minerRow({ id, tags: id === 'b' ? ['one', 'two'] : ['one'] }));
    const entries = groupedEntries([...farm, minerRow({ id: 'd', tags: ['two'] })], 'tag', OPEN, moment);
    expect(shown(entries)).toEqual(['one: 3', 'a', 'b', 'c', 'two: 2', 'b#1', 'd']);
    const one = toggleRow(NOTHING_SELECTED, 'b', 'b#1');
    expect([...extendTo(one, entries, 'd').ids]).toEqual(['b', 'd']);
    expect([...extendTo(toggleRow(NOTHING_SELECTED, 'd'), entries, 'b#1').ids]).toEqual(['d', 'b']);
    const whole = toggleGroup(NOTHING_SELECTED, head(entries, 'two'));
    expect([...extendTo(whole, entries, 'd').ids]).toEqual(['b', 'd']);
  });

  it('keep their groups while nothing may move, with the sums of now', () => {
    const before = groupedEntries(farm, 'rack', OPEN, moment);
    const now = [
      minerRow({ id: 'a', place: 'R2' }),
      minerRow({ id: 'c', place: 'R10', online: false }),
      minerRow({ id: 'd' }),
      minerRow({ id: 'e', place: 'R10' }),
      minerRow({ id: 'f', place: 'R1' }),
    ];
    const kept = groupedEntries(now, 'rack', OPEN, moment, before);
    expect(shown(kept)).toEqual(['R10: 3', 'a', 'c', 'e', 'No place: 1', 'd', 'R1: 1', 'f']);
    expect(head(kept, 'R10').sums.counts.offline).toBe(1);
    expect(shown(groupedEntries(now, 'rack', OPEN, moment))).toEqual([
      'R1: 1',
      'f',
      'R2: 1',
      'a',
      'R10: 2',
      'c',
      'e',
      'No place: 1',
      'd',
    ]);
  });
});

describe('a group', () => {
  it('is selected whole, in part or not, collapsed or open', () => {
    const group = head(groupedEntries(farm, 'rack', OPEN, moment), 'R10');
    expect(selectedPart(group, NOTHING_SELECTED)).toBe('none');
    expect(selectedPart(group, { ids: new Set(['c', 'd']), anchor: null })).toBe('some');
    const whole = toggleGroup({ ids: new Set(['c', 'd']), anchor: null }, group);
    expect([...whole.ids].sort()).toEqual(['a', 'c', 'd']);
    expect(selectedPart(group, whole)).toBe('all');
    expect([...toggleGroup(whole, group).ids]).toEqual(['d']);
  });
});
