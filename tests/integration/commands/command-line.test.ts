import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEndpointRange } from '../../../src-main/demo/endpoints.ts';
import { type SimulatedFleet, startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import type { Health, Miner, MinerModel } from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { eventually, scaledMs, until } from '../../fixtures/patience.ts';
import { powerhive, type Serving, startProgram, startServing } from '../../fixtures/program/program.ts';

const net = await claimNet();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a command that cannot be carried out', () => {
  it.each([
    [['frobnicate'], 2, 'there is no command "frobnicate"'],
    [[], 2, 'import-legacy FILE'],
    // For the other refusals of each command, see unit/commands/wrong-use.test.ts.
    [['scan', '127.0.0.0/40'], 2, '"127.0.0.0/40": "/40" must be a prefix length'],
    [['sim', '--listen', '192.0.2.1-192.0.2.9:80'], 2, 'is not an address of this machine'],
  ])('%j ends with code %i and says why', async (args, code, words) => {
    const ended = await powerhive(...args);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(words);
    expect(ended.stdout).toBe('');
  });

  it('of a wrong configuration names the key, and leaves the file as it is', async () => {
    const data = join(folder, 'wrong-config');
    mkdirSync(data);
    const text = '{"intervals":{"status_second":15}}';
    writeFileSync(join(data, 'config.json'), text);
    const ended = await powerhive('serve', '--data', data, '--port', '0');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('intervals.status_second: unknown key');
    expect(readFileSync(join(data, 'config.json'), 'utf8')).toBe(text);
  });

  it('is no matter of output that nobody reads to its end', async () => {
    const program = startProgram(['sim', '--help']);
    program.child.stdout?.destroy();
    await program.ended;
    expect(program.child.exitCode).toBe(0);
    expect(program.stderr()).toBe('');
  });

  it.each(['token', 'secret.key'])(
    'that cannot start for its %s ends with code 1 and says what to do',
    async (name) => {
      const data = join(folder, `folder-for-${name}`);
      mkdirSync(join(data, name), { recursive: true });
      const ended = await powerhive('serve', '--data', data, '--port', '0');
      expect(ended).toMatchObject({ code: 1, stdout: '' });
      expect(ended.stderr).toContain(`powerhive serve: ${join(data, name)} is a folder, and must be a file.`);
      expect(ended.stderr).not.toMatch(/Internal error|^ {4}at /m);
    },
  );

  it('with the config.json of the first PowerHive starts, and makes the folder of its database', async () => {
    const data = join(folder, 'first-powerhive');
    mkdirSync(data);
    writeFileSync(join(data, 'config.json'), '{"database":{"path":"./data/powerhive.db"}}');
    const started = await startServing(['serve', '--data', data, '--port', '0']);
    expect(await started.stop()).toBe(0);
    expect(existsSync(join(data, 'data', 'powerhive.db'))).toBe(true);
  });

  it('whose database lies on a disk that is not there makes no other one', async () => {
    const data = join(folder, 'no-disk');
    const database = join(folder, 'no-such-disk', 'powerhive.db');
    mkdirSync(data);
    writeFileSync(join(data, 'config.json'), JSON.stringify({ database: { path: database } }));
    const ended = await powerhive('serve', '--data', data, '--port', '0');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('its folder is missing. Make it, or see whether its disk is mounted.');
    expect(existsSync(join(folder, 'no-such-disk'))).toBe(false);
  });

  it('without a running app ends with code 3', async () => {
    const ended = await powerhive('miners', '--data', join(folder, 'nobody'));
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain('No running PowerHive found');
  });
});

