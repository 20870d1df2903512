import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../src-main/config/config-file.ts';
import { SettingsStore } from '../../../src-main/config/settings-store.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-test-'));
  file = join(folder, 'config.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const edit = (json: object): void => writeFileSync(file, JSON.stringify(json));
const inFile = (): unknown => JSON.parse(readFileSync(file, 'utf8'));
const start = async (json: object): Promise<SettingsStore> => {
  edit(json);
  return new SettingsStore(file, await readConfig(file));
};

it('a save writes what it changes, and no key that nobody wrote', async () => {
  const home = await start({ network: { subnets: ['10.0.0.0/24'] }, log: { level: 'warn' } });
  expect(await home.update({ backups: { keep: 5 } })).toMatchObject({ ok: true });
  expect(await home.update({ backups: { keep: 6 } })).toMatchObject({ ok: true });
  expect(inFile()).toEqual({ network: { subnets: ['10.0.0.0/24'] }, log: { level: 'warn' }, backups: { keep: 6 } });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

describe('a file that was edited beside the running program', () => {
  it('keeps the edits through a save; what can change meanwhile is in force then, the rest at the next start', async () => {
    const home = await start({ network: { subnets: ['10.0.0.0/24'] }, actions: { enabled: true } });
    const edited = {
      network: { subnets: ['10.0.0.0/24', '10.9.0.0/24'], port: 81 },
      actions: { enabled: false },
      log: { level: 'debug' },
    };
    edit(edited);
    const reported: unknown[] = [];
    home.onChange((now) => reported.push(now.actions.enabled));
    expect(await home.update({ backups: { keep: 5 } })).toMatchObject({ ok: true });
    expect(inFile()).toEqual({ ...edited, backups: { keep: 5 } });
    expect(home.current).toMatchObject({
      network: { subnets: ['10.0.0.0/24', '10.9.0.0/24'], port: 80 },
      actions: { enabled: false },
      log: { level: 'info' },
      backups: { keep: 5 },
    });
    expect(reported).toEqual([false]);
  });

  it('refuses a save of a setting that says something else there, until the two agree', async () => {
    const home = await start({ retention: { status_days: 7 } });
    edit({ retention: { status_days: 30 }, notifications: { quiet_hours: { from: '22:00', to: '06:00' } } });
    const before = readFileSync(file, 'utf8');
    const refused = await home.update({ retention: { status_days: 14, chip_days: 5 } });
    expect(refused).toEqual({
      ok: false,
      message: `${file} was edited meanwhile: it says 30 for retention.status_days, and 14 was to be saved. Nothing was changed. Write what you want into the file, then save it here again.`,
    });
    expect(await home.update({ notifications: { quiet_hours: { from: '20:00', to: '06:00' } } })).toMatchObject({
      ok: false,
    });
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(home.current.retention).toMatchObject({ status_days: 7, chip_days: 3 });

    edit({ retention: { status_days: 14 } });
    expect(await home.update({ retention: { status_days: 14, chip_days: 5 } })).toMatchObject({ ok: true });
    expect(inFile()).toEqual({ retention: { status_days: 14, chip_days: 5 } });
  });

  it.each([
    ['{ "network": ', 'is not valid JSON'],
    ['{ "intervals": { "status_second": 5 } }', 'cannot be used as it is now: intervals.status_second: unknown key'],
    ['{ "network": { "subnets": ["10.0.0.0/40"] } }', 'cannot be used as it is now: network.subnets[0]'],
  ])('refuses every save while it holds %s, and leaves it alone', async (text, words) => {
    const home = await start({});
    writeFileSync(file, text);
    expect(await home.update({ backups: { keep: 5 } })).toMatchObject({
      ok: false,
      message: expect.stringContaining(words),
    });
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(home.current.backups.keep).toBe(3);
    edit({});
    expect(await home.update({ backups: { keep: 5 } })).toMatchObject({ ok: true });
  });

  it('and then deleted is written again with what is in force', async () => {
    const sites = [{ name: 'North', url: 'http://127.0.0.1:1', token_file: 'north' }];
    const home = await start({ network: { subnets: ['10.0.0.0/24'], port: 80 }, sites });
    rmSync(file);
    expect(await home.update({ backups: { keep: 5 } })).toMatchObject({ ok: true });
    expect(inFile()).toEqual({ network: { subnets: ['10.0.0.0/24'] }, sites, backups: { keep: 5 } });
  });
});
