import { describe, expect, it } from 'vitest';
import { comparison, type LoadedHistory } from '../../../../../src-renderer/features/history/loaded-history.ts';

const answer = (query: string): LoadedHistory => ({
  from_at: 0,
  to_at: 3_600_000,
  slot_ms: 300_000,
  tier: '5min',
  query,
  miners: 1,
  loading_miners: 0,
  without_power: 0,
  series: [],
  against: { query },
  laterMs: 0,
});
const fresh = { data: answer('rack=R1'), isPlaceholderData: false, isPending: false };
const old = { data: answer('rack=R2'), isPlaceholderData: true, isPending: false };
const none = { data: undefined, isPlaceholderData: false, isPending: true };
const against = { query: 'rack=R1' };

describe('what stands beside a history', () => {
  it('was asked for together with it: an older answer is never beside a newer one', () => {
    expect(comparison(against, fresh, fresh)).toEqual({ compared: fresh.data, isStale: false });
    expect(comparison(against, fresh, old)).toEqual({ compared: undefined, isStale: true });
    expect(comparison(against, old, fresh)).toEqual({ compared: undefined, isStale: true });
    expect(comparison(against, fresh, none)).toEqual({ compared: undefined, isStale: true });
    expect(comparison(against, old, old)).toEqual({ compared: old.data, isStale: true });
  });

  it('is nothing where nothing is compared, whatever is left of before', () => {
    expect(comparison(null, fresh, old)).toEqual({ compared: undefined, isStale: false });
    expect(comparison(null, old, old)).toEqual({ compared: undefined, isStale: true });
  });
});