describe('powerhive scan', () => {
  let fleet: SimulatedFleet;
  let printer: Server;
  beforeAll(async () => {
    fleet = await startSimulatedFleet({ endpoints: parseEndpointRange(`${net}.1.1-${net}.1.48:8983`) });
    printer = createServer((_, response) => response.end('<html>printer</html>'));
    await new Promise<void>((resolve) => printer.listen(8983, `${net}.1.200`, resolve));
  });
  afterAll(async () => {
    await fleet.stop();
    printer.close();
  });

  it('of a /24 prints a table of the miners, in well under its time limit for so few silent hosts', async () => {
    const ended = await powerhive('scan', `${net}.1.0/24:8983`);
    expect(ended.code).toBe(0);
    const lines = ended.stdout.trim().split('\n');
    expect(lines[0]?.split(/\s+/)).toEqual(['IP', 'MAC', 'MODEL', 'FIRMWARE', 'STATE']);
    expect(lines).toHaveLength(49);
    expect(lines[1]).toMatch(/^[\d.]+:8983 +02(:[0-9a-f]{2}){5} +Antminer .+ +VNish 1\.\S+ +[a-z-]+$/);
    expect(lines[1]).toContain(`${net}.1.1:8983 `);
    expect(ended.stderr).toContain(`not a miner: ${net}.1.200:8983`);
    expect(ended.stderr).toMatch(/Found 48 miners in 256 addresses \(\d+\.\d s\)/);
  });

  it('can be read by a program', async () => {
    const ended = await powerhive('scan', `${net}.1.1-${net}.1.3:8983`, '--json');
    const { miners, addresses, duration_ms } = JSON.parse(ended.stdout) as {
      miners: object[];
      addresses: number;
      duration_ms: number;
    };
    expect(addresses).toBe(3);
    expect(duration_ms).toBeLessThan(scaledMs(2000));
    expect(Object.keys(miners[0] ?? {})).toEqual(['ip', 'mac', 'model', 'firmware', 'state']);
  });
});

