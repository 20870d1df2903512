import { describe, expect, it } from 'vitest';
import { minerLook } from '../../../src-renderer/miner-model/miner-look.ts';
import { momentOf } from '../../../src-shared/miner-now.ts';
import type { Miner, Polling } from '../../../src-shared/model/index.ts';
import { minerRow, NOW, offlineRow, status } from './miner-row.ts';

const moment = momentOf(NOW, 15);
const look = (overrides: Partial<Miner>) => minerLook(minerRow(overrides), moment);
const notPolled = (reason_code: Polling['reason_code'], reason: string): Polling => ({
  ...minerRow().polling,
  eligible: false,
  reason_code,
  reason,
});

describe('how a miner is doing', () => {
  it.each([
    ['mining', 'disc', 'green', 'mining'],
    ['auto-tuning', 'triangle', 'blue', 'tuning'],
    ['starting', 'triangle', 'blue', 'starting'],
    ['stopped', 'pause', 'grey', 'stopped'],
    ['failure', 'square', 'red', 'failed'],
    ['dancing', 'dash', 'grey', 'dancing'],
  ])('shows the state %s as a %s in %s', (state, shape, tone, word) => {
    expect(look({ latest_status: status({ state }) })).toMatchObject({ shape, tone, word });
  });

  it('calls a failure with its description, and for a person', () => {
    const latest_status = status({ state: 'failure', state_description: 'Failed to detect power supply' });
    expect(look({ latest_status })).toMatchObject({ why: 'Failed to detect power supply', wantsAttention: true });
  });

  it('names the worst reason for attention, and why', () => {
    const attention = [
      { code: 'low_hashrate', message: 'Hash rate at 71 % of expected.' },
      { code: 'hot', message: 'Hottest chip at 92 °C.' },
    ];
    expect(look({ attention })).toMatchObject({
      shape: 'diamond',
      tone: 'amber',
      word: 'low hash rate',
      why: 'Hash rate at 71 % of expected.',
      wantsAttention: true,
    });
  });

  it('is hollow when offline, however good its last reading was, and needs no attention', () => {
    expect(minerLook(offlineRow(), moment)).toMatchObject({
      shape: 'ring',
      word: 'offline',
      fresh: false,
      wantsAttention: false,
    });
  });

  it('calls a reading old after three status intervals, and not before', () => {
    expect(look({ latest_status: status({ recorded_at: NOW - 45_000 }) }).word).toBe('mining');
    expect(look({ latest_status: status({ recorded_at: NOW - 45_001 }) })).toMatchObject({
      tone: 'amber',
      word: 'no recent reading',
      fresh: false,
      wantsAttention: true,
    });
  });

  it('leaves a miner alone that is not managed, and says so', () => {
    const polling = notPolled('unmanaged', 'Not managed.');
    expect(look({ managed: false, polling })).toMatchObject({
      shape: 'dash',
      word: 'not managed',
      why: 'Not managed.',
      wantsAttention: false,
    });
  });

  it('calls a person where the unlock password is refused', () => {
    expect(look({ polling: notPolled('unlock_refused', 'Unlock password refused.') })).toMatchObject({
      tone: 'amber',
      word: 'wrong password',
      why: 'Unlock password refused.',
      wantsAttention: true,
    });
  });

  it('waits quietly for a first reading, and speaks up when that fails', () => {
    expect(look({ latest_status: null })).toMatchObject({ word: 'waiting', wantsAttention: false });
    const polling = { ...minerRow().polling, consecutive_failures: 2, last_error: 'no answer within 5 s' };
    expect(look({ latest_status: null, polling })).toMatchObject({ why: 'no answer within 5 s', wantsAttention: true });
  });
});
