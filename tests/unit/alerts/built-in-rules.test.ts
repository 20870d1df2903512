import { expect, it } from 'vitest';
import { BUILT_IN_RULES } from '../../../src-main/alerts/rules/built-in-rules.ts';
import { CONDITIONS, type ConditionCode } from '../../../src-shared/condition-kinds.ts';

/**
 * Conditions of a miner's row that open no incident: they cost little, or another rule covers them.
 */
const NO_RULE_OF_ITS_OWN: ReadonlySet<string> = new Set([
  // The rules about a low hash rate query the rate itself.
  'low_hashrate',
  // Work for the next visit: the effect is visible in the hash rate.
  'board_below_siblings',
  'chip_below_siblings',
  'chip_grade_red',
  'chip_hot',
  // Something cannot be read while the miner itself hashes.
  'boards_unread',
  'sensor_fault',
]);

it('a condition that shows on a row has a built-in rule, or is known to need none', () => {
  const asked = new Set(BUILT_IN_RULES.flatMap(({ query }) => /condition=(\S+)/.exec(query)?.[1]?.split('|') ?? []));
  const shown = Object.entries(CONDITIONS).flatMap(([code, { row }]) => (row === null ? [] : [code]));
  expect(shown.filter((code) => !asked.has(code) && !NO_RULE_OF_ITS_OWN.has(code))).toEqual([]);
  expect([...NO_RULE_OF_ITS_OWN].filter((code) => asked.has(code) || !shown.includes(code))).toEqual([]);
  expect([...asked].filter((code) => !(code in CONDITIONS))).toEqual([]);
});

it('a rule is as severe as the conditions that it finds: a row and its incident have one colour', () => {
  const found = BUILT_IN_RULES.flatMap(({ id, severity, query }) =>
    (/^condition=(\S+)$/.exec(query)?.[1]?.split('|') ?? []).map((code) => ({ id, severity, code })),
  );
  expect(found.length).toBeGreaterThan(20);
  const others = found.filter(({ severity, code }) => CONDITIONS[code as ConditionCode].severity !== severity);
  expect(others).toEqual([]);
});

it('a rule of a critical condition says what to do', () => {
  const critical = BUILT_IN_RULES.filter(({ severity, query }) => severity === 'critical' && /^condition=/.test(query));
  expect(critical.length).toBeGreaterThan(5);
  expect(critical.filter(({ advice }) => !advice).map(({ id }) => id)).toEqual([]);
});
