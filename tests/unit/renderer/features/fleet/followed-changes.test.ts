import { describe, expect, it } from 'vitest';
import { bulkTexts } from '../../../../../src-renderer/features/fleet/bulk/bulk-texts.ts';
import { type Followed, seenNow, standOf } from '../../../../../src-renderer/features/fleet/bulk/followed-changes.ts';
import { MinersChange } from '../../../../../src-shared/model/index.ts';
import { sampleOf } from '../../../../fixtures/served/sample.ts';

const running: MinersChange = {
  ...(sampleOf(MinersChange) as MinersChange),
  change_id: 'a',
  state: 'running',
  total: 20,
  done: 0,
  failed: 0,
  skipped: 0,
  failures: [],
  finished_at: null,
};
const done: MinersChange = { ...running, state: 'done', done: 20, finished_at: 1 };
const followed: Followed = { begun: [running], doneWords: (miners) => `${miners} renamed`, seen: new Map() };

/** The state after the page had each of these lists in turn. */
const standAfter = (...lists: readonly (readonly MinersChange[])[]) =>
  standOf(
    lists.reduce<Followed>((before, live) => seenNow(before, live), followed),
    lists.at(-1) ?? [],
  );

describe('a bulk change that runs in the program', () => {
  it('goes on until it has ended, also before the live stream has had it', () => {
    expect(standAfter([])).toMatchObject({ progress: { total: 20, done: 0 }, result: null });
    expect(standAfter([{ ...running, done: 7 }])).toMatchObject({ progress: { total: 20, done: 7 }, result: null });
    expect(standAfter([running], [done])).toEqual({
      progress: null,
      result: { text: '20 renamed.', failed: false, done: 20 },
    });
  });

  it('stays done where the program no longer has it: restarted, or after many other changes', () => {
    expect(standAfter([running], [done], [])).toEqual({
      progress: null,
      result: { text: '20 renamed.', failed: false, done: 20 },
    });
  });

  it('is lost where it was running and PowerHive was restarted', () => {
    const lost = { progress: null, result: { text: bulkTexts.lost, failed: true, done: 0 } };
    expect(standAfter([running], [])).toEqual(lost);
    const other = { ...running, change_id: 'b' };
    const two = { ...followed, begun: [running, other] };
    expect(standOf(seenNow(two, [done, other]), [])).toEqual(lost);
    expect(standOf(seenNow(two, [done, { ...done, change_id: 'b' }]), []).result).toEqual({
      text: '40 renamed.',
      failed: false,
      done: 40,
    });
  });

  it('is the same object while nothing of it has changed', () => {
    const seen = seenNow(followed, [running]);
    expect(seenNow(seen, [running, { ...done, change_id: 'other' }])).toBe(seen);
  });
});
