import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Agent, request } from 'undici';
import { parseEndpointRange } from '../../src-main/demo/endpoints.ts';

// What no program that watches these miners can do without, in a process of its own: every 15 s the
// question who a miner is and its status, every 60 s its boards (`/boards` where the firmware has
// no `/chains`), parsed and thrown away. Miners close their connections after 5 s, so that each
// status takes one of its own.
const STATUS_MS = 15_000;
const BOARDS_EVERY = 4;

const { values } = parseArgs({ options: { listen: { type: 'string', default: '' } } });
const agent = new Agent({ connections: 1, pipelining: 1 });
const addresses = parseEndpointRange(values.listen).map(({ host, port }) => `http://${host}:${port}/api/v1`);
process.on('SIGTERM', () => process.exit(0));

/** Sends one request and parses its response; false where the miner does not have this path. */
async function ask(url: string): Promise<boolean> {
  const { statusCode, body } = await request(url, { dispatcher: agent });
  const text = await body.text();
  if (statusCode === 404) return false;
  if (statusCode !== 200) throw new Error(`${url} responded with ${statusCode}`);
  JSON.parse(text);
  return true;
}

async function watch(address: string, i: number): Promise<void> {
  await sleep((STATUS_MS * i) / addresses.length);
  const boards = (await ask(`${address}/chains`)) ? 'chains' : 'boards';
  for (let round = i; ; round++) {
    const dueMs = performance.now() + STATUS_MS;
    await ask(`${address}/info`);
    await ask(`${address}/summary`);
    if (round % BOARDS_EVERY === 0) await ask(`${address}/${boards}`);
    await sleep(Math.max(0, dueMs - performance.now()));
  }
}

process.stdout.write('ready\n');
await Promise.all(addresses.map(watch));
