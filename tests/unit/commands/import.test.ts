import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { json, text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runImport } from '../../../src-main/commands/import.ts';
import { EXIT } from '../../../src-main/commands/shared/command.ts';
import { systemClock } from '../../../src-main/runtime/clock.ts';
import type { MinersChange } from '../../../src-shared/model/index.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { minerRow } from '../renderer/miner-row.ts';

const FARM = Array.from({ length: 2001 }, (_, n) => {
  const hex = n.toString(16).padStart(4, '0');
  return minerRow({ id: `02:95:23:00:${hex.slice(0, 2)}:${hex.slice(2)}`, nickname: null });
});
const CHANGE_ID = '01900000-0000-7000-8000-00000000000';

const { isTTY } = process.stdin;
let folder: string;
let server: Server;
/** Number of miners in each requested change. */
let sent: number[];
/** Number of miners of the farm in this test, because parsing each takes time. */
let known: number;
/** Fields of the change with which the app responds next. */
let ends: (miners: number) => Partial<MinersChange>;
let stopping: AbortController;

beforeEach(async () => {
  sent = [];
  ends = () => ({});
  stopping = new AbortController();
  process.stdin.isTTY = false;
  server = createServer(async (request, response) => {
    if (request.method === 'GET') {
      return response.end(JSON.stringify(request.url === '/api/racks' ? [] : FARM.slice(0, known)));
    }
    const { each } = (await json(request)) as { each: unknown[] };
    sent.push(each.length);
    const change: MinersChange = {
      change_id: `${CHANGE_ID}${sent.length}`,
      state: 'done',
      kind: 'edit',
      patch: {},
      actor: TESTER,
      total: each.length,
      done: each.length,
      failed: 0,
      skipped: 0,
      failures: [],
      started_at: sent.length,
      finished_at: sent.length,
      ...ends(each.length),
    };
    return response.end(JSON.stringify(change));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  folder = mkdtempSync(join(tmpdir(), 'powerhive-import-'));
  const { port } = server.address() as AddressInfo;
  writeFileSync(join(folder, 'running.json'), JSON.stringify({ url: `http://127.0.0.1:${port}`, pid: process.pid }));
  writeFileSync(join(folder, 'token'), 'secret');
});
afterEach(() => {
  process.stdin.isTTY = isTTY;
  server.close();
  rmSync(folder, { recursive: true });
});

/** Imports names for this number of miners. */
function imported(miners: number, ...options: string[]) {
  known = miners;
  return run(['mac,name', ...FARM.slice(0, miners).map(({ id }, n) => `${id},N${n}`)], ...options);
}

async function run(lines: readonly string[], ...options: string[]) {
  const file = join(folder, 'names.csv');
  writeFileSync(file, lines.join('\n'));
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const words = [text(stdout), text(stderr)] as const;
  const code = await runImport([file, '--data', folder, ...options], {
    stdout,
    stderr,
    clock: systemClock,
    signal: stopping.signal,
  })
    .catch((error: Error) => error.message)
    .finally(() => {
      stdout.end();
      stderr.end();
    });
  return { code, stdout: await words[0], stderr: await words[1] };
}

describe('powerhive import', () => {
  it('changes nothing without --yes where it cannot ask, also with --json', async () => {
    expect((await imported(1, '--json')).code).toBe('Change 1 miner? Say --yes to do it without being asked.');
    expect((await imported(1)).code).toBe('Change 1 miner? Say --yes to do it without being asked.');
    expect((await imported(1, '--json', '--dry-run')).code).toBe(EXIT.done);
    expect(sent).toEqual([]);
    const { code, stdout } = await imported(1, '--json', '--yes');
    expect([code, sent, JSON.parse(stdout).change.done]).toEqual([EXIT.done, [1], 1]);
  });

  it('names the first of many lines with the same mistake, and counts the others', async () => {
    known = 30;
    const lines = ['mac,place', ...FARM.slice(0, 30).map(({ id }) => `${id},Hall 1/A/R1/2/3`)];
    const { code, stderr } = await run(lines, '--dry-run');
    expect(code).toBe(EXIT.failed);
    expect(stderr.match(/^Line \d+: "Hall 1\/A\/R1\/2\/3" is not a place: write rack, /gm)).toHaveLength(20);
    expect(stderr).toMatch(/… and 10 more lines with an error\. All of them: --dry-run --json\n$/);
    const inJson = JSON.parse((await run(lines, '--dry-run', '--json')).stdout) as { problems: unknown[] };
    expect(inJson.problems).toHaveLength(30);
  });

  it('sends a large file in parts, one after the other, and adds up what became of them', async () => {
    const { code, stdout } = await imported(2001, '--yes');
    expect({ code, stdout, sent }).toEqual({
      code: EXIT.done,
      stdout: '2001 done, 0 failed, 0 skipped\n',
      sent: [2000, 1],
    });
  });

  it('sends no more after a part that was stopped', async () => {
    ends = (miners) => ({ state: 'stopped', done: 3, skipped: miners - 3 });
    const { code, stdout, stderr } = await imported(2001, '--yes');
    expect({ code, stdout, sent }).toEqual({
      code: EXIT.failed,
      stdout: '3 done, 0 failed, 1998 skipped\n',
      sent: [2000],
    });
    expect(stderr.split('\n').at(-2)).toBe('Not sent: 1 miner. Import the file again.');
  });

  it('fails where it is interrupted, and says that the change goes on', async () => {
    ends = () => {
      stopping.abort();
      return { state: 'running', done: 0, finished_at: null };
    };
    const { code, stdout, stderr } = await imported(2001, '--yes');
    expect({ code, stdout, sent }).toEqual({ code: EXIT.failed, stdout: '', sent: [2000] });
    expect(stderr.split('\n').slice(-3)).toEqual([
      `The change goes on in PowerHive: ${CHANGE_ID}1`,
      'Not sent: 1 miner. Import the file again.',
      '',
    ]);
  });
});