describe('powerhive serve with its command line', () => {
  let fleet: SimulatedFleet;
  let serving: Serving;
  let data: string;
  beforeAll(async () => {
    data = join(folder, 'served');
    mkdirSync(data);
    writeFileSync(
      join(data, 'config.json'),
      JSON.stringify({
        network: { subnets: [`${net}.2.1-${net}.2.6:8983`] },
        intervals: { status_seconds: 1, telemetry_seconds: 5 },
      }),
    );
    fleet = await startSimulatedFleet({
      endpoints: parseEndpointRange(`${net}.2.1-${net}.2.6:8983`),
      profile: 's19jpro',
    });
    serving = await startServing(['serve', '--data', data, '--port', '0']);
    await until('the miners and their presets', async () => {
      const [model] = (await serving.rest('GET', '/models')).body as MinerModel[];
      return model?.miner_count === 6 && model.presets.length > 0;
    });
  });
  afterAll(async () => {
    if (serving.child.exitCode === null) await serving.stop();
    await fleet.stop();
  });

  it('serves its interface as documented', async () => {
    const models = await eventually(async () => {
      const { body } = await serving.rest('GET', '/models');
      expect(body).toMatchObject([{ alias: 's19jpro', max_preset: null, miner_count: 6 }]);
      expect((body as MinerModel[])[0]?.presets).not.toEqual([]);
      return body;
    });
    for (const maxPreset of ['1', '', 3080, ['3080'], undefined, 'p'.repeat(400)]) {
      const { status, body } = await serving.rest('PATCH', '/models/s19jpro', { max_preset: maxPreset });
      expect([maxPreset, status]).toEqual([maxPreset, 422]);
      expect(body).toMatchObject({
        code: 'UNPROCESSABLE_CONTENT',
        message: expect.stringMatching(/is no preset.*or null/),
      });
    }
    const preset = (models as MinerModel[])[0]?.presets.at(-1)?.name as string;
    expect(await serving.rest('PATCH', '/models/s19jpro', { max_preset: preset })).toMatchObject({
      status: 200,
      body: { max_preset: preset },
    });
    const [first] = (await serving.rest('GET', '/miners')).body as Miner[];
    const id = first?.id as string;
    expect(await serving.rest('PATCH', `/miners/${id}`, { managed: true, nickname: 'Corner' })).toMatchObject({
      status: 200,
      body: { managed: true, nickname: 'Corner' },
    });
    expect(await serving.rest('PATCH', `/miners/${id}`, { unlock_pass: '' })).toMatchObject({ status: 400 });
    await until('a status', async () => ((await serving.rest('GET', `/statuses/${id}`)).body as unknown[]).length > 0);
    const detail = (await serving.rest('GET', `/miners/${id}`)).body as Record<string, unknown[]>;
    expect(detail['chains']).toHaveLength(3);
    expect(detail['fans']).toHaveLength(4);
    expect(detail['pools']?.length).toBeGreaterThan(0);
    await until(
      'chips',
      async () => ((await serving.rest('GET', `/miners/${id}/telemetry`)).body as unknown[]).length > 0,
    );
    expect((await fetch(`${serving.url}/api/miners`)).status).toBe(401);
    const health = await eventually(async () => {
      const health = (await (await fetch(`${serving.url}/api/health`)).json()) as Health;
      expect(health).toMatchObject({
        status: 'ok',
        watching: { state: 'watching' },
        miners: { total: 6, online: 6, managed: 1, polled: 1 },
      });
      return health;
    });
    expect(health.loops.map(({ name }) => name)).toEqual([
      'discovery',
      'returns',
      'status',
      'telemetry',
      'compaction',
      'retention',
      'gap_fill',
      'save',
      'disk',
      'monitored',
      'farm_sums',
      'backup',
      'wakefulness',
      'threads',
      'alerts',
      'weak_chips',
    ]);
    expect(health.threads.map(({ name }) => name)).toEqual(expect.arrayContaining(['destinations', 'sites']));
  });

  it('shows the running app to miners, models, status and rescan', async () => {
    const miners = await powerhive('miners', '--data', data);
    expect(miners.code).toBe(0);
    expect(miners.stdout.trim().split('\n')).toHaveLength(7);
    expect(miners.stdout).toContain('Corner');
    expect(JSON.parse((await powerhive('miners', 'Corner', '--data', data, '--json')).stdout)).toHaveLength(1);
    const either = await powerhive('miners', '(Corner or offline) -temp>200', '--data', data, '--json');
    expect(JSON.parse(either.stdout)).toHaveLength(1);
    const wrong = await powerhive('miners', '(Corner or offline', '--data', data);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('Missing closing bracket') });
    const unread = startProgram(['miners', '--json', '--data', data]);
    unread.child.stdout?.destroy();
    await unread.ended;
    expect([unread.child.exitCode, unread.stderr()]).toEqual([0, '']);
    expect((await powerhive('models', '--data', data)).stdout).toContain('s19jpro');
    expect((await powerhive('status', '--data', data)).stdout).toContain('6 miners, 6 online, 1 managed, 1 monitored');

    await fleet.miners[5]?.powerOff();
    const rescan = await powerhive('rescan', '--data', data);
    expect(rescan.code).toBe(0);
    // A scheduled scan may have been faster and have reported it.
    expect(rescan.stdout).toMatch(/^Found 5 miners in 6 addresses .*: 0 new, 0 back online, 0 moved, [01] offline/);
    expect((await powerhive('status', '--data', data)).stdout).toContain('6 miners, 5 online');
    expect((await powerhive('rescan', `${net}.2.300`, '--data', data)).code).toBe(2);
    expect((await powerhive('rescan', '127.0.0.0/8', '--data', data)).stderr).toContain('use --force');
    expect((await powerhive('sim', '--json', '--listen', 'x')).stderr).toContain('--listen');
  });

  it('keeps its secrets: no password or key in the database, the log or the files of others', async () => {
    const [first] = (await serving.rest('GET', '/miners')).body as Miner[];
    await serving.rest('PATCH', `/miners/${first?.id}`, { unlock_pass: 'canary-password' });
    for (const name of ['token', 'secret.key', 'running.json'])
      expect(statSync(join(data, name)).mode & 0o777).toBe(0o600);
    for (const name of ['powerhive.db', 'powerhive.db-wal']) {
      const bytes = readFileSync(join(data, name), 'latin1');
      expect(bytes).not.toContain('canary-password');
    }
    expect(serving.stderr().replace(/Open http.*/, '')).not.toContain(serving.token);
  });

  it('refuses a second program on the same data folder', async () => {
    // Also where it would listen on the port of the first one.
    for (const port of ['0', new URL(serving.url).port]) {
      const second = await powerhive('serve', '--data', data, '--port', port);
      expect(second.code).toBe(1);
      expect(second.stderr).toMatch(/another PowerHive/i);
    }
    const elsewhere = join(folder, 'elsewhere');
    const other = await powerhive('serve', '--data', elsewhere, '--port', new URL(serving.url).port);
    expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('is taken by another program')]);
  });

  it('exports while it runs, stops on SIGTERM within 5 s with code 0, and leaves a whole database', async () => {
    const out = join(folder, 'statuses.csv');
    const exported = await powerhive('export', '--out', out, '--data', data);
    expect(exported.code).toBe(0);
    const lines = readFileSync(out, 'utf8').split('\r\n');
    expect(lines[0]).toMatch(/^\uFEFFrecorded_at,miner_id,nickname,model_alias,model_name,state,/);
    expect(lines.length).toBeGreaterThan(2);
    const chips = await powerhive(
      'export',
      '--out',
      join(folder, 'chips.csv'),
      '--what',
      'chips',
      '--data',
      data,
      '--json',
    );
    expect((JSON.parse(chips.stdout) as { rows: number }).rows % 126).toBe(0);

    const startedMs = performance.now();
    expect(await serving.stop()).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(scaledMs(5000));
    expect(serving.stdout().trim().split('\n')).toHaveLength(1);
    expect((await powerhive('status', '--data', data)).code).toBe(3);
  });

  it('says so when its port is taken', async () => {
    const other = createNetServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const ended = await powerhive('serve', '--data', join(folder, 'other'), '--port', String(port));
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(`Port ${port} is taken`);
    other.close();
  });
});

