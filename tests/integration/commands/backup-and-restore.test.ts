import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActivityEntry, ApiToken, Backup, Health, Miner } from '../../../src-shared/model/index.ts';
import { until } from '../../fixtures/patience.ts';
import { type SeededFolder, seedDataFolder } from '../../fixtures/program/data-folder.ts';
import { powerhive, startServing } from '../../fixtures/program/program.ts';
import { macOf } from '../../unit/store/farm-fixture.ts';

const TOKEN_BACK = /^Access tokens that open PowerHive again: grafana\. Delete those .* you had deleted/;
const MINER = `/miners/${macOf(1)}`;

/** The steps are in order: set up, backed up, changed, and restored. */
describe('powerhive backup and powerhive restore', () => {
  let data: SeededFolder;
  let backup: Backup;
  let replaced: string;
  beforeAll(() => {
    data = seedDataFolder(3);
  });
  afterAll(() => data.remove());

  it('makes a backup beside the running program, which reports it', async () => {
    const serving = await startServing(['serve', '--data', data.path, '--port', '0']);
    expect((await serving.rest('PATCH', MINER, { nickname: 'as it was' })).status).toBe(200);
    const token = (await serving.rest('POST', '/tokens', { name: 'grafana', scope: 'operate' })).body as ApiToken;
    const made = await powerhive('backup', '--data', data.path, '--json');
    expect(made).toMatchObject({ code: 0, stderr: '' });
    backup = JSON.parse(made.stdout) as Backup;
    expect(existsSync(backup.path)).toBe(true);
    const health = (await serving.rest('GET', '/health')).body as Health;
    expect(health).toMatchObject({
      status: 'ok',
      backup: { keep: 3, last_at: backup.made_at, last_file: backup.name, last_bytes: backup.bytes, last_error: null },
    });
    await until('an entry among the activity', async () =>
      ((await serving.rest('GET', '/activity')).body as ActivityEntry[]).some(
        ({ event, actor, data }) => event === 'backup_made' && actor?.via === 'cli' && data?.['file'] === backup.name,
      ),
    );
    expect((await serving.rest('PATCH', MINER, { nickname: 'as it is now' })).status).toBe(200);
    expect((await serving.rest('DELETE', `/tokens/${token.id}`)).status).toBe(200);

    const refused = await powerhive('restore', backup.name, '--data', data.path);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('Stop it first, then restore. Nothing was changed.');
    expect(await serving.stop()).toBe(0);
  });

  it('lists what there is to go back to', async () => {
    const listed = await powerhive('restore', '--data', data.path, '--json');
    expect(JSON.parse(listed.stdout)).toEqual([backup]);
    const table = await powerhive('restore', '--data', data.path);
    expect(table.stdout).toMatch(new RegExp(`^FILE +MADE +SIZE\\n${backup.name} `));
  });

  it('refuses a damaged backup and a name that is none, and leaves the database as it is', async () => {
    const before = readFileSync(data.database);
    const unknown = await powerhive('restore', 'powerhive-1999.db', '--data', data.path);
    expect(unknown).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no backup "powerhive-1999.db"'),
    });
    const damaged = join(data.path, 'damaged.db');
    cpSync(backup.path, damaged);
    const noise = readFileSync(damaged).fill(0xa5, 8 * 4096, 20 * 4096);
    writeFileSync(damaged, noise);
    const refused = await powerhive('restore', damaged, '--data', data.path);
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/is damaged.*Choose another backup.*Nothing was changed/),
    });
    expect(readFileSync(data.database).equals(before)).toBe(true);
  });

  it('replaces nothing while the key file is damaged', async () => {
    const [keyFile, before] = [join(data.path, 'secret.key'), readFileSync(data.database)];
    const key = readFileSync(keyFile);
    writeFileSync(keyFile, 'not a key');
    const refused = await powerhive('restore', backup.name, '--data', data.path);
    writeFileSync(keyFile, key);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/secret\.key is damaged.*--without-secrets\. Nothing was changed\.\n$/);
    expect(readFileSync(data.database).equals(before)).toBe(true);
  });

  it('puts it back, opens its keys with the key file, and keeps what was there', async () => {
    const restored = await powerhive('restore', backup.name, '--data', data.path, '--json');
    expect(restored).toMatchObject({ code: 0, stderr: expect.stringMatching(TOKEN_BACK) });
    const reported = JSON.parse(restored.stdout) as {
      restored: string;
      miners: number;
      replaced: string;
      secrets: string;
    };
    expect(reported).toMatchObject({ restored: backup.path, miners: 3, secrets: 'open', tokens: ['grafana'] });
    replaced = reported.replaced;
    expect(existsSync(replaced)).toBe(true);

    const serving = await startServing(['serve', '--data', data.path, '--port', '0']);
    expect((await serving.rest('GET', MINER)).body).toMatchObject({ nickname: 'as it was' });
    await serving.stop();
  });

  it('goes back to what was kept just as well, and without its key file says what that means', async () => {
    rmSync(join(data.path, 'secret.key'));
    const restored = await powerhive('restore', replaced, '--data', data.path);
    expect(restored.code).toBe(0);
    expect(restored.stdout).toContain('3 miners');
    expect(restored.stderr).toContain('--without-secrets');
    expect(restored.stderr).not.toMatch(TOKEN_BACK);
    const without = await powerhive('restore', backup.name, '--without-secrets', '--data', data.path, '--json');
    expect(JSON.parse(without.stdout)).toMatchObject({ secrets: 'none', tokens: [] });
    expect(without.stderr).not.toMatch(TOKEN_BACK);
    const serving = await startServing(['serve', '--data', data.path, '--port', '0']);
    const miners = (await serving.rest('GET', '/miners')).body as Miner[];
    expect(miners.map(({ nickname }) => nickname)).toContain('as it was');
    expect((await serving.rest('GET', '/tokens')).body).toEqual([]);
    await serving.stop();
  });

  it('begins with an empty one only on request, and keeps the old one', async () => {
    renameSync(data.database, `${data.database}.elsewhere`);
    const refused = await powerhive('serve', '--data', data.path, '--port', '0');
    expect(refused).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('is missing, and there was one before'),
    });
    renameSync(`${data.database}.elsewhere`, data.database);
    const emptied = await powerhive('restore', '--empty', '--data', data.path, '--json');
    const { replaced: kept } = JSON.parse(emptied.stdout) as { replaced: string };
    expect(existsSync(kept)).toBe(true);
    const serving = await startServing(['serve', '--data', data.path, '--port', '0']);
    expect((await serving.rest('GET', '/miners')).body).toEqual([]);
    await serving.stop();
  });
});
