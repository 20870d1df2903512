import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Health, Miner } from '../../../src-shared/model/index.ts';
import { until } from '../../fixtures/patience.ts';
import { type SeededFolder, seedDataFolder } from '../../fixtures/program/data-folder.ts';
import { type Ended, powerhive, type Serving, startProgram, startServing } from '../../fixtures/program/program.ts';
import { connectScreens } from '../../fixtures/served/screens-client.ts';
import { macOf } from '../../unit/store/farm-fixture.ts';

const MINER = `/miners/${macOf(1)}`;
/** A separate disk for one program requires root and mount namespaces. */
const canMount = process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0;
const whyNot = canMount ? '' : ' (left out: no root, or no mount namespaces here)';

let data: SeededFolder;
beforeEach(() => {
  data = seedDataFolder(3);
});
afterEach(() => data.remove());

/** The program with a mount over its data folder that other processes do not see. */
function mounted(script: string): string[] {
  return ['unshare', '-m', 'sh', '-c', `${script} && exec "$@"`, 'sh'];
}

async function serve(within: readonly string[] = []): Promise<Ended> {
  const program = startProgram(['serve', '--data', data.path, '--port', '0'], within);
  await program.ended;
  return { code: program.child.exitCode, stdout: program.stdout(), stderr: program.stderr() };
}

const start = (within: readonly string[] = []): Promise<Serving> =>
  startServing(['serve', '--data', data.path, '--port', '0'], within);

const patch = (serving: Serving, nickname: string): Promise<{ status: number; body: unknown }> =>
  serving.rest('PATCH', MINER, { nickname });

describe('a database that cannot be used', () => {
  it('because its path is a folder says so', async () => {
    writeFileSync(join(data.path, 'config.json'), JSON.stringify({ database: { path: './logs' } }));
    mkdirSync(join(data.path, 'logs'), { recursive: true });
    const { code, stdout, stderr } = await serve();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`The database ${join(data.path, 'logs')} is a folder. Set database.path to a file in it.`);
  });

  const WAYS_OUT = /powerhive restore.*powerhive restore --empty.*keeps what is there/;
  const broken: readonly [string, (database: string) => void, RegExp][] = [
    ['is garbage', (path) => writeFileSync(path, 'garbage '.repeat(2000)), /is not a database.*left as it is/],
    ['is empty', (path) => writeFileSync(path, ''), /is empty, and there was one before/],
    ['has damaged pages', damagePages, /is damaged/],
    ['is cut in half', (path) => writeFileSync(path, half(path)), /is damaged/],
  ];

  it.each(broken)(
    'because it %s is named with the ways out, with code 1, and left to the byte as it is',
    async (_, breakIt, words) => {
      breakIt(data.database);
      const before = readFileSync(data.database);
      const { code, stdout, stderr } = await serve();
      expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({ code: 1, stdout: '', lines: 1 });
      expect(stderr).toMatch(words);
      expect(stderr).toMatch(WAYS_OUT);
      expect(readFileSync(data.database).equals(before)).toBe(true);
    },
  );

  it('because a newer PowerHive wrote it says so', async () => {
    const newer = new Database(data.database);
    newer.exec(`INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('later', 9999999999999)`);
    newer.close();
    const { code, stdout, stderr } = await serve();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/written by a newer PowerHive.*install that version again/);
  });

  it('is set aside by a restore, whatever it is, and its backup takes its place', async () => {
    const serving = await start();
    const { body } = await serving.rest('POST', '/backups', {});
    await serving.stop();
    writeFileSync(data.database, 'garbage '.repeat(2000));
    const restored = await powerhive('restore', (body as { name: string }).name, '--data', data.path, '--json');
    const { replaced } = JSON.parse(restored.stdout) as { replaced: string };
    expect(readFileSync(replaced, 'utf8')).toMatch(/^garbage/);
    const again = await start();
    expect((await again.rest('GET', '/miners')).body).toHaveLength(3);
    await again.stop();
  });

  it('whose log is torn opens with all that was whole', async () => {
    const torn = startProgram(['serve', '--data', data.path, '--port', '0']);
    await until(
      'something in the log',
      () => existsSync(`${data.database}-wal`) && readFileSync(`${data.database}-wal`).length > 8000,
    );
    torn.child.kill('SIGKILL');
    await torn.ended;
    writeFileSync(`${data.database}-wal`, half(`${data.database}-wal`));
    const serving = await start();
    expect((await serving.rest('GET', '/miners')).body).toHaveLength(3);
    expect(await serving.stop()).toBe(0);
    const sqlite = new Database(data.database);
    expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
    sqlite.close();
  });
});

function half(path: string): Buffer {
  const bytes = readFileSync(path);
  return bytes.subarray(0, bytes.length / 2);
}

function damagePages(path: string): void {
  const bytes = readFileSync(path);
  for (let at = 4 * 4096; at < bytes.length; at += 2 * 4096) bytes.fill(0xa5, at, at + 4096);
  writeFileSync(path, bytes);
}

