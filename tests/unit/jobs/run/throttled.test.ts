import { describe, expect, it } from 'vitest';
import { jobsAtWork } from '../../../fixtures/jobs/jobs-at-work.ts';
import { idOf, LADDER } from '../../../fixtures/jobs/scripted-miners.ts';

const PRESET = { action: 'preset', params: { preset: '2500' } } as const;
/** Presets with only a hash rate: the power is then the measured one. */
const powerless = LADDER.map((preset) => ({ ...preset, name: `p${preset.name}`, power_w: null, pretty: null }));

describe('a miner that its firmware throttles', () => {
  it.each([60, 95])('proves no preset at %i percent, and its watts are not those of the change', async (throttled) => {
    const work = jobsAtWork(3, { changes: () => ({ throttled }) });
    const id = await work.start({ ...PRESET, confirm_count: 3 });
    await work.untilEnd(id);
    expect(await work.verdicts(id)).toEqual({ in_force: 1, cancelled: 2 });
    expect(work.jobs.transitions()).toEqual([]);
    const job = await work.jobs.get(id);
    expect(job?.items[0]).toMatchObject({
      code: 'not_proven',
      message: `it is throttled to ${throttled} %: its figures prove no preset`,
    });
    expect(job?.reason).toContain('was not proven on the first miner');
  });

  it('proves none either where the power of the preset is not known', async () => {
    const work = jobsAtWork(1, {
      changes: () => ({
        throttled: 60,
        ladder: powerless,
        maxPreset: null,
        preset: 'p2900',
        stored: 'p2900',
        live: true,
      }),
    });
    const id = await work.start({ action: 'preset', params: { preset: 'p2500' }, confirm_count: 1 });
    await work.untilEnd(id);
    expect((await work.jobs.get(id))?.items[0]).toMatchObject({ verdict: 'in_force', code: 'not_proven' });
    expect(work.jobs.transitions()).toEqual([]);
  });

  it('goes after the others, which prove the change', async () => {
    const work = jobsAtWork(3, { changes: (n) => ({ throttled: n < 3 ? 60 : 100 }) });
    const id = await work.start({ ...PRESET, confirm_count: 3 });
    await work.untilEnd(id);
    expect(await work.verdicts(id)).toEqual({ in_force: 2, proven: 1 });
    expect((await work.jobs.get(id))?.items.find(({ wave }) => wave === 1)?.id).toBe(idOf(3));
    expect(work.jobs.transitions()).toMatchObject([{ power_w: 2500, miners: 1 }]);
  });
});

it('a throttle that someone else ends before it is proven is said to be so', async () => {
  const work = jobsAtWork(1);
  const id = await work.start({ action: 'throttle', params: { percent: 70 } });
  await work.clock.advance(5000);
  expect((await work.jobs.get(id))?.items[0]?.verdict).toBe('in_force');
  work.miners.at(1).throttled = 100;
  await work.untilEnd(id);
  expect((await work.jobs.get(id))?.items[0]).toMatchObject({
    verdict: 'failed',
    code: 'moved_away',
    message: 'it was in force, and is at 100 % now',
  });
});

it('pools that someone else replaces before a share is accepted are said to be so', async () => {
  const work = jobsAtWork(1, { changes: () => ({ liveSettings: true, sharesPerMinute: 0 }) });
  const params = { pools: [{ url: 'new.example:3333', user: 'a', pass: 'x' }] };
  const id = await work.start({ action: 'pools', params, confirm_count: 1 });
  await work.clock.advance(5000);
  expect((await work.jobs.get(id))?.items[0]?.verdict).toBe('in_force');
  work.miners.at(1).pools = [{ url: 'other.example:3333', user: 'b', pass: 'x' }];
  await work.untilEnd(id);
  expect((await work.jobs.get(id))?.items[0]).toMatchObject({ verdict: 'failed', code: 'moved_away' });
});
