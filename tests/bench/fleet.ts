import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { startServing } from '../fixtures/program/program.ts';
import { type KnownFarm, startKnownFarm } from './known-farm.ts';
import { isFull, mainThreadWaitSeconds, report, sleep, usageOf } from './measure.ts';

/**
 * The whole program on farms of growing size, at its default intervals, with the simulator beside
 * it on the same processors.
 */
interface Run {
  readonly cpuPercent: number;
  /** What a bare loop takes that asks and parses the same; null where it was not measured. */
  readonly bareCpuPercent: number | null;
  readonly simulatorCpuPercent: number;
  readonly rssMb: number;
  readonly missedCycles: number;
  readonly failedPolls: number;
  readonly statuses: number;
  readonly chipReadings: number;
  readonly delayP99Ms: number;
  /** How much of the time the main thread had work and no processor. */
  readonly waitPercent: number;
}

type Loop = { name: string; counts: { polled: number; failed: number; missed_cycles: number } };
type Health = { loops: Loop[]; event_loop_delay_p99_ms: number };

const LARGE = 5000;
/** A farm of a thousand without an open screen: what a laptop does all night. */
const IDLE = 1000;
const BARE_WARM_MS = 20_000;
const BARE_MS = 30_000;
const secondsOf = (size: number): number => (isFull ? 300 : size < LARGE ? 20 : 25);
/**
 * The first scan probes every host, and the first readings of a start come closer than all that
 * follow.
 */
const warmSecondsOf = (size: number): number => (isFull ? 130 : size < LARGE ? 25 : 70);

const sizes = process.argv.slice(2).flatMap((text) => (/^\d+$/.test(text) ? Number(text) : []));
for (const size of sizes) {
  const run = await watch(size);
  const work = `${size.toLocaleString('en')} miners every 15 s and their chips every 60 s, for ${secondsOf(size)} s after ${warmSecondsOf(size)} s`;
  const name = size === IDLE ? 'idle_1000' : `fleet_${size % 1000 === 0 ? `${size / 1000}k` : size}`;
  const { bareCpuPercent } = run;
  report({
    ...(bareCpuPercent !== null && {
      [`${name}_cpu_over_bare`]: {
        value: run.cpuPercent / bareCpuPercent,
        note: `a bare undici loop that asks and parses the same took ${bareCpuPercent.toFixed(1)} % of a core for as long, after it`,
      },
    }),
    [`${name}_cpu_percent`]: {
      value: run.cpuPercent,
      note: `all threads; ${work}; the simulator took ${Math.round(run.simulatorCpuPercent)} % beside it`,
    },
    [`${name}_rss_mb`]: { value: run.rssMb, note: 'resident, all threads' },
    [`${name}_missed_cycles`]: {
      value: run.missedCycles,
      note: `${run.statuses} statuses and ${run.chipReadings} readings of chips, ${run.failedPolls} failed`,
    },
    [`${name}_loop_delay_p99_ms`]: {
      value: run.delayP99Ms,
      note: `of the main thread, over about the last half minute; it had work and no processor for ${run.waitPercent.toFixed(1)} % of the time`,
    },
  });
}

async function watch(miners: number): Promise<Run> {
  await using farm = await startKnownFarm({ miners, net: 92 });
  const program = await watchProgram(farm);
  return { ...program, bareCpuPercent: miners === IDLE ? await watchBare(farm) : null };
}

async function watchProgram(farm: KnownFarm): Promise<Omit<Run, 'bareCpuPercent'>> {
  const { miners } = farm;
  const serving = await startServing(['serve', '--data', farm.folder, '--port', '0']);
  try {
    const pids = [serving.child.pid, farm.process.pid] as [number, number];
    const look = async () => {
      const { body } = await serving.rest('GET', '/health');
      const { loops, event_loop_delay_p99_ms } = body as Health;
      const counts = (name: string) =>
        loops.find((loop) => loop.name === name)?.counts ?? { polled: 0, failed: 0, missed_cycles: 0 };
      const [program, simulator] = pids.map(usageOf) as [ReturnType<typeof usageOf>, ReturnType<typeof usageOf>];
      return {
        status: counts('status'),
        chips: counts('telemetry'),
        delayMs: event_loop_delay_p99_ms,
        program,
        simulator,
        waitSeconds: mainThreadWaitSeconds(pids[0]),
      };
    };
    await sleep(warmSecondsOf(miners) * 1000);
    const before = await look();
    const startedMs = performance.now();
    await sleep(secondsOf(miners) * 1000);
    const after = await look();
    const seconds = (performance.now() - startedMs) / 1000;
    const percent = (what: 'program' | 'simulator'): number =>
      ((after[what].cpuSeconds - before[what].cpuSeconds) / seconds) * 100;
    const statuses = after.status.polled - before.status.polled;
    if (statuses === 0) throw new Error(`no miner was polled: ${serving.stderr()}`);
    return {
      cpuPercent: percent('program'),
      simulatorCpuPercent: percent('simulator'),
      rssMb: after.program.rssMb,
      missedCycles:
        after.status.missed_cycles -
        before.status.missed_cycles +
        after.chips.missed_cycles -
        before.chips.missed_cycles,
      failedPolls: after.status.failed - before.status.failed + after.chips.failed - before.chips.failed,
      statuses,
      chipReadings: after.chips.polled - before.chips.polled,
      delayP99Ms: after.delayMs,
      waitPercent: ((after.waitSeconds - before.waitSeconds) / seconds) * 100,
    };
  } finally {
    await serving.stop();
  }
}

/**
 * Processor time of a process of its own that asks the same farm for the same as often, in percent
 * of a core.
 */
async function watchBare(farm: KnownFarm): Promise<number> {
  const file = resolve(import.meta.dirname, 'bare-poll.ts');
  const child = spawn(process.execPath, [file, '--listen', farm.listen], { stdio: ['ignore', 'pipe', 'inherit'] });
  const cpuSeconds = (): number => {
    if (child.exitCode !== null) throw new Error(`the bare loop ended with code ${child.exitCode}`);
    return usageOf(child.pid as number).cpuSeconds;
  };
  try {
    await once(child.stdout, 'data');
    await sleep(BARE_WARM_MS);
    const before = cpuSeconds();
    const startedMs = performance.now();
    await sleep(BARE_MS);
    const seconds = (performance.now() - startedMs) / 1000;
    return ((cpuSeconds() - before) / seconds) * 100;
  } finally {
    child.kill();
  }
}
