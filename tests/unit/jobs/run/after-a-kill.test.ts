import { describe, expect, it } from 'vitest';
import type { WriteResponse } from '../../../../src-main/drivers/commands.ts';
import { failure } from '../../../../src-main/drivers/outcome.ts';
import { jobsAtWork, killAndOpen } from '../../../fixtures/jobs/jobs-at-work.ts';
import type { ScriptedMiner } from '../../../fixtures/jobs/scripted-miners.ts';

const PRESET = { action: 'preset', params: { preset: '2500' }, confirm_count: 1 } as const;
const REFUSED = { sent: 'not_sent', message: 'connection refused' } as const;
const BUSY = { sent: 'not_sent', message: 'this computer is too busy', own: true } as const;

type Work = ReturnType<typeof jobsAtWork>;

/** From the first verdict on nothing is written, until PowerHive has ended and starts again. */
async function endAtFirstVerdict(work: Work, untilMs: number) {
  const { clock, store } = work;
  const update = store.updateJobItems.bind(store);
  let isFull = true;
  store.updateJobItems = async (jobId, items, events) => {
    if (isFull && items.some(({ finished_at }) => finished_at !== null)) {
      store.onWrite = () => {
        throw new Error('the disk is full');
      };
    }
    await update(jobId, items, events);
  };
  await clock.advance(untilMs);
  isFull = false;
  store.onWrite = () => undefined;
  return killAndOpen(work);
}

async function itemOf(work: Work, again: Awaited<ReturnType<typeof killAndOpen>>, id: string) {
  await work.untilEnd(id);
  return (await again.get(id))?.items[0];
}

describe('a request that may not have left when PowerHive ended', () => {
  const lost = () => {
    const work = jobsAtWork(1);
    work.miners.send = () => new Promise<WriteResponse>(() => undefined);
    return work;
  };

  it('is said to be so where the miner shows no effect', async () => {
    const work = lost();
    const id = await work.start({ action: 'pause' });
    await work.clock.advance(1000);
    expect(await itemOf(work, await killAndOpen(work), id)).toMatchObject({
      verdict: 'failed',
      code: 'no_effect',
      message: 'the pause had no effect: PowerHive ended at that moment, and may not have sent it',
    });
  });

  it('is said to be so where the miner cannot be read', async () => {
    const work = lost();
    const id = await work.start({ action: 'pause' });
    await work.clock.advance(1000);
    work.miners.at(1).online = false;
    expect(await itemOf(work, await killAndOpen(work), id)).toMatchObject({
      verdict: 'unknown',
      code: 'unreadable',
      message: 'the pause may have been sent, and it cannot be read since',
    });
  });
});

describe('a restart, where nothing was read for minutes', () => {
  const away = (isOn: boolean) => {
    const work = jobsAtWork(1, {
      changes: () => ({
        faults: ['no_effect'],
        switcher: { enabled: isOn, top_preset: '2900', min_preset: null, check_time: 60 },
      }),
    });
    const stepAndBack = () => {
      work.miners.at(1).stepsAtMs = [60_000, 120_000].map((ms) => work.clock.monotonicMs() + ms);
    };
    return { ...work, stepAndBack };
  };
  const UNCLEAR = { verdict: 'unknown', code: 'unreadable', message: 'nothing shows whether it restarted' };

  it('is not taken for done after a kill where the preset switcher may have stepped away and back', async () => {
    const work = away(true);
    const id = await work.start({ action: 'restart' });
    await work.clock.advance(1000);
    work.stepAndBack();
    expect(await itemOf(work, await killAndOpen(work, 150_000), id)).toMatchObject(UNCLEAR);
  });

  it('is not taken for done where the miner could not be read meanwhile', async () => {
    const work = away(true);
    const id = await work.start({ action: 'restart' });
    await work.clock.advance(1000);
    work.stepAndBack();
    const read = work.miners.read.bind(work.miners);
    work.miners.read = async () => failure('timeout', 'no answer', { retryable: true });
    await work.clock.advance(130_000);
    work.miners.read = read;
    await work.untilEnd(id);
    expect((await work.jobs.get(id))?.items[0]).toMatchObject(UNCLEAR);
  });

  it('is done after a kill where the preset switcher is off', async () => {
    const work = away(false);
    work.miners.at(1).faults = [];
    const id = await work.start({ action: 'restart' });
    await work.clock.advance(1000);
    expect(await itemOf(work, await killAndOpen(work, 150_000), id)).toMatchObject({ verdict: 'in_force' });
  });

  it('is done after a kill where it was still seen without hashing', async () => {
    const work = away(true);
    work.miners.at(1).faults = [];
    const id = await work.start({ action: 'restart' });
    await work.clock.advance(1000);
    expect(await itemOf(work, await killAndOpen(work, 50_000), id)).toMatchObject({ verdict: 'in_force' });
  });
});

