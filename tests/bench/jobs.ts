import type { Job, JobPlan } from '../../src-shared/model/index.ts';
import { type Serving, startServing } from '../fixtures/program/program.ts';
import { startKnownFarm } from './known-farm.ts';
import { report, sleep } from './measure.ts';

// Acting on large farms, the simulator beside the program on the same processors: how long a
// preview takes, how long pauses take, whether polls are missed while a job runs, and how long a stop
// takes. By itself it takes a number of miners, for a machine that cannot poll so many:
// tests/bench/jobs.ts 3000.
const [given = '10000'] = process.argv.slice(2).filter((argument) => /^\d+$/.test(argument));
const LARGE = Number(given);
const SMALL = 1000;
/** The first readings of a start come closer than all that follow. */
const warmSecondsOf = (miners: number): number => (miners > SMALL ? 70 : 25);
/** A job that takes longer is stopped: what was measured until then is reported, on any machine. */
const LONGEST_MS = 300_000;
const CONFIG = { actions: { enabled: true } };

type Health = { loops: { name: string; counts: { missed_cycles: number } }[] };

await pauseSmall();
await locateLarge();

async function pauseSmall(): Promise<void> {
  await onFarm(SMALL, async (serving) => {
    const { seconds, job, missed } = await run(serving, 'pause');
    const done = (job.counts.in_force ?? 0) + (job.counts.proven ?? 0);
    report({
      jobs_1000_pauses_s: { value: seconds, note: `${done} of ${planned(job)} miners read back as paused` },
      jobs_1000_missed_cycles: { value: missed, note: 'polls that came too late meanwhile' },
    });
  });
}

async function locateLarge(): Promise<void> {
  await onFarm(LARGE, async (serving) => {
    const times: number[] = [];
    let plan: JobPlan | null = null;
    for (let round = 0; round < 5; round++) {
      const startedMs = performance.now();
      plan = (await serving.rest('POST', '/jobs/plan', { action: 'restart', query: 'online' })).body as JobPlan;
      times.push(performance.now() - startedMs);
    }
    const [best, median] = [0, 2].map((at) => times.toSorted((a, b) => a - b)[at] ?? Number.NaN);
    const note = `over REST, with its JSON; ${plan?.planned.length} planned, median of ${times.length}, best ${Math.round(best ?? 0)}`;
    report({ jobs_10k_preview_ms: { value: median ?? Number.NaN, note } });
    const { seconds, job, missed } = await run(serving, 'locate', { on: true });
    const { in_force = 0 } = job.counts;
    const ended = job.state === 'done' ? '' : ', and was stopped then';
    report({
      jobs_10k_missed_cycles: {
        value: missed,
        note: `while a job turned ${in_force} of ${planned(job)} lights on in ${Math.round(seconds)} s${ended}: ${JSON.stringify(job.counts)}`,
      },
      jobs_10k_lights_per_s: {
        value: in_force / seconds,
        note: 'read back as on, with the requests of the polls beside them',
      },
    });
    await stopLarge(serving);
  });
}

/** How long a stop takes in the middle of a job that is sent to all miners at once. */
async function stopLarge(serving: Serving): Promise<void> {
  const started = await serving.rest('POST', '/jobs', { action: 'pause', query: 'online' });
  if (started.status !== 202) throw new Error(`it was not started: ${JSON.stringify(started.body)}`);
  const { job_id } = (started.body as { job: Job }).job;
  await sleep(3000);
  const startedMs = performance.now();
  const stopped = (await serving.rest('POST', `/jobs/${job_id}/stop`)).body as Job;
  const value = (performance.now() - startedMs) / 1000;
  const kilobytes = (JSON.stringify(stopped).length / 1000).toFixed(1);
  const note = `${planned(stopped)} miners, 3 s after the start of their pause: ${JSON.stringify(stopped.counts)}; ${kilobytes} kB`;
  report({ jobs_10k_stop_s: { value, note } });
}

function planned(job: Job): number {
  return job.waves.reduce((sum, wave) => sum + wave, 0);
}

async function onFarm(miners: number, measure: (serving: Serving) => Promise<void>): Promise<void> {
  await using farm = await startKnownFarm({ miners, net: 93, config: CONFIG });
  const serving = await startServing(['serve', '--data', farm.folder, '--port', '0']);
  try {
    await sleep(warmSecondsOf(miners) * 1000);
    await measure(serving);
  } finally {
    await serving.stop();
  }
}

async function run(serving: Serving, action: string, params: object = {}) {
  const missedNow = async (): Promise<number> => {
    const { loops } = (await serving.rest('GET', '/health')).body as Health;
    const polls = loops.filter(({ name }) => name === 'status' || name === 'telemetry');
    return polls.reduce((sum, { counts }) => sum + counts.missed_cycles, 0);
  };
  const before = await missedNow();
  const startedMs = performance.now();
  const started = await serving.rest('POST', '/jobs', { action, params, query: 'online' });
  if (started.status !== 202) throw new Error(`it was not started: ${JSON.stringify(started.body)}`);
  const { job_id } = (started.body as { job: Job }).job;
  let isStopped = false;
  for (;;) {
    const jobs = (await serving.rest('GET', '/jobs?limit=1')).body as Job[];
    const job = jobs.find((one) => one.job_id === job_id);
    if (job !== undefined && job.finished_at !== null) {
      const seconds = (performance.now() - startedMs) / 1000;
      return { seconds, job, missed: (await missedNow()) - before };
    }
    if (!isStopped && performance.now() - startedMs > LONGEST_MS) {
      isStopped = true;
      await serving.rest('POST', `/jobs/${job_id}/stop`);
    }
    await sleep(250);
  }
}