describe('powerhive import-legacy', () => {
  it('takes over the first PowerHive, keeps its secrets encrypted, and does nothing twice', async () => {
    const old = join(folder, 'legacy.db');
    const legacy = new Database(old);
    legacy.exec(`
      CREATE TABLE models (id INTEGER PRIMARY KEY, name TEXT, alias TEXT, max_preset TEXT);
      CREATE TABLE model_presets (model_id INTEGER, value TEXT, position INTEGER, expected_power_w REAL, expected_hashrate_th REAL);
      CREATE TABLE miners (id TEXT PRIMARY KEY, ip TEXT, api_key TEXT, managed INTEGER, unlock_pass TEXT, model_id INTEGER);
      INSERT INTO models VALUES (1, 'Antminer S19j Pro', 's19jpro', '3080');
      INSERT INTO model_presets VALUES (1, '2500', 0, 2500, 92), (1, '3080', 1, 3080, 104);
      INSERT INTO miners VALUES ('02:AA:00:00:00:01', '127.83.9.1', 'canary0123456789canary0123456789', 1, 'canary-pass', 1);
      INSERT INTO miners VALUES ('not a mac', NULL, NULL, 0, NULL, NULL);
    `);
    legacy.close();
    const data = join(folder, 'imported');
    const first = await powerhive('import-legacy', old, '--data', data);
    expect(first).toMatchObject({ code: 0, stdout: 'Took over 1 miner, 1 model, 1 max preset\n' });
    expect(first.stderr).toContain('not a mac');
    expect(JSON.parse((await powerhive('import-legacy', old, '--data', data, '--json')).stdout)).toMatchObject({
      miners: 0,
      models: 0,
      max_presets: 0,
      already_known: 1,
    });
    for (const name of ['powerhive.db', 'powerhive.db-wal']) {
      if (existsSync(join(data, name))) expect(readFileSync(join(data, name), 'latin1')).not.toContain('canary');
    }

    const serving = await startServing(['serve', '--data', data, '--port', '0']);
    expect((await serving.rest('GET', '/miners')).body).toMatchObject([
      {
        id: '02:aa:00:00:00:01',
        ip: null,
        online: false,
        managed: true,
        model_alias: 's19jpro',
        max_preset: '3080',
        has_api_key: true,
        has_custom_unlock_pass: true,
      },
    ]);
    expect((await serving.rest('DELETE', '/miners/02:aa:00:00:00:01')).status).toBe(200);
    expect(await serving.stop()).toBe(0);

    // A miner that was removed here is imported again with the data of the first PowerHive.
    expect((await powerhive('import-legacy', old, '--data', data)).stdout).toContain('Took over 1 miner');
    const again = await startServing(['serve', '--data', data, '--port', '0']);
    expect((await again.rest('GET', '/miners')).body).toMatchObject([
      { id: '02:aa:00:00:00:01', managed: true, has_api_key: true, has_custom_unlock_pass: true },
    ]);
    expect(await again.stop()).toBe(0);
    const foreign = await powerhive('import-legacy', join(data, 'config.json'), '--data', data);
    expect(foreign.code).not.toBe(0);
  });
});
