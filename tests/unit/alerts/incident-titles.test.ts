import { expect, it } from 'vitest';
import { GroupSizes } from '../../../src-main/alerts/incidents/group-by-cause.ts';
import { backTitle, faultText, groupTitle, pastTitle } from '../../../src-main/alerts/incidents/incident-titles.ts';
import { builtInRule } from '../../../src-main/alerts/rules/built-in-rules.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { minerRow, status } from '../renderer/miner-row.ts';

const words = (rule: string, attention: Miner['attention']): string =>
  faultText(builtInRule(rule) ?? expect.fail('There is no such rule'), minerRow({ attention })).message;

it('what is wrong is said so that the title of an incident says it alone', () => {
  const stopped = { code: 'protective_stop', severity: 'critical', message: 'Water temperature too low.' } as const;
  expect(words('failure', [stopped])).toBe('Stopped by itself: Water temperature too low');
  const failed = { code: 'failure', severity: 'critical', message: 'Failed: Chain break.' } as const;
  expect(words('failure', [failed])).toBe('Failed: Chain break');
  expect(words('fan_lost', [])).toBe('Fan stopped');
  const board = (id: number) =>
    ({ code: 'board_failed', severity: 'critical', message: `Board ${id} not detected.` }) as const;
  expect(words('board_lost', [board(2), board(3)])).toBe('Board 2 not detected; Board 3 not detected');
  expect(words('board_lost', [1, 2, 3, 4].map(board))).toMatch(/Board 3 not detected; and 1 more$/);
});

it('a low hash rate is said as a share, however the rule asks for it', () => {
  const slow = minerRow({ latest_status: status({ hashrate_hs: 60e12, hashrate_expected_hs: 100e12 }) });
  const said = (query: string) => faultText({ id: 'own', name: 'Slow', query }, slow).message;
  for (const query of ['hashrate<85%', 'hr < 85%', 'hashrate:60%|70%', 'managed:yes hr<=70%'])
    expect(said(query), query).toBe('Hash rate at 60 % of expected');
  for (const query of ['hashrate<100', 'name:"hashrate<85%"', 'fans<50%']) expect(said(query), query).toBe('Slow');
});

it('a group of miners is named with its place, and the whole farm as such', () => {
  const rule = builtInRule('offline') ?? expect.fail('There is no such rule');
  const farm = { kind: 'site', key: 'farm' } as const;
  const rack = { kind: 'rack', key: 'A/R7' } as const;
  const network = { kind: 'network', key: '10.1.1.0/24' } as const;
  const rows = (count: number, place: (i: number) => string | null, from = 1) =>
    Array.from({ length: count }, (_, i) => minerRow({ managed: true, ip: `10.1.1.${from + i}`, place: place(i) }));
  const whole = new GroupSizes(rows(48, () => null));
  expect(groupTitle(rule, farm, 48, whole)).toBe('All 48 miners offline');
  expect(groupTitle(rule, farm, 34, whole)).toBe('34 of 48 miners offline');
  expect(groupTitle({ id: 'own', name: 'Slow' }, farm, 48, whole)).toBe('Slow: all 48 miners');
  expect(groupTitle(rule, network, 48, whole)).toBe('Network 10.1.1.0/24 is gone: all 48 miners offline');
  const one = new GroupSizes(rows(12, (i) => `A/R7/${i}`));
  expect(groupTitle(rule, rack, 12, one)).toBe('Rack A/R7 is dark: all 12 miners offline (10.1.1.0/24)');
  expect(groupTitle(rule, rack, 11, one)).toBe('11 miners offline in rack A/R7');
  const two = new GroupSizes([...rows(12, (i) => `A/R7/${i}`), ...rows(12, (i) => `A/R8/${i}`, 13)]);
  expect(groupTitle(rule, rack, 12, two)).toBe('Rack A/R7 is dark: all 12 miners offline');
  expect(groupTitle(rule, network, 24, two)).toBe('Row A is dark: all 24 miners offline (10.1.1.0/24)');
  const mixed = new GroupSizes([...rows(12, (i) => `A/R7/${i}`), ...rows(12, (i) => `B/R8/${i}`, 13)]);
  expect(groupTitle(rule, network, 24, mixed)).toBe('Network 10.1.1.0/24 is gone: all 24 miners offline');
});

it('the end of a dark place says that all of it are back', () => {
  expect(backTitle('Rack R6 is dark: all 12 miners offline (10.1.1.0/24)')).toBe('Back: all 12 miners of rack R6');
  expect(backTitle('Row Hall 1/A is dark: all 1,024 miners offline (10.1.1.0/24)')).toBe(
    'Back: all 1,024 miners of row Hall 1/A',
  );
  expect(backTitle('Network 10.1.1.0/24 is gone: all 4 miners offline')).toBe('Back: all 4 miners of 10.1.1.0/24');
  expect(backTitle('34 miners offline in rack R6')).toBe(null);
  // Also of the title that it has once it is over.
  expect(backTitle('Rack R6 was dark: all 12 miners offline')).toBe('Back: all 12 miners of rack R6');
});

it('what is over is said in the past', () => {
  expect(
    [
      'Rack R6 is dark: all 12 miners offline (10.1.1.0/24)',
      'Network 10.1.1.0/24 is gone: all 48 miners offline',
      '10 miners without a pool: dead.example is down',
      'M4: Offline',
    ].map(pastTitle),
  ).toEqual([
    'Rack R6 was dark: all 12 miners offline (10.1.1.0/24)',
    'Network 10.1.1.0/24 was gone: all 48 miners offline',
    '10 miners without a pool: dead.example was down',
    'M4: Offline',
  ]);
});
