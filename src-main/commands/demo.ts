import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { dataFolder } from '../config/data-folder.ts';
import { demoArgument } from './demo-argument.ts';
import { type DemoFarm, startDemoFarm } from './demo-farm.ts';
import { planWindow, readWindowFacts, runWindow } from './desktop-window.ts';
import { serve } from './serve.ts';
import { type CommandIo, usageError } from './shared/command.ts';
import { readOptions, wholeNumber } from './shared/options.ts';
import { USAGE } from './shared/usage.ts';

/** Runs PowerHive with a simulated fleet, only on this computer. */
export async function runDemo(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = readOptions(args, {
    headless: { type: 'boolean', default: false },
    miners: { type: 'string' },
    port: { type: 'string' },
    data: { type: 'string' },
    seed: { type: 'string' },
    faults: { type: 'string' },
    'time-scale': { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  if (positionals.length > 0) throw usageError(`unexpected argument "${positionals[0]}": ${USAGE.demo}`);
  const port = wholeNumber('--port', values.port, { least: 0, most: 65_535 }) ?? 0;
  const miners = wholeNumber('--miners', values.miners, { least: 1, most: 10_000 });
  const farm: DemoFarm = {
    ...(miners !== null && { miners }),
    seed: wholeNumber('--seed', values.seed, { least: 0, most: 2 ** 31 }) ?? 1,
    time_scale: wholeNumber('--time-scale', values['time-scale'], { least: 1, most: 10_000 }) ?? 1,
    ...(values.faults !== undefined && { faults: values.faults }),
  };
  const plan = planWindow(readWindowFacts(values.headless));
  const own = values.data === undefined;
  const path = values.data === undefined ? await mkdtemp(join(tmpdir(), 'powerhive-demo-')) : resolve(values.data);
  try {
    if (plan.kind === 'open' && values.port !== undefined) {
      io.stderr.write('--port is not used: it is for a demo without a window (--headless).\n');
    }
    if (plan.kind === 'open') return await runWindow(plan.electron, path, [demoArgument(farm)], io.signal);
    if (plan.why !== null) {
      io.stderr.write(`No desktop window: ${plan.why}. The same screens open in a browser at the address below.\n`);
    }
    return await serveDemo(farm, path, port, io);
  } finally {
    if (own) await rm(path, { recursive: true, force: true });
  }
}

async function serveDemo(farm: DemoFarm, path: string, port: number, io: CommandIo): Promise<number> {
  const folder = dataFolder(path);
  const simulated = await startDemoFarm(farm, folder);
  io.stderr.write(`${simulated.miners.length} simulated miners at ${simulated.miners[0]?.host} and following\n`);
  try {
    return await serve(folder, port, io);
  } finally {
    await simulated.stop();
  }
}
