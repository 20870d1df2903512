import { describe, expect, it } from 'vitest';
import { countIncidents } from '../../../src-main/alerts/incidents/count-incidents.ts';
import { type PreviewFarm, previewRule } from '../../../src-main/alerts/rules/preview-rule.ts';
import { DAY_MS } from '../../../src-shared/milliseconds.ts';
import { momentOf } from '../../../src-shared/miner/miner-now.ts';
import { type Miner, type RulePreviewInput, Settings } from '../../../src-shared/model/index.ts';
import { minerRow, NOW } from '../renderer/miner-row.ts';

const SLOT = 300_000;
const first = minerRow();
const second = minerRow({ id: '02:95:23:00:00:02', nickname: 'R2', tags: ['r7'] });

interface Slot {
  readonly at: number;
  readonly share: number;
}

/** Two days of slots in which a miner is slow for the given number of slots from `from` on. */
function slow(...spells: { from: number; slots: number; share?: number }[]): Slot[] {
  return Array.from({ length: 2 * 288 }, (_, i) => {
    const spell = spells.find(({ from, slots }) => i >= from && i < from + slots);
    return { at: at(i), share: spell === undefined ? 1 : (spell.share ?? 0.7) };
  });
}

/** Without the slots of these ranges. */
const without = (points: readonly Slot[], ...gaps: (readonly [number, number])[]): Slot[] =>
  points.filter((_, i) => !gaps.some(([from, to]) => i >= from && i <= to));

function at(slot: number): number {
  return NOW - 2 * DAY_MS + slot * SLOT;
}

const farm = (miners: readonly Miner[], points: Readonly<Record<string, readonly Slot[]>>): PreviewFarm => ({
  miners: () => miners,
  moment: (nowMs) => momentOf(nowMs, 15),
  retention: Settings.parse({}).retention,
  countIncidents: (found, grouping) => countIncidents(miners, found, grouping),
  minersSlots: async (ids) =>
    ids.map((minerId) => {
      const slots = points[minerId] ?? [];
      const column = (value: (slot: Slot) => number): Float64Array => Float64Array.from(slots, value);
      return {
        minerId,
        ats: column((slot) => slot.at),
        hashrate_hs: column(({ share }) => 104e12 * share),
        hashrate_expected_hs: column(() => 104e12),
        power_w: column(() => 3080),
        chip_temp_max_c: column(() => 70),
      };
    }),
});

const asked = (query: string, fields: Partial<RulePreviewInput> = {}): RulePreviewInput => ({
  ...{ query, for_seconds: 0, clear_query: null, clear_for_seconds: 0, grouping: 'cause', days: 2 },
  ...fields,
});
const LOW = asked('hashrate<85%', { for_seconds: 600 });

