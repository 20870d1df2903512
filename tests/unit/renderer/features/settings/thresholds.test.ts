import { expect, it } from 'vitest';
import { BUILT_IN_RULES } from '../../../../../src-main/alerts/rules/built-in-rules.ts';
import { isThreshold } from '../../../../../src-renderer/features/settings/farm/thresholds.ts';

it('the rules that compare a figure are thresholds, and no others', () => {
  const rule = (query: string, about: 'miners' | 'rack' = 'miners') => isThreshold({ query, about } as never);
  for (const query of ['temp>85', 'hashrate<85% hashrate>0', 'tag:a or (power>3kW model:s19)'])
    expect(rule(query)).toBe(true);
  for (const query of ['condition=hot', 'offline', 'offline since>1h', 'seen>2h', 'temp>x'])
    expect(rule(query)).toBe(false);
  expect(rule('temp>85', 'rack')).toBe(false);
  expect(BUILT_IN_RULES.filter(isThreshold).map(({ id }) => id)).toEqual(['hashrate_very_low', 'hashrate_low']);
});
