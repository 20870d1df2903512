import { describe, expect, it } from 'vitest';
import { troubleOf } from '../../../../src-renderer/miner-view/figure-trouble.ts';
import { minerLook } from '../../../../src-renderer/miner-view/miner-look.ts';
import { rowStateText } from '../../../../src-renderer/miner-view/row-state-text.ts';
import { momentOf } from '../../../../src-shared/miner/miner-now.ts';
import { pausedUntilWords } from '../../../../src-shared/miner/miner-state.ts';
import type { Attention, Miner, Polling } from '../../../../src-shared/model/index.ts';
import { minerRow, NOW, offlineRow, status } from '../miner-row.ts';

const moment = momentOf(NOW, 15);
const look = (overrides: Partial<Miner>) => minerLook(minerRow(overrides), moment);
const problem = (code: string, severity: Attention['severity'], message = ''): Attention => ({
  code,
  severity,
  message,
});
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
    ['sleep', 'pause', 'grey', 'sleep'],
    ['failure', 'square', 'red', 'failed'],
    ['dancing', 'dash', 'grey', 'dancing'],
  ])('shows the state %s as a %s in %s', (state, shape, tone, word) => {
    expect(look({ latest_status: status({ state }) })).toMatchObject({ shape, tone, word });
  });

  it('calls a failure with its description, and for a person', () => {
    const latest_status = status({ state: 'failure', state_description: 'Failed to detect power supply' });
    expect(look({ latest_status, attention: [problem('failure', 'critical')] })).toMatchObject({
      why: 'Failed to detect power supply',
      needsAttention: true,
    });
  });

  it('says until when a job has paused it, beside what the firmware says', () => {
    const paused = (state_description: string | null, paused_until: number | null) =>
      look({ latest_status: status({ state: 'stopped', state_description }), paused_until }).why;
    const at = new Date(new Date(NOW).setHours(14, 30, 0, 0)).getTime();
    expect(paused(null, at)).toBe('Paused until 14:30');
    expect(paused('Paused by user', at)).toBe('Paused until 14:30 · Paused by user');
    expect(paused(null, null)).toBeNull();
    const inRow = (own: Partial<Miner>) => {
      const miner = minerRow({ latest_status: status({ state: 'stopped' }), ...own });
      return rowStateText(miner, minerLook(miner, moment), NOW);
    };
    expect([inRow({ paused_until: at }), inRow({})]).toEqual(['paused until 14:30', 'stopped']);
    // It is started again before that is noted, or is offline.
    expect(inRow({ paused_until: at, latest_status: status({ state: 'mining' }) })).toBe('mining');
    expect(inRow({ paused_until: at, online: false })).toBe('offline');
    // Where it is offline as its pause ends, the next try is always within a minute.
    const offline = (paused_until: number) => pausedUntilWords({ paused_until, online: false }, moment);
    expect(offline(NOW + 50_000)).toBe('Its pause has ended: resumed when it answers');
    expect(offline(NOW + 3_600_000)).toMatch(/^Paused until /);
  });

  it('names the worst reason for attention, and why', () => {
    const attention = [
      problem('low_hashrate', 'warning', 'Hash rate at 71 % of expected.'),
      problem('hot', 'warning', 'Hottest chip at 92 °C.'),
    ];
    expect(look({ attention })).toMatchObject({
      shape: 'diamond',
      tone: 'amber',
      word: 'low hash rate',
      why: 'Hash rate at 71 % of expected.',
      needsAttention: true,
    });
  });

  it('is marked as critical where one of its problems is, whichever is named', () => {
    const attention = [problem('low_hashrate', 'warning'), problem('chips_silent', 'critical')];
    expect(look({ attention })).toMatchObject({ shape: 'square', tone: 'red', word: 'low hash rate' });
  });

  it('is crossed when offline, however good its last reading was: red where it should be there', () => {
    expect(minerLook(offlineRow(), moment)).toMatchObject({
      shape: 'cross',
      tone: 'red',
      word: 'offline',
      fresh: false,
      needsAttention: true,
    });
    expect(minerLook(offlineRow({ managed: false }), moment)).toMatchObject({
      shape: 'cross',
      tone: 'grey',
      needsAttention: false,
    });
  });

  it('calls a reading old after three status intervals, and not before', () => {
    expect(look({ latest_status: status({ recorded_at: NOW - 45_000 }) }).word).toBe('mining');
    expect(look({ latest_status: status({ recorded_at: NOW - 45_001 }) })).toMatchObject({
      tone: 'grey',
      word: 'no recent reading',
      fresh: false,
      needsAttention: false,
    });
    const old = status({ recorded_at: NOW - 45_001 });
    expect(look({ latest_status: old, attention: [problem('not_answering', 'warning')] }).tone).toBe('amber');
  });

  it('leaves a miner alone that is not managed, and says so', () => {
    const polling = notPolled('unmanaged', 'Not managed.');
    expect(look({ managed: false, polling })).toMatchObject({
      shape: 'dash',
      word: 'not managed',
      why: 'Not managed.',
      needsAttention: false,
    });
  });

  it('needs attention where the miner password is refused', () => {
    const attention = [problem('api_key', 'warning', 'Wrong miner password.')];
    expect(look({ attention, polling: notPolled('unlock_refused', 'Wrong miner password.') })).toMatchObject({
      tone: 'amber',
      word: 'wrong password',
      why: 'Wrong miner password.',
      needsAttention: true,
    });
  });

  it('waits quietly for a first reading, and speaks up when that fails', () => {
    expect(look({ latest_status: null })).toMatchObject({ word: 'waiting', needsAttention: false });
    const polling = { ...minerRow().polling, consecutive_failures: 2, last_error: 'no answer within 5 s' };
    const attention = [problem('not_answering', 'warning')];
    expect(look({ latest_status: null, polling, attention })).toMatchObject({
      why: 'no answer within 5 s',
      tone: 'amber',
      needsAttention: true,
    });
  });
});

describe('a figure that a problem is about', () => {
  const [fan, cooling, hot] = [
    problem('fan_lost', 'critical'),
    problem('cooling_at_limit', 'warning'),
    problem('hot', 'warning'),
  ];
  const trouble = (attention: Attention[], fan_duty_percent = 66) => {
    const miner = minerRow({ attention, latest_status: status({ fan_duty_percent }) });
    return [troubleOf('fans', miner)?.severity, troubleOf('chip_temp', miner)?.severity];
  };

  it('is the fans where they stand still, or run at full speed and cool too little', () => {
    expect(trouble([fan])).toEqual(['critical', undefined]);
    expect(trouble([cooling])).toEqual(['warning', 'warning']);
    expect([trouble([hot]), trouble([hot], 100)]).toEqual([
      [undefined, 'warning'],
      ['warning', 'warning'],
    ]);
    expect(trouble([problem('low_hashrate', 'warning')], 100)).toEqual([undefined, undefined]);
  });
});
