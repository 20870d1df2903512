import { describe, expect, it } from 'vitest';
import { changesInReadings, type MarkedMoment, marksOf } from '../../../src-main/history/marks.ts';
import type { ChangeFigures } from '../../../src-main/history/status-block.ts';
import { markSentence } from '../../../src-renderer/features/history/mark-words.ts';

const T0 = 1_767_225_600_000;
const MINER = '02:95:23:00:00:01';

function reading(nth: number, changes: Partial<ChangeFigures> = {}): ChangeFigures {
  const uptime_s = 5000 + nth * 15;
  return {
    recorded_at: T0 + nth * 15_000,
    state: 'mining',
    state_seconds: uptime_s,
    preset: '2500',
    uptime_s,
    ...changes,
  };
}

describe('what readings show', () => {
  it('is nothing while a miner mines on', () => {
    expect(
      changesInReadings(
        MINER,
        [0, 1, 2, 3].map((nth) => reading(nth)),
      ),
    ).toEqual([]);
  });

  it('is a restart where it starts again, once', () => {
    const found = changesInReadings(MINER, [
      reading(0),
      reading(1, { state: 'starting', state_seconds: 3 }),
      reading(2, { state: 'starting', state_seconds: 18 }),
      reading(3, { state_seconds: 2 }),
    ]);
    expect(found).toEqual([{ kind: 'restart', at: T0 + 15_000, miner_id: MINER, job_id: null, detail: null }]);
  });

  it('is a restart where it starts again while it tunes, and not where only the clock of its tuning goes back', () => {
    const tuning = reading(0, { state: 'auto-tuning', state_seconds: 500 });
    const starting = reading(1, { state: 'restarting', state_seconds: 3 });
    expect(changesInReadings(MINER, [tuning, starting])).toMatchObject([{ kind: 'restart', at: T0 + 15_000 }]);
    expect(changesInReadings(MINER, [tuning, reading(1, { state: 'auto-tuning', state_seconds: 5 })])).toEqual([]);
  });

  it('is a restart where only its own clocks show one', () => {
    expect(changesInReadings(MINER, [reading(0), reading(9, { uptime_s: 40, state_seconds: 5 })])).toHaveLength(1);
    expect(changesInReadings(MINER, [reading(0), reading(9, { state_seconds: 5 })])).toHaveLength(1);
    expect(changesInReadings(MINER, [reading(0), reading(1, { uptime_s: 4990, state_seconds: null })])).toEqual([]);
  });

  it('is another preset, where both are known', () => {
    const found = changesInReadings(MINER, [
      reading(0),
      reading(1, { preset: '3080' }),
      reading(2, { preset: null }),
      reading(3, { preset: '2500' }),
    ]);
    expect(found).toMatchObject([{ kind: 'preset', at: T0 + 15_000, detail: '2500 → 3080' }]);
  });
});

describe('a miner that comes back to its preset after a restart', () => {
  const restarted = (nth: number, preset: string, afterS: number) =>
    reading(nth, { preset, uptime_s: afterS, state_seconds: afterS });
  const [at5030, at4690] = [restarted(0, '5030', 5000), restarted(10, '4690', 100)];
  const changes = (...readings: ChangeFigures[]) =>
    changesInReadings(MINER, readings).map(({ kind, detail }) => [kind, detail]);

  it('has one mark, which names the presets between; mining that starts again there is part of it', () => {
    const [later, back] = [restarted(12, '4860', 20), restarted(14, '5030', 160)];
    expect(changes(at5030, at4690, later, back)).toEqual([['restart', 'ramped up over 4690, 4860']]);
    expect(changes(at5030, at4690)).toEqual([['restart', 'at 4690 so far, 5030 before']]);
  });

  it('has the mark of the other preset where it stays there, and after a rise', () => {
    const lasting = [restarted(30, '4690', 400), restarted(60, '4690', 850)];
    expect(changes(at5030, at4690, ...lasting)).toEqual([
      ['restart', null],
      ['preset', '5030 → 4690'],
    ]);
    expect(changes(at4690, restarted(20, '5030', 20))).toEqual([
      ['restart', null],
      ['preset', '4690 → 5030'],
    ]);
  });

  it('is named in the sentence of the mark', () => {
    const [mark] = marksOf(changesInReadings(MINER, [at5030, at4690, restarted(14, '5030', 160)]), 60_000);
    expect(mark && markSentence(mark, 'R6-03')).toBe('R6-03 restarted; ramped up over 4690');
  });
});

describe('marks', () => {
  const moment = (kind: MarkedMoment['kind'], at: number, changes: Partial<MarkedMoment> = {}): MarkedMoment => ({
    kind,
    at: T0 + at,
    miner_id: MINER,
    job_id: null,
    detail: null,
    ...changes,
  });

  it('join what is alike within a slot, and name the miner where it is one', () => {
    const other = '02:95:23:00:00:02';
    const marks = marksOf(
      [
        moment('offline', 1000),
        moment('offline', 2000, { miner_id: other }),
        moment('offline', 70_000),
        moment('back', 3000),
      ],
      60_000,
    );
    expect(
      marks.map(({ kind, from_at, to_at, count, miner_id }) => [kind, from_at - T0, to_at - T0, count, miner_id]),
    ).toEqual([
      ['offline', 1000, 2000, 2, null],
      ['back', 3000, 3000, 1, MINER],
      ['offline', 70_000, 70_000, 1, MINER],
    ]);
  });

  it('keep a job as one, however long it takes', () => {
    const job = { job_id: '0190f5a0-0000-7000-8000-000000000001', detail: 'restart' };
    const marks = marksOf([moment('job', 0, job), moment('job', 600_000, { ...job, miner_id: 'other' })], 60_000);
    expect(marks).toMatchObject([{ kind: 'job', from_at: T0, to_at: T0 + 600_000, count: 2, detail: 'restart' }]);
  });
});
