import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const MODULE = resolve(import.meta.dirname, '../../../src-main/runtime/bound-memory.ts');
const run = promisify(execFile);

/**
 * Megabytes of the young generation, in the main thread and in a thread that it starts, after both
 * have created objects that live for a while.
 */
async function youngMb(first: string): Promise<{ main: number; thread: number }> {
  const busy = `
    const kept = [];
    for (let i = 0; i < 1_000_000; i++) kept[i % 100_000] = { i, of: [i] };
    const { space_size } = require('node:v8').getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    const mb = space_size / 2 ** 20;`;
  const script = `
    import { Worker } from 'node:worker_threads';
    import { createRequire } from 'node:module';
    import { boundMemory } from ${JSON.stringify(MODULE)};
    const require = createRequire(${JSON.stringify(MODULE)});
    ${first}
    ${busy}
    const code = ${JSON.stringify(`${busy}; require('node:worker_threads').parentPort.postMessage(mb)`)};
    new Worker(code, { eval: true, execArgv: [] }).once('message', (thread) => console.log(JSON.stringify({ main: mb, thread })));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script]);
  return JSON.parse(stdout) as { main: number; thread: number };
}

it('keeps short-lived objects in a few megabytes, in the main thread and in those that it starts', async () => {
  const bound = await youngMb('boundMemory();');
  expect(bound.main).toBeLessThanOrEqual(8);
  expect(bound.thread).toBeLessThanOrEqual(8);
  // Without it and without a flag, the value is many times higher: the measurement works.
  const free = await youngMb('');
  expect(Math.min(free.main, free.thread)).toBeGreaterThanOrEqual(16);
});
