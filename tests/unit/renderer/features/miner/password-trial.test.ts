import { describe, expect, it } from 'vitest';
import { trialResult } from '../../../../../src-renderer/features/miner/settings/password-trial.ts';
import type { Miner } from '../../../../../src-shared/model/index.ts';

const LOCKED = [{ code: 'api_key', severity: 'warning', message: 'Wrong miner password', since_at: 900 }] as const;
const FIRST = { savedAt: 1000, hadKey: false, wasLocked: true };

function miner(has_api_key: boolean, last_success_at: number | null, attention: Miner['attention'] = []) {
  return { online: true, has_api_key, attention, polling: { last_success_at } as Miner['polling'] };
}

describe('what became of a saved password', () => {
  it('is shown from the row of the miner', () => {
    expect(trialResult(FIRST, miner(false, null))).toBe('trying');
    expect(trialResult(FIRST, miner(false, null, [...LOCKED]))).toBe('refused');
    expect(trialResult(FIRST, miner(true, null))).toBe('unlocked');
    expect(trialResult(FIRST, { ...miner(false, null), online: false })).toBe('later');
  });

  it('is not known before a miner whose key was lost has been read again', () => {
    const again = { ...FIRST, hadKey: true };
    expect(trialResult(again, miner(true, 900))).toBe('trying');
    expect(trialResult(again, miner(true, 1100))).toBe('unlocked');
    expect(trialResult({ ...again, wasLocked: false }, miner(true, 900))).toBe('kept');
  });
});