describe('what a rule would have found', () => {
  it('is what lasted for long enough, each spell once, miners of one moment together', async () => {
    const points = {
      [first.id]: slow({ from: 100, slots: 3 }, { from: 200, slots: 1 }, { from: 300, slots: 40 }),
      [second.id]: slow({ from: 100, slots: 3 }),
    };
    const { fired, incidents, days, unanswered } = await previewRule(LOW, farm([first, second], points), NOW);
    expect(days).toBe(2);
    expect(incidents).toBe(3);
    const asOne = await previewRule({ ...LOW, grouping: 'rule' }, farm([first, second], points), NOW);
    expect(asOne.incidents).toBe(2);
    expect(fired).toEqual([
      { at: NOW - 2 * DAY_MS + 102 * SLOT, miner_ids: [first.id, second.id] },
      { at: NOW - 2 * DAY_MS + 302 * SLOT, miner_ids: [first.id] },
    ]);
    expect(unanswered).toEqual([expect.stringContaining('are not left out')]);
  });

  it('is of those that the query is about, and of no time in which nothing was read', async () => {
    const points = {
      [first.id]: slow({ from: 5, slots: 50 }),
      [second.id]: without(slow({ from: 10, slots: 1 }, { from: 15, slots: 1 }), [11, 14]),
    };
    const { fired } = await previewRule(
      asked('tag:r7 hashrate<85%', { for_seconds: 600 }),
      farm([first, second], points),
      NOW,
    );
    expect(fired).toEqual([]);
  });

  it('is one of several things, of the past and of now, and nothing where one of them is in no history', async () => {
    const points = { [first.id]: slow({ from: 5, slots: 50 }), [second.id]: slow({ from: 5, slots: 50 }) };
    const tried = (query: string) => previewRule(asked(query), farm([first, second], points), NOW);
    const both = await tried('hashrate<85% (tag:r7 or temp>80)');
    expect(both.fired).toEqual([{ at: at(5), miner_ids: [second.id] }]);
    const neither = await tried('hashrate<85% -(tag:r7 or temp>80)');
    expect(neither.fired).toEqual([{ at: at(5), miner_ids: [first.id] }]);
    const half = await tried('hashrate<85% or (tag:r7 -state:hot)');
    expect(half).toMatchObject({
      fired: [],
      unanswered: ['How often it would have fired is unknown: history does not record "-state:hot".'],
    });
  });

  it('waits over a gap, which does not count, and begins again after a long one', async () => {
    const points = {
      // Matches, is not seen for ten minutes, and matches again.
      [first.id]: without(slow({ from: 10, slots: 4 }), [11, 12]),
      [second.id]: without(slow({ from: 10, slots: 6 }), [11, 13]),
    };
    const { fired } = await previewRule(LOW, farm([first, second], points), NOW);
    expect(fired).toEqual([
      { at: at(14), miner_ids: [first.id] },
      { at: at(16), miner_ids: [second.id] },
    ]);
  });

  it('is one spell while it is not seen, and until its end matches for long enough', async () => {
    const points = {
      [first.id]: without(slow({ from: 10, slots: 50 }), [20, 40]),
      [second.id]: slow(
        { from: 10, slots: 3 },
        { from: 13, slots: 9, share: 0.86 },
        { from: 22, slots: 3 },
        { from: 27, slots: 3 },
      ),
    };
    const ends = { ...LOW, clear_query: 'hashrate>=88%', clear_for_seconds: 900 };
    const { fired } = await previewRule(ends, farm([first, second], points), NOW);
    expect(fired).toEqual([{ at: at(12), miner_ids: [first.id, second.id] }]);
    const once = await previewRule(LOW, farm([first, second], points), NOW);
    expect(once.fired.map(({ miner_ids }) => miner_ids.length)).toEqual([2, 1, 1]);
  });

  it('says what history does not have', async () => {
    const { fired, days, unanswered } = await previewRule(
      asked('condition=fan_lost hashrate<85%'),
      farm([first], { [first.id]: slow() }),
      NOW,
    );
    expect({ fired, days }).toEqual({ fired: [], days: 0 });
    expect(unanswered).toEqual([
      'How often it would have fired is unknown: history does not record "condition=fan_lost".',
    ]);
    const end = await previewRule({ ...LOW, clear_query: 'hashing' }, farm([first], { [first.id]: slow() }), NOW);
    expect(end.unanswered[1]).toBe('History does not record "hashing": the end is taken without it.');
  });

  it('says that there is none yet, and how far it reaches', async () => {
    const week = asked('hashrate<85%', { days: 7 });
    const none = await previewRule(week, farm([first], {}), NOW);
    expect(none).toMatchObject({ days: 0, unanswered: ['There is no history of these miners yet.'] });
    const short = await previewRule(week, farm([first], { [first.id]: slow() }), NOW);
    expect(short.days).toBe(2);
  });

  it('stops where nobody waits for it any more', async () => {
    const many = Array.from({ length: 40 }, (_, i) =>
      minerRow({ id: `02:95:23:00:01:${i.toString(16).padStart(2, '0')}` }),
    );
    const caller = new AbortController();
    let calls = 0;
    const slots = farm(many, {}).minersSlots;
    const read: PreviewFarm = {
      ...farm(many, {}),
      minersSlots: (ids, plan) => {
        calls += 1;
        caller.abort();
        return slots(ids, plan);
      },
    };
    await expect(previewRule(LOW, read, NOW, caller.signal)).rejects.toThrow('aborted');
    expect(calls).toBeLessThan(3);
  });

  it('is not searched where only now is asked for', async () => {
    const none = { ...farm([first], {}), minersSlots: () => Promise.reject(new Error('searched')) };
    const { matching } = await previewRule(asked('managed:yes', { days: 0 }), none, NOW);
    expect(matching).toEqual([first.id]);
  });
});