describe('a data folder', () => {
  describe('in use', () => {
    let used: SeededFolder;
    let serving: Serving;
    beforeAll(async () => {
      used = seedDataFolder(3);
      serving = await startServing(['serve', '--data', used.path, '--port', '0']);
    });
    afterAll(async () => {
      if (serving.child.exitCode === null) await serving.stop();
      used.remove();
    });

    it('is used by one PowerHive at a time; the second one says so and harms nothing', async () => {
      expect(await powerhive('serve', '--data', used.path, '--port', '0')).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringContaining('Another PowerHive is using the database'),
      });
      expect((await patch(serving, 'still here')).status).toBe(200);
    });

    it('whose database another program holds says so, and takes decisions again when it is free', async () => {
      const other = new Database(used.database);
      other.exec('BEGIN IMMEDIATE');
      const refused = await patch(serving, 'not now');
      expect(refused).toMatchObject({
        status: 503,
        body: { message: expect.stringContaining('Another program holds the database') },
      });
      other.close();
      expect((await patch(serving, 'now')).status).toBe(200);
    });

    it('whose database is taken away while it runs refuses what it could not keep, and goes on when it is back', async () => {
      expect((await patch(serving, 'kept')).status).toBe(200);
      const away = `${used.path}-away`;
      renameSync(used.path, away);
      const refused = await patch(serving, 'into thin air');
      expect(refused).toMatchObject({
        status: 503,
        body: { message: expect.stringMatching(/is missing.*nothing was written/) },
      });
      const health = (await serving.rest('GET', '/health')).body as Health;
      expect(health).toMatchObject({
        status: 'degraded',
        database: { last_error: expect.stringContaining('is missing') },
      });
      expect(existsSync(used.database)).toBe(false);
      renameSync(away, used.path);
      expect((await patch(serving, 'kept again')).status).toBe(200);
      expect(await serving.stop()).toBe(0);
      const sqlite = new Database(used.database, { readonly: true });
      expect(sqlite.prepare('SELECT nickname FROM miners WHERE id = ?').pluck().get(macOf(1))).toBe('kept again');
      sqlite.close();
    });
  });

  it.skipIf(!canMount)(`that cannot be written is named, with what to do${whyNot}`, async () => {
    const { code, stdout, stderr } = await serve(
      mounted(`mount --bind ${data.path} ${data.path} && mount -o remount,ro,bind ${data.path}`),
    );
    expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({ code: 1, stdout: '', lines: 1 });
    expect(stderr).toMatch(
      /data folder .* cannot be written .*EROFS.*let this user write it, or name another with --data/,
    );
  });

  it('with a damaged key file, or without the one that its secrets were encrypted with, says so', async () => {
    const key = join(data.path, 'secret.key');
    writeFileSync(key, 'no key');
    expect(await serve()).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^powerhive serve: The key file .* is damaged.*\n$/),
    });
    rmSync(key);
    const serving = await start();
    await until('a word about it', () =>
      serving.stderr().includes("The miners' passwords and keys cannot be opened with what is at hand"),
    );
    await serving.stop();
  });
});

describe('a full disk', () => {
  const disk = (size: string): string[] =>
    mounted(
      `cp -r ${data.path} ${data.path}.seed && mount -t tmpfs -o size=${size} none ${data.path} && cp -r ${data.path}.seed/. ${data.path}/ && rm -r ${data.path}.seed`,
    );

  it.skipIf(!canMount)(
    `refuses a decision with words and keeps the old one, and takes it when there is room${whyNot}`,
    async () => {
      const serving = await start(disk('4m'));
      const root = `/proc/${serving.child.pid}/root${data.path}`;
      const { client, close } = await connectScreens(serving.url, serving.token);
      await until(
        'history to be stopped',
        async () => ((await serving.rest('GET', '/health')).body as Health).recording.state === 'stopped',
      );
      expect((await patch(serving, 'before')).status).toBe(200);
      expect(await serving.rest('POST', '/backups', {})).toMatchObject({
        status: 409,
        body: { message: expect.stringMatching(/No backup was made: Disk almost full at /) },
      });

      const filler = join(root, 'filler');
      spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4k']);
      // The log of the database may have room for a few more writes.
      let refused: { status: number; body: unknown } = { status: 200, body: null };
      let last = 'before';
      for (let n = 0; refused.status === 200 && n < 200; n++) {
        refused = await patch(serving, `full ${n}`);
        if (refused.status === 200) last = `full ${n}`;
      }
      expect(refused).toMatchObject({
        status: 503,
        body: { message: expect.stringMatching(/disk .* is full, nothing was written/) },
      });
      expect((await serving.rest('GET', MINER)).body).toMatchObject({ nickname: last });
      const settings = await client.settings
        .update({ retention: { status_days: 9 } })
        .catch((error: Error) => error.message);
      expect(settings).toMatch(/cannot be written.*The settings are unchanged/);
      expect((await client.settings.get()).retention.status_days).toBe(7);
      expect(readdirSync(root).filter((name) => name.startsWith('.config-'))).toEqual([]);

      rmSync(filler);
      expect((await patch(serving, 'after')).status).toBe(200);
      expect((await client.settings.update({ retention: { status_days: 9 } })).retention.status_days).toBe(9);
      close();
      const [miner] = ((await serving.rest('GET', '/miners')).body as Miner[]).filter(({ id }) => id === macOf(1));
      expect(miner?.nickname).toBe('after');
      expect(await serving.stop()).toBe(0);
    },
  );

  it.skipIf(!canMount)(`at the start is reported with code 1${whyNot}`, async () => {
    const { code, stdout, stderr } = await serve(mounted(`mount -t tmpfs -o size=32k none ${data.path}`));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/The disk of .* (is full|failed to read or write. See whether it is full)/);
  });
});