describe('a clock that was set while PowerHive was closed', () => {
  const DAY_MS = 86_400_000;
  const begun = async (action: 'restart' | 'reboot', changes: Partial<ScriptedMiner> = {}) => {
    const work = jobsAtWork(1, { changes: () => structuredClone(changes) });
    const id = await work.start({ action, ...(action === 'reboot' && { confirm_count: 1 }) });
    await work.clock.advance(1000);
    const afterwards = async (aheadMs: number, awayMs: number) => {
      work.clock.setBack(-aheadMs);
      return itemOf(work, await killAndOpen(work, awayMs), id);
    };
    return { ...work, afterwards };
  };
  const UNCLEAR = { verdict: 'unknown', code: 'unreadable', message: 'nothing shows whether it restarted' };

  it('does not make a restart of a request that had no effect', async () => {
    const { afterwards } = await begun('restart', { faults: ['no_effect'] });
    expect(await afterwards(10 * DAY_MS, 150_000)).toMatchObject(UNCLEAR);
  });

  it('does not make a reboot of a request that had no effect', async () => {
    const { afterwards } = await begun('reboot', { faults: ['no_effect'] });
    expect(await afterwards(10 * DAY_MS, 150_000)).toMatchObject(UNCLEAR);
  });

  it.each(['restart', 'reboot'] as const)('leaves a miner the time for its %s', async (action) => {
    const { afterwards } = await begun(action);
    expect(await afterwards(DAY_MS, 1)).toMatchObject({ verdict: 'in_force' });
  });

  it('leaves a miner the time to answer after its reboot', async () => {
    const { afterwards, clock, miners } = await begun('reboot');
    miners.at(1).online = false;
    void clock.sleep(150_000).then(() => {
      miners.at(1).online = true;
    });
    expect(await afterwards(DAY_MS, 1)).toMatchObject({ verdict: 'in_force' });
  });

  it('does not hide a restart that is over, however long that took by the clock', async () => {
    const ahead = await begun('restart');
    expect(await ahead.afterwards(10 * DAY_MS, 900_000)).toMatchObject({ verdict: 'in_force' });
    const back = await begun('restart');
    expect(await back.afterwards(-10 * DAY_MS, 900_000)).toMatchObject({ verdict: 'in_force' });
  });

  it('hides no step of the preset switcher that nobody saw', async () => {
    const { afterwards, clock, miners } = await begun('restart', {
      faults: ['no_effect'],
      switcher: { enabled: true, top_preset: '2900', min_preset: null, check_time: 60 },
    });
    miners.at(1).stepsAtMs = [60_000, 120_000].map((ms) => clock.monotonicMs() + ms);
    expect(await afterwards(-DAY_MS, 150_000)).toMatchObject(UNCLEAR);
  });
});

describe('a request that did not leave, before PowerHive ended', () => {
  it.each([
    { answer: REFUSED, verdict: 'failed' },
    { answer: BUSY, verdict: 'cancelled' },
  ])('has the verdict that it had without that: $verdict', async ({ answer, verdict }) => {
    const work = jobsAtWork(1);
    work.miners.send = async () => answer;
    const id = await work.start({ action: 'pause' });
    const again = await endAtFirstVerdict(work, 1000);
    const { message } = answer;
    expect(await itemOf(work, again, id)).toMatchObject({ verdict, code: 'not_sent', message });
  });

  it('leaves the preset stored where it was its restart', async () => {
    const work = jobsAtWork(1);
    const send = work.miners.send.bind(work.miners);
    work.miners.send = async (id, command, signal) =>
      command.kind === 'restart' ? REFUSED : send(id, command, signal);
    const id = await work.start(PRESET);
    const again = await endAtFirstVerdict(work, 10_000);
    expect(await itemOf(work, again, id)).toMatchObject({
      verdict: 'stored',
      code: 'restart_not_sent',
      message: 'it is stored, and takes effect at its next restart: connection refused',
    });
  });
});

it('nothing was sent where neither the request nor its answer got anywhere', async () => {
  const work = jobsAtWork(1);
  const { jobs, miners, store } = work;
  miners.send = async () => BUSY;
  const update = store.updateJobItems.bind(store);
  let failures = 0;
  store.updateJobItems = async (jobId, items, events) => {
    if (items[0]?.sent[0]?.answer === 'not_sent' && failures++ === 0) throw new Error('the disk is full');
    await update(jobId, items, events);
  };
  const id = await work.start({ action: 'pause' });
  await work.untilEnd(id);
  expect((await jobs.get(id))?.items[0]).toMatchObject({ verdict: 'cancelled', code: 'database' });
});
