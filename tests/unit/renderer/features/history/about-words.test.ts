import { expect, it } from 'vitest';
import { aboutWords } from '../../../../../src-renderer/features/history/about-words.ts';
import type { QueryHistory } from '../../../../../src-shared/model/index.ts';

it('a history says where its sums are so wide that short outages do not show in them', () => {
  const span = { from_at: 0, to_at: 1, slot_ms: 300_000, series: [] };
  const said = (tier: QueryHistory['tier'], miners = 200): string =>
    aboutWords({ ...span, tier, query: 'rack:R1', miners, loading_miners: 0, without_power: null });
  expect(said('5min')).toContain('Added up by 5 minutes: shorter outages of a miner do not show.');
  expect(said('1h')).toContain('Added up by hours');
  expect([said('1min'), said('5min', 0)].join()).not.toContain('Added up');
});
