import { expect, it } from 'vitest';
import { BUILT_IN_RULES } from '../../../../../src-main/alerts/rules/built-in-rules.ts';
import { fixedThresholds, isThreshold } from '../../../../../src-renderer/features/settings/farm/thresholds.ts';
import { parseQuery } from '../../../../../src-shared/query/index.ts';

it('the rules that compare a figure are thresholds, and no others', () => {
  const rule = (query: string, about: 'miners' | 'rack' = 'miners') => isThreshold({ query, about } as never);
  for (const query of ['temp>85', 'hashrate<85% hashrate>0', 'tag:a or (power>3kW model:s19)'])
    expect(rule(query)).toBe(true);
  for (const query of ['condition=hot', 'offline', 'offline since>1h', 'seen>2h', 'temp>x'])
    expect(rule(query)).toBe(false);
  expect(rule('temp>85', 'rack')).toBe(false);
  expect(BUILT_IN_RULES.filter(isThreshold).map(({ id }) => id)).toEqual(['hashrate_very_low', 'hashrate_low']);
});

it('the fixed limits have their values, and the rule that each begins is one', () => {
  const fixed = fixedThresholds(15);
  expect(fixed.map(({ name, value }) => `${name}: ${value}`)).toContain('Hot: Hottest chip at 90 °C or more');
  expect(fixed.map(({ value }) => value)).toContain('None for 45 s: three status intervals');
  for (const { query } of fixed) if (query !== null) expect(parseQuery(query).errors, query).toEqual([]);
  expect(fixed.flatMap(({ query }) => query ?? [])).toEqual(['temp>85', 'hashrate<90%', 'rejected>5%']);
});
