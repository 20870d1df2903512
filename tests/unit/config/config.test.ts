import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ConfigError,
  parseConfig,
  readConfig,
  writeConfig,
  writeSiteId,
} from '../../../src-main/config/config-file.ts';
import { SettingsStore } from '../../../src-main/config/settings-store.ts';
import { openKeyFileBox } from '../../../src-main/secrets/secret-box.ts';
import { SettingsPatch } from '../../../src-shared/model/index.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-test-'));
  file = join(folder, 'config.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const messageOf = (json: unknown): string => {
  try {
    parseConfig(json, 'config.json');
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error('was accepted');
};

describe('the configuration', () => {
  it('has a default for everything, and names no network by itself', async () => {
    const settings = await readConfig(file);
    expect(settings.network).toEqual({
      subnets: [],
      port: 80,
      light_scan_timeout_ms: 400,
      miner_probe_timeout_ms: 1500,
      scan_concurrency: 1024,
    });
    expect(settings.intervals).toEqual({ discovery_seconds: 30, status_seconds: 15, telemetry_seconds: 60 });
    expect(existsSync(file)).toBe(false);
  });

  it('of the first PowerHive loads as it is', async () => {
    const first = {
      database: { path: './data/powerhive.db' },
      network: { subnets: ['127.1.0.0/24'] },
      intervals: { discovery_seconds: 30, status_seconds: 15, telemetry_seconds: 60 },
      http: { addr: ':8080' },
    };
    writeFileSync(file, JSON.stringify(first));
    expect(await readConfig(file)).toMatchObject(first);
  });

  it.each([
    [{ intervalls: {} }, 'intervalls: unknown key'],
    [{ intervals: { status_second: 15 } }, 'intervals.status_second: unknown key'],
    [{ intervals: { status_seconds: '15' } }, 'intervals.status_seconds'],
    [{ intervals: { status_seconds: 0 } }, 'intervals.status_seconds'],
    [{ network: { subnets: ['127.0.0.0/24', '127.0.0.0/40'] } }, 'network.subnets[1]: "127.0.0.0/40": "/40"'],
    [{ network: { port: 70_000 } }, 'network.port'],
    [{ database: { path: '~/farm.db' } }, 'database.path: must be a full path: ~ is not your home folder here'],
    [{ sites: [{ name: 'Hall', url: 'https://north.example', token_file: '~/token' }] }, 'token_file: must be a full'],
    [
      {
        sites: ['https://north.example', 'https://north.example/'].map((url, i) => ({
          name: `Hall ${i}`,
          url,
          token_file: 'token',
        })),
      },
      'sites: must name each address once',
    ],
    [
      {
        sites: ['https://north.example', 'https://south.example'].map((url) => ({
          name: 'Hall',
          url,
          token_file: 'token',
        })),
      },
      'sites: must give each site a name of its own',
    ],
    [{ http: { addr: '0.0.0.0:8080' } }, 'http.addr: must be 127.0.0.1'],
    [{ http: { addr: '127.0.0.256:8080' } }, 'http.addr: must be 127.0.0.1'],
    [{ http: { addr: '127.0.0.1:65536' } }, 'http.addr: must be 127.0.0.1'],
    [{ http: { addr: '192.0.2.1:8080' } }, 'http.addr: must be 127.0.0.1'],
    [[], 'the file'],
  ])('refuses %j and names the path', (json, words) => {
    expect(messageOf(json)).toContain(words);
  });

  it('that is null is none, and is not replaced by the defaults', async () => {
    writeFileSync(file, 'null');
    await expect(readConfig(file)).rejects.toThrow('the file: ');
    await expect(writeSiteId(file, crypto.randomUUID())).rejects.toThrow('the file: ');
    const store = new SettingsStore(file, parseConfig({}, 'test'));
    expect(await store.update({ site: { name: 'North' } })).toMatchObject({ ok: false });
    expect(readFileSync(file, 'utf8')).toBe('null');
  });

  it('that has a key twice is refused: one of the two would be lost', async () => {
    const twice = '{"network":{"subnets":["127.1.0.0/24"]},"site":{"name":"network"},"net\\u0077ork":{"port":81}}';
    writeFileSync(file, twice);
    await expect(readConfig(file)).rejects.toThrow(`${file} has network twice. Join the two`);
    await expect(writeSiteId(file, crypto.randomUUID())).rejects.toThrow('network twice');
    expect(readFileSync(file, 'utf8')).toBe(twice);
    writeFileSync(file, '{"network":{"port":81,"subnets":[],"port":82}}');
    await expect(readConfig(file)).rejects.toThrow('network.port twice');
    const site = (n: number) => ({ name: `Hall ${n}: "name":`, url: `https://h${n}.example`, token_file: 'token' });
    writeFileSync(file, JSON.stringify({ sites: [site(1), site(2)], network: { port: 81 } }));
    expect((await readConfig(file)).sites).toHaveLength(2);
  });

  it('may be in UTF-16, as Windows PowerShell writes it', async () => {
    const text = '\uFEFF{"site":{"name":"Ряд"}}';
    for (const bytes of [Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()]) {
      writeFileSync(file, bytes);
      expect((await readConfig(file)).site.name).toBe('Ряд');
    }
  });

  it('that is no JSON is refused, and left as it is', async () => {
    writeFileSync(file, '{ "network": ');
    await expect(readConfig(file)).rejects.toThrow(/is not valid JSON/);
    expect(readFileSync(file, 'utf8')).toBe('{ "network": ');
  });

  it('is written whole, readable by its owner alone, and leaves nothing beside it', async () => {
    const json = { network: { subnets: ['127.1.0.0/24'] } };
    await writeConfig(file, json);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(json);
    expect(await readConfig(file)).toEqual(parseConfig(json, 'test'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['config.json']);
  });

  it('changes in force only when it is on disk', async () => {
    const reported: unknown[] = [];
    const home = new SettingsStore(join(folder, 'missing', 'config.json'), parseConfig({}, 'test'));
    home.onChange((now) => reported.push(now));
    const answer = await home.update({ intervals: { status_seconds: 5 } });
    expect(answer.ok).toBe(false);
    expect(home.current.intervals.status_seconds).toBe(15);
    expect(reported).toEqual([]);

    const good = new SettingsStore(file, parseConfig({}, 'test'));
    good.onChange((now) => reported.push(now));
    expect((await good.update({ intervals: { status_seconds: 5 } })).ok).toBe(true);
    expect(good.current.intervals).toEqual({ discovery_seconds: 30, status_seconds: 5, telemetry_seconds: 60 });
    expect(reported).toHaveLength(1);
    expect(await good.update({ network: { subnets: ['nonsense/9'] } })).toMatchObject({ ok: false });
    expect((await readConfig(file)).network.subnets).toEqual([]);
  });
});

describe('a change of the settings', () => {
  it('says nothing of the keys that it leaves out', () => {
    for (const patch of [
      { http: { enabled: true } },
      { notifications: { enabled: false } },
      { intervals: { status_seconds: 5 } },
      { retention: { chip_days: 1 } },
    ]) {
      expect(SettingsPatch.parse(patch)).toEqual(patch);
    }
    expect(SettingsPatch.safeParse({ intervals: { status_seconds: 0 } }).success).toBe(false);
    expect(SettingsPatch.safeParse({ http: { address: ':1' } }).success).toBe(false);
    expect(SettingsPatch.safeParse({ updates: { url: 'https://updates.example/' } }).success).toBe(false);
  });

  it('is laid over the one that is still being written', async () => {
    const home = new SettingsStore(file, await readConfig(file));
    const [first, second] = await Promise.all([
      home.update({ http: { addr: ':9090' } }),
      home.update({ http: { enabled: true } }),
    ]);
    expect([first.ok, second.ok]).toEqual([true, true]);
    expect((await readConfig(file)).http).toEqual({ enabled: true, addr: ':9090' });
    expect((await home.update({ http: { addr: 'elsewhere' } })).ok).toBe(false);
    expect((await home.update({ http: { enabled: false } })).ok).toBe(true);
  });
});

describe('the place for updates', () => {
  it('is nowhere by default', () => {
    expect(parseConfig({}, 'x').updates).toEqual({ url: null });
  });

  it.each(['https://updates.example/powerhive', 'http://127.0.0.1:8123/feed', 'http://localhost:1/', null])(
    'may be %s',
    (url) => {
      expect(parseConfig({ updates: { url } }, 'x').updates.url).toBe(url);
    },
  );

  it.each([
    'http://updates.example/',
    'https://user:pass@updates.example/',
    'file:///tmp/feed',
    'updates.example',
    '',
    7,
  ])('may not be %s, and that is said', (url) => {
    expect(messageOf({ updates: { url } })).toContain('updates.url: ');
  });
});

describe('the calls to the operator', () => {
  it('are on without quiet hours, and take times of day alone', () => {
    expect(parseConfig({}, 'test').notifications).toEqual({
      enabled: true,
      sound: true,
      quiet_hours: null,
      escalation: null,
    });
    const night = { quiet_hours: { from: '22:30', to: '06:00' } };
    expect(parseConfig({ notifications: night }, 'test').notifications).toEqual({
      enabled: true,
      sound: true,
      escalation: null,
      ...night,
    });
    for (const wrong of ['24:00', '7:00', '07:60', '']) {
      const notifications = { quiet_hours: { from: wrong, to: '06:00' } };
      expect(() => parseConfig({ notifications }, 'test')).toThrow(
        /notifications\.quiet_hours\.from: must be a time of day/,
      );
    }
    expect(() => parseConfig({ notifications: { voice: true } }, 'test')).toThrow(/notifications\.voice: unknown key/);
  });

  it('and REST can be changed while the program runs, and quiet hours taken away again', async () => {
    const home = new SettingsStore(file, parseConfig({}, 'test'));
    await home.update({ notifications: { quiet_hours: { from: '22:30', to: '06:00' } }, http: { enabled: true } });
    await home.update({ notifications: { quiet_hours: null }, http: { addr: '127.0.0.1:8090' } });
    expect(home.current.notifications).toEqual({
      enabled: true,
      sound: true,
      quiet_hours: null,
      escalation: null,
    });
    expect(home.current.http).toEqual({ enabled: true, addr: '127.0.0.1:8090' });
    expect(await home.update({ http: { addr: '0.0.0.0:8090' } })).toMatchObject({ ok: false });
  });
});

describe('the secret box', () => {
  it('opens what it encrypted, also after a restart, and nothing else', () => {
    const keyFile = join(folder, 'secret.key');
    const encrypted = openKeyFileBox(keyFile).encrypt('s3cret pässword');
    expect(encrypted).not.toContain('s3cret');
    const again = openKeyFileBox(keyFile);
    expect(again.open(encrypted)).toBe('s3cret pässword');
    expect(again.encrypt('same')).not.toBe(again.encrypt('same'));
    expect(again.open(`${encrypted.slice(0, -4)}AAA=`)).toBeNull();
    expect(again.open('')).toBeNull();
    expect(openKeyFileBox(join(folder, 'other.key')).open(encrypted)).toBeNull();
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  });

  it('refuses a damaged key file instead of making a new one', () => {
    const keyFile = join(folder, 'secret.key');
    writeFileSync(keyFile, 'not a key');
    chmodSync(keyFile, 0o600);
    expect(() => openKeyFileBox(keyFile)).toThrow(/is damaged/);
    expect(readFileSync(keyFile, 'utf8')).toBe('not a key');
  });
});
