import { describe, expect, it } from 'vitest';
import { type PreviewFarm, previewRule } from '../../../src-main/alerts/rules/preview.ts';
import { DAY_MS } from '../../../src-shared/durations.ts';
import type { HistoryPoint, Miner } from '../../../src-shared/model/index.ts';
import { Settings } from '../../../src-shared/model/index.ts';
import { minerRow, NOW } from '../renderer/miner-row.ts';

const SLOT = 300_000;
const first = minerRow();
const second = minerRow({ id: '02:95:23:00:00:02', nickname: 'R2', tags: ['r7'] });

function point(at: number, share: number): HistoryPoint {
  return {
    at,
    source: 'read',
    readings: 20,
    hashrate_hs: 104e12 * share,
    hashrate_min_hs: null,
    hashrate_max_hs: null,
    hashrate_expected_hs: 104e12,
    power_w: 3080,
    chip_temp_max_c: 70,
    pcb_temp_max_c: 60,
    fan_duty_percent: 60,
    fan_rpm_max: 5000,
    hw_error_percent: 0,
  } as HistoryPoint;
}

/** Two days of slots in which a miner is slow for the given number of slots from `from` on. */
function slow(...spells: { from: number; slots: number }[]): HistoryPoint[] {
  return Array.from({ length: 2 * 288 }, (_, i) => {
    const isSlow = spells.some(({ from, slots }) => i >= from && i < from + slots);
    return point(NOW - 2 * DAY_MS + i * SLOT, isSlow ? 0.7 : 1);
  });
}

const farm = (miners: readonly Miner[], points: Readonly<Record<string, HistoryPoint[]>>): PreviewFarm => ({
  miners: () => miners,
  statusSeconds: 15,
  retention: Settings.parse({}).retention,
  minerHistory: async (id) => points[id] ?? [],
});

describe('what a rule would have found', () => {
  it('is what lasted for long enough, each spell once, miners of one moment together', async () => {
    const points = {
      [first.id]: slow({ from: 100, slots: 3 }, { from: 200, slots: 1 }, { from: 300, slots: 40 }),
      [second.id]: slow({ from: 100, slots: 3 }),
    };
    const question = { query: 'hashrate<85%', for_seconds: 600, days: 2 };
    const { fired, days, unanswered } = await previewRule(question, farm([first, second], points), NOW);
    expect(days).toBe(2);
    expect(fired).toEqual([
      { at: NOW - 2 * DAY_MS + 102 * SLOT, miner_ids: [first.id, second.id] },
      { at: NOW - 2 * DAY_MS + 302 * SLOT, miner_ids: [first.id] },
    ]);
    expect(unanswered).toEqual([expect.stringContaining('are not left out')]);
  });

  it('is of those that the query is about, and of no time in which nothing was read', async () => {
    const gap = slow({ from: 10, slots: 4 }).filter(
      ({ at }) => at < NOW - 2 * DAY_MS + 11 * SLOT || at > NOW - 2 * DAY_MS + 20 * SLOT,
    );
    const points = { [first.id]: slow({ from: 5, slots: 50 }), [second.id]: gap };
    const question = { query: 'tag:r7 hashrate<85%', for_seconds: 600, days: 2 };
    const { fired } = await previewRule(question, farm([first, second], points), NOW);
    expect(fired).toEqual([]);
  });

  it('says what history does not have', async () => {
    const question = { query: 'condition=fan_lost hashrate<85%', for_seconds: 0, days: 2 };
    const { fired, days, unanswered } = await previewRule(question, farm([first], { [first.id]: slow() }), NOW);
    expect({ fired, days }).toEqual({ fired: [], days: 0 });
    expect(unanswered).toEqual(['History has nothing about "condition=fan_lost".']);
  });

  it('says that there is none yet, and how far it reaches', async () => {
    const question = { query: 'hashrate<85%', for_seconds: 0, days: 7 };
    const none = await previewRule(question, farm([first], {}), NOW);
    expect(none).toMatchObject({ days: 0, unanswered: ['There is no history of these miners yet.'] });
    const short = await previewRule(question, farm([first], { [first.id]: slow() }), NOW);
    expect(short.days).toBe(2);
  });

  it('is not searched where only now is asked for', async () => {
    const none = { ...farm([first], {}), minerHistory: () => Promise.reject(new Error('searched')) };
    const { matching } = await previewRule({ query: 'managed:yes', for_seconds: 0, days: 0 }, none, NOW);
    expect(matching).toEqual([first.id]);
  });
});
