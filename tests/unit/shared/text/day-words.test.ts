import { expect, it } from 'vitest';
import { HOUR_MS } from '../../../../src-shared/milliseconds.ts';
import type { DaySum } from '../../../../src-shared/model/index.ts';
import { dayJobWords, dayLines } from '../../../../src-shared/text/day-words.ts';

const OPERATOR = { via: 'browser', name: 'browser', scope: 'operate' } as const;
const PH_H = 3600e15;
const rule = (rule_id: string, name: string | null, lost: number) =>
  ({ cause: 'rule', rule_id, rule_name: name, lost_hash: lost * PH_H }) as const;
const DAY: DaySum = {
  from_at: 0,
  to_at: 24 * HOUR_MS,
  monitored_ms: 22 * HOUR_MS,
  work: [
    {
      algorithm: 'sha256d',
      recorded_ms: 22 * HOUR_MS,
      expected_hash: 19 * PH_H,
      hashed_hash: 18.24 * PH_H,
      paid_hash: 18.24 * PH_H,
      hashing_percent: 97.44,
      lost: [
        rule('offline', 'Offline', 0.5),
        { cause: 'maintenance', rule_id: null, rule_name: null, lost_hash: 0.1 * PH_H },
        rule('gone', null, 0.06),
        { cause: 'unread', rule_id: null, rule_name: null, lost_hash: 0.05 * PH_H },
        rule('chip_hot', 'Chip too hot', 0.03),
        rule('fan_lost', 'Fan stopped', 0.02),
      ],
    },
  ],
  problems: { opened: 5, ended: 4, open_at_end: 3, critical_at_end: 1 },
  miners: { found: 2, removed: 0, went_offline: 1200, came_back: 11 },
  jobs: { started: 1, latest: [] },
  changes: [
    { actor: OPERATOR, count: 12 },
    { actor: { ...OPERATOR, name: 'ops' }, count: 1 },
    { actor: { ...OPERATOR, via: 'rest', name: 'dash' }, count: 3 },
  ],
};
const said = (day: Partial<DaySum>) => dayLines({ ...DAY, ...day }).map(({ label, text }) => `${label}: ${text}`);

it('a day is said in lines, the largest losses by name', () => {
  expect(said({})).toEqual([
    'Monitored: 22 h 0 min of 1 d 0 h',
    'Hashed: 18.2 PH·h of 19.0 PH·h expected (96.0 %); miners hashed 97.4 % of the time',
    'Lost: 760.0 TH·h: Offline 500.0 TH·h · in maintenance 100.0 TH·h · gone 60.0 TH·h · not read, may have hashed 50.0 TH·h · the rest 50.0 TH·h',
    'Problems: 5 opened · 4 ended · 3 still open, 1 critical',
    'Miners: 2 new · 1,200 went offline · 11 came back online',
    'Jobs: 1 started',
    'Changes: 12 changes in a browser · 1 change by ops · 3 changes through REST by the token "dash"',
  ]);
});

it('of what was hashed it is said what was paid, where that is known and less', () => {
  const hashed = (paid_hash: number | null) => said({ work: DAY.work.map((one) => ({ ...one, paid_hash })) })[1];
  expect(hashed(12 * PH_H)).toContain(' expected (96.0 %); 12.0 PH·h of it paid; miners hashed');
  expect(hashed(null)).not.toContain('paid');
});

it('what is unknown is not 0, and of a part of the day it is said of how much', () => {
  const nothing = { changes: [], jobs: { started: 0, latest: [] } };
  const never = said({ ...nothing, monitored_ms: 0, work: [] });
  expect(never.slice(0, 3)).toEqual([
    'Monitored: not at all',
    'Hashed: unknown: not monitored',
    'Lost: unknown: not monitored',
  ]);
  expect(never.slice(-2)).toEqual(['Jobs: none', 'Changes: none']);
  expect(said({ work: [] })[1]).toBe('Hashed: unknown: not recorded');
  const [work] = DAY.work;
  const some = { ...work, recorded_ms: 2 * HOUR_MS, lost: [] } as DaySum['work'][number];
  expect(said({ work: [some, { ...some, algorithm: 'scrypt' }] })[2]).toBe(
    'Lost: sha256d: nothing (in 2 h 0 min); scrypt: nothing (in 2 h 0 min)',
  );
  expect(said({ monitored_ms: 24 * HOUR_MS })[0]).toBe('Monitored: all 1 d 0 h');
});

it('a job is said with who asked for it, and how it is now', () => {
  const job = { job_id: 'j', started_at: 1, message: 'Started: restart on 5 miners' };
  expect(dayJobWords({ ...job, actor: OPERATOR, state: 'done' })).toBe(
    'Started: restart on 5 miners, in a browser; done',
  );
  expect(dayJobWords({ ...job, actor: null, state: null })).toBe('Started: restart on 5 miners');
});
