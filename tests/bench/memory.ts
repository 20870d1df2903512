import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startServing } from '../fixtures/program/program.ts';
import { report, sleep, usageOf } from './measure.ts';

/**
 * What the program holds resident, started as an installed app starts it (no flag, no environment),
 * five minutes after all miners of a farm were managed for the first time: their keys are made,
 * their gaps of three days filled, all of them read. The simulator runs beside it.
 */
const CLI = resolve(import.meta.dirname, '../../dist/main/cli.js');
const PORT = 8970;
const NET = 96;
const SETTLED_MS = 300_000;
const PATCHED_AT_ONCE = 8;
const SAMPLE_EVERY_MS = 5000;

interface Listed {
  readonly id: string;
}
interface Model {
  readonly alias: string;
  readonly presets: readonly { readonly name: string }[];
}

const sizes = process.argv.slice(2).flatMap((text) => (/^\d+$/.test(text) ? Number(text) : []));
for (const size of sizes) {
  const name = size % 1000 === 0 && size > 1000 ? `${size / 1000}k` : `${size}`;
  const { nowMb, mostMb, emptyMb } = await measure(size);
  report({
    [`memory_${name}_mb`]: {
      value: nowMb,
      note: `resident, all threads, five minutes after ${size.toLocaleString('en')} simulated miners were managed; at most ${Math.round(mostMb)} MB until then, ${Math.round(emptyMb)} MB just after the start`,
    },
  });
}

async function measure(size: number): Promise<{ nowMb: number; mostMb: number; emptyMb: number }> {
  const listen = `127.${NET}.0.1-127.${NET}.${size >> 8}.${size & 255}:${PORT}`;
  const simulator = spawn(process.execPath, [CLI, 'sim', '--listen', listen], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(simulator.stdout, 'data');
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-bench-'));
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ network: { subnets: [listen] } }));
  const serving = await startServing(['serve', '--data', folder, '--port', '0']);
  try {
    const rssMb = (): number => usageOf(serving.child.pid as number).rssMb;
    const emptyMb = rssMb();
    const miners = await foundMiners(serving.rest, size);
    for (const { alias, presets } of (await serving.rest('GET', '/models')).body as Model[]) {
      const highest = presets.at(-1);
      if (highest === undefined) continue;
      await serving.rest('PATCH', `/models/${encodeURIComponent(alias)}`, { max_preset: highest.name });
    }
    const next = miners.values();
    const manageInTurn = async (): Promise<void> => {
      for (const { id } of next) await serving.rest('PATCH', `/miners/${encodeURIComponent(id)}`, { managed: true });
    };
    await Promise.all(Array.from({ length: PATCHED_AT_ONCE }, manageInTurn));
    let mostMb = 0;
    for (const until = performance.now() + SETTLED_MS; performance.now() < until; await sleep(SAMPLE_EVERY_MS)) {
      mostMb = Math.max(mostMb, rssMb());
    }
    return { nowMb: rssMb(), mostMb, emptyMb };
  } finally {
    await serving.stop();
    simulator.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function foundMiners(
  rest: (method: string, path: string) => Promise<{ body: unknown }>,
  size: number,
): Promise<readonly Listed[]> {
  // A busy machine takes many times what a scan and the keys take on one that is not.
  const until = performance.now() + 120_000 + size * 60;
  for (;;) {
    const miners = (await rest('GET', '/miners')).body as Listed[];
    if (miners.length === size) return miners;
    if (performance.now() > until) throw new Error(`only ${miners.length} of ${size} miners were found`);
    await sleep(1000);
  }
}
