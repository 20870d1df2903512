// PowerHive without a window, with a farm of a given size, for scripts: start, REST calls, stop.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLI = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'dist/main/cli.js');
/** Loopback addresses without hosts: a configured network without miners. */
const EMPTY_NETWORK = '127.66.0.1-127.66.0.30:8980';
/** The faults of a typical farm. */
const FAULTS = [
  'chip-dead:3%',
  'board-missing:2%',
  'fan-lost:1%',
  'hot:1%',
  'not-hashing:1%',
  'config-corrupt:1%',
  'wrong-password:1%',
  'sensor-error:1%',
];
const PARALLEL_CALLS = 16;
/** From this number of miners on they are read less often, which pictures do not show. */
const LARGE = 1000;
const LARGE_INTERVALS = { discovery_seconds: 600, status_seconds: 60, telemetry_seconds: 300 };

/** The address of a miner whose boards do not come up after a restart. */
export function failsAtRestart(miners) {
  return miners === 1 ? '127.66.0.1' : '127.66.0.3';
}

/** If `miners` is null, no network is configured. */
export async function startFarm(miners) {
  const data = mkdtempSync(join(tmpdir(), 'powerhive-screens-'));
  const faults = [...(miners === 1 ? ['chip-dead'] : FAULTS), `restart-fails@${failsAtRestart(miners)}`].join(',');
  const configure = (config) =>
    writeFileSync(join(data, 'config.json'), JSON.stringify({ ...config, actions: { enabled: true } }));
  configure({});
  let simulator = null;
  if (miners === 0) configure({ network: { subnets: [EMPTY_NETWORK] } });
  if (miners > 0) {
    const listen = `127.66.0.1-127.66.${miners >> 8}.${miners & 255}:8981`;
    configure({ network: { subnets: [listen] }, ...(miners >= LARGE && { intervals: LARGE_INTERVALS }) });
    simulator = spawn(process.execPath, [CLI, 'sim', '--listen', listen, '--faults', faults], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await new Promise((ready, reject) => {
      simulator.stdout.once('data', ready);
      simulator.once('close', () => reject(new Error(`the simulator did not start: is ${listen} in use?`)));
    });
  }
  const program = spawn(process.execPath, [CLI, 'serve', '--data', data, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { url, token_file } = await new Promise((resolve, reject) => {
    program.stdout.once('data', (line) => resolve(JSON.parse(String(line))));
    program.once('close', () => reject(new Error('serve did not become ready')));
  });
  const token = readFileSync(token_file, 'utf8').trim();
  const rest = async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const ask = () => fetch(`${url}/api${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    // A kept connection may be closed just before its reuse. The call is retried: all may be
    // repeated.
    const response = await ask().catch(ask);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  return {
    url,
    token,
    rest,
    async [Symbol.asyncDispose]() {
      program.kill('SIGTERM');
      await new Promise((resolve) => program.once('close', resolve));
      simulator?.kill('SIGTERM');
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/**
 * Waits until the first scan has found nearly all miners, and the presets of their models are
 * known.
 */
export async function findFarm({ rest }, count) {
  await until('all miners and their models', async () => {
    const [miners, models] = [await rest('GET', '/miners'), await rest('GET', '/models')];
    return miners.length >= count * 0.97 && models.length > 0 && models.every(({ presets }) => presets.length > 0);
  });
}

/**
 * Names and places the miners by their racks, sets the highest preset for each model, and manages
 * all but one in twelve.
 */
export async function settleFarm({ rest }, count) {
  for (const { alias, presets } of await rest('GET', '/models')) {
    await rest('PATCH', `/models/${alias}`, { max_preset: presets.at(-1).name });
  }
  const miners = await rest('GET', '/miners');
  const calls = miners.map(
    ({ id }, i) =>
      () =>
        rest('PATCH', `/miners/${id}`, {
          nickname: rackName(i),
          place: rackPlace(i),
          ...((count === 1 || i % 12 !== 7) && { managed: true }),
        }),
  );
  await Promise.all(
    Array.from({ length: PARALLEL_CALLS }, async () => {
      for (let call = calls.shift(); call !== undefined; call = calls.shift()) await call();
    }),
  );
  await until('a reading of nearly every miner', async () => {
    const rows = await rest('GET', '/miners');
    const read = rows.filter(({ latest_status }) => latest_status !== null).length;
    return read >= rows.filter(({ polling }) => polling.eligible).length * 0.98;
  });
}

/** The place of miner `i`: R1/1-01. */
function rackPlace(i) {
  const [rack, shelf, position] = rackName(i).split('-');
  return `${rack}/${shelf.slice(1)}-${position}`;
}

/** The name of miner `i`, in racks of six shelves with eight miners each: R1-S1-01. */
function rackName(i) {
  const shelf = Math.floor(i / 8);
  return `R${1 + Math.floor(shelf / 6)}-S${1 + (shelf % 6)}-${String(1 + (i % 8)).padStart(2, '0')}`;
}

async function until(what, holds) {
  const endMs = performance.now() + 600_000;
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error(`timed out waiting for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}
