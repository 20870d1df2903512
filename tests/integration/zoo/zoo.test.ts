import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUSY_FROM_STARVED_POLLS } from '../../../src-main/polling/starved-polls.ts';
import type { Health } from '../../../src-shared/model/index.ts';
import { scaledMs, until } from '../../fixtures/patience.ts';
import { powerhive } from '../../fixtures/program/program.ts';
import { HOSTILE_HOSTS } from './hostile-hosts.ts';
import { lookThroughDatabase, PLAIN_TEXT, reported, textsIn, wholeOf } from './looks.ts';
import type { RecordingHost } from './recording-host.ts';
import { TroubledMiner } from './troubled-miner.ts';
import { POLL_TIMEOUT_MS, STATUS_SECONDS, startZoo, type Zoo } from './zoo.ts';

let zoo: Zoo;
let impostor: RecordingHost;

beforeAll(async () => {
  zoo = await startZoo();
});

afterAll(() => zoo?.[Symbol.asyncDispose]());

/** Whether the program itself reports that this computer is too busy to read the miners. */
async function isTooBusy(): Promise<boolean> {
  const { late_polls } = (await zoo.serving.rest('GET', '/health')).body as Health;
  return (late_polls ?? 0) >= BUSY_FROM_STARVED_POLLS;
}

describe('a network of hostile and broken hosts', () => {
  it('shows the miners, and nothing but the miners', async () => {
    const troubled = [...zoo.animals.map(({ miner }) => miner), ...zoo.swapping, zoo.twin].map(({ mac }) => mac);
    const ids = (await zoo.miners()).map(({ id }) => id);
    expect(ids.sort()).toEqual([...troubled, ...zoo.healthyMacs].sort());
    expect(await zoo.latestScan()).toMatchObject({ phase: 'done' });
    for (const mac of zoo.healthyMacs) expect(await zoo.rowOf(mac)).toMatchObject({ online: true, has_api_key: true });
  });

  it('reports each problem on the row of the miner that has it, and reads those that can be read', async () => {
    for (const { name, miner, isRead, says } of zoo.animals) {
      const isReported = async (): Promise<boolean> => {
        const { polling, latest_status } = await zoo.rowOf(miner.mac);
        if (isRead) return polling.last_success_at !== null && latest_status !== null;
        if (latest_status !== null) return false;
        // A thread that was blocked as long as its deadline can't say whether the miner hangs.
        if (polling.last_error === null && polling.reason === null) return isTooBusy();
        return says?.test(polling.last_error ?? polling.reason ?? '') === true;
      };
      await until(`what is reported of the one that ${name}`, isReported);
    }
  });

  it('delays the polls of no other miner', async () => {
    const fromAt = Date.now();
    const polledAt = async (mac: string) =>
      (await zoo.statusesOf(mac)).map(({ recorded_at }) => recorded_at).filter((at) => at > fromAt);
    for (const mac of zoo.healthyMacs) {
      await until(`six polls of ${mac}`, async () => (await polledAt(mac)).length >= 6);
      const times = await polledAt(mac);
      const gaps = times.slice(1).map((at, i) => (times[i] as number) - at);
      // A poll that waited for a hanging one would come after its deadline.
      expect(Math.max(...gaps), `${mac}: ${gaps.join()}`).toBeLessThan(
        scaledMs(STATUS_SECONDS * 1000 + POLL_TIMEOUT_MS),
      );
      expect(gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)]).toBeLessThan(scaledMs(STATUS_SECONDS * 2000));
      expect(await zoo.rowOf(mac)).toMatchObject({ online: true, polling: { consecutive_failures: 0 } });
    }
  });

  it('shows no number that is none, and no text that does more than be read', async () => {
    const [status] = await zoo.statusesOf(zoo.animal('sends 1e400 for every number').miner.mac);
    for (const [key, value] of Object.entries(status ?? {})) {
      if (typeof value === 'number')
        expect(Number.isFinite(value) && !Object.is(value, -0), `${key} ${value}`).toBe(true);
    }
    const { mac } = zoo.animal('has scripts, formulas and control characters in every text').miner;
    const texts = textsIn((await zoo.serving.rest('GET', `/miners/${mac}`)).body);
    expect(texts.filter((text) => text.includes('window.canary')).length).toBeGreaterThan(3);
    for (const text of texts) expect(text).toMatch(PLAIN_TEXT);
    for (const { message } of await zoo.activity()) expect(message).toMatch(PLAIN_TEXT);
  });

  it('shows two hosts that claim one MAC as a conflict', async () => {
    const row = await zoo.rowOf(zoo.twin.mac);
    const addresses = zoo.twin.at.map(({ endpoint: { host, port } }) => `${host}:${port}`);
    expect([row.ip, ...row.conflict_ips].sort()).toEqual(addresses);
  });

  it('makes a new key at the next scan where one was deleted meanwhile', async () => {
    const { miner } = zoo.animal('is quite well');
    const before = [...miner.keys.keys()];
    expect(before).toHaveLength(1);
    miner.keys.clear();
    const isMade = async (): Promise<boolean> => {
      await zoo.rescan();
      return miner.keys.size === 1;
    };
    await until('the new key', isMade);
    expect([...miner.keys.keys()]).not.toEqual(before);
  });
});

describe('two miners that change places between two scans', () => {
  it('give no key away, and are not read in the place of each other', async () => {
    const [a, b] = [...zoo.swapping];
    for (const { mac } of [a, b]) await until('a first reading', async () => (await zoo.statusesOf(mac)).length > 0);
    const before = zoo.swappingAt.map(({ recorded }) => recorded.length);
    zoo.swapping.reverse();
    for (const host of zoo.swappingAt) host.cutConnections();
    for (const { mac } of [a, b]) {
      const isReported = async () =>
        /is answered by another miner/.test((await zoo.rowOf(mac)).polling.last_error ?? '');
      await until('the row to say so', isReported);
    }
    const heardSince = (place: 0 | 1) => wholeOf(zoo.swappingAt[place], before[place]);
    for (const secret of a.secrets()) expect(heardSince(0)).not.toContain(secret);
    for (const secret of b.secrets()) expect(heardSince(1)).not.toContain(secret);

    await zoo.rescan();
    for (const { mac, hashrateGhs } of [a, b]) {
      await until('a reading again', async () => (await zoo.rowOf(mac)).polling.consecutive_failures === 0);
      const read = (await zoo.statusesOf(mac)).map(({ hashrate_hs }) => hashrate_hs);
      expect(read.length).toBeGreaterThan(1);
      // Of a reading that a busy computer could not complete, the rate is unknown.
      expect(new Set(read.filter((rate) => rate !== null))).toEqual(new Set([hashrateGhs * 1e9]));
    }
  });
});

describe('a host that claims the MAC of a miner that is there', () => {
  it('is reported as a conflict and gets nothing', async () => {
    const [mac = ''] = zoo.healthyMacs;
    const liar = new TroubledMiner(104);
    liar.mac = mac;
    impostor = await zoo.join(6, liar.answer);
    const { ip } = await zoo.rowOf(mac);
    const { host, port } = impostor.endpoint;
    const isReported = async (): Promise<boolean> => {
      await zoo.rescan();
      const row = await zoo.rowOf(mac);
      expect(row.ip).toBe(ip);
      return row.conflict_ips.includes(`${host}:${port}`);
    };
    await until('the conflict', isReported);
    expect(new Set(impostor.recorded.map(({ path }) => path))).toEqual(new Set(['/api/v1/info']));
  });
});

describe('a host that reports another MAC with each response', () => {
  it('is believed a few times and then reported once, and gets no password', async () => {
    const known = (await zoo.miners()).length;
    const shifting = new TroubledMiner(105);
    let asked = 0;
    const { recorded, endpoint } = await zoo.join(7, (request, response, message) => {
      if (request.path === '/api/v1/info') asked += 1;
      shifting.mac = `02:67:00:00:00:${asked.toString(16).padStart(2, '0')}`;
      shifting.answer(request, response, message);
    });
    const entries = async () =>
      (await zoo.activity()).filter(
        ({ event, data }) => event === 'mac_unsteady' && String(data?.['ip']).startsWith(endpoint.host),
      );
    const isReported = async (): Promise<boolean> => {
      await zoo.rescan([`${endpoint.host}:${endpoint.port}`]);
      return (await entries()).length > 0;
    };
    await until('it to be reported', isReported);
    for (let more = 0; more < 3; more += 1) await isReported();
    expect(await entries()).toHaveLength(1);
    expect((await zoo.miners()).length - known).toBe(8);
    // Before the password would be sent, it is already another host.
    expect(new Set(recorded.map(({ path }) => path))).toEqual(new Set(['/api/v1/info']));
  });
});

describe('when it is over', () => {
  it('no credential has gone where it must not', () => {
    const secrets = zoo.secrets();
    for (const [mac, own] of secrets) expect(own.length, mac).toBeGreaterThan(0);
    const ownOf = new Map(zoo.places.map((host, i) => [host, [zoo.animals[i]?.miner.mac]]));
    for (const host of zoo.swappingAt)
      ownOf.set(
        host,
        zoo.swapping.map(({ mac }) => mac),
      );

    for (const host of [...zoo.foreignNetwork, ...zoo.places, ...zoo.swappingAt, ...zoo.twin.at, impostor]) {
      const heard = wholeOf(host);
      for (const [mac, own] of secrets) {
        if (ownOf.get(host)?.includes(mac)) continue;
        expect(reported(own, heard), `what ${host.endpoint.host} heard`).toEqual([]);
      }
    }
    expect(zoo.traps.map(({ connections }) => connections())).toEqual([0, 0]);
    // It would have been noticed: the miners themselves received theirs.
    const { at, miner } = zoo.animal('is quite well');
    for (const key of miner.keys.keys()) expect(wholeOf(at)).toContain(key);
  });

  it('a host that is no miner got an identity request, and nothing else', () => {
    for (const { recorded, endpoint } of zoo.foreignNetwork) {
      for (const { method, path } of recorded)
        expect(`${endpoint.host} ${method} ${path}`).toMatch(/ GET \/api\/v1\/info$/);
    }
    for (const host of zoo.foreignNetwork) expect(wholeOf(host)).not.toMatch(/x-api-key|authorization|cookie/i);
    expect(zoo.foreignNetwork.filter(({ recorded }) => recorded.length > 0)).toHaveLength(HOSTILE_HOSTS.length);
  });

  it('who blocks or refuses to unlock was not asked for its status, and not for ever offered a password', () => {
    const shut = zoo.animals.filter(({ neverPolled }) => neverPolled).map(({ name }) => zoo.animal(name));
    for (const { at, name } of shut)
      expect(
        at.recorded.filter(({ path }) => path.endsWith('/summary')),
        name,
      ).toEqual([]);
    const { recorded } = zoo.animal('refuses the password').at;
    expect(recorded.filter(({ path }) => path.endsWith('/unlock')).length).toBeLessThan(8);
  });

  it('no output of the program holds a secret: REST, events, metrics, exports, the list of processes', async () => {
    const secrets = [...zoo.secrets().values()].flat();
    const expectNone = (what: string, text: string) => expect(reported(secrets, text), what).toEqual([]);
    const { serving } = zoo;
    const get = (path: string) =>
      fetch(`${serving.url}${path}`, { headers: { authorization: `Bearer ${serving.token}` } });
    const ids = (await zoo.miners()).map(({ id }) => id).slice(0, 15);
    const lists = [
      '/api/miners',
      '/api/models',
      '/api/activity?limit=500',
      '/api/anomalies',
      '/api/health',
      '/metrics',
    ];
    const single = ids.flatMap((id) => [
      `/api/miners/${id}`,
      `/api/statuses/${id}`,
      `/api/miners/${id}/telemetry?limit=1`,
    ]);
    for (const path of [...lists, ...single]) {
      const answer = await get(path);
      expect(answer.status, path).toBe(200);
      expectNone(path, await answer.text());
    }
    const events = (await get('/api/events')).body?.getReader();
    const first = await events?.read();
    await events?.cancel();
    expect(first?.value?.length).toBeGreaterThan(0);
    expectNone('/api/events', Buffer.from(first?.value ?? []).toString());

    for (const format of ['csv', 'parquet']) {
      const file = join(zoo.folder, `export.${format}`);
      const range = ['--from', '2020-01-01', '--to', '2100-01-01'];
      const args = ['export', '--data', zoo.folder, ...range, '--format', format, '--out', file];
      const { code, stdout, stderr } = await powerhive(...args);
      expect(code, stderr).toBe(0);
      expectNone(`export as ${format}`, `${readFileSync(file, 'latin1')}${stdout}${stderr}`);
    }
    if (process.platform !== 'linux') return;
    for (const entry of ['cmdline', 'environ', 'comm']) {
      const text = readFileSync(`/proc/${serving.child.pid}/${entry}`, 'latin1');
      expectNone(entry, text);
      expect(text).not.toContain(serving.token);
    }
  });

  it('the database is sound, the log is plain lines, and no file holds a secret', async () => {
    const { loops } = (await zoo.serving.rest('GET', '/health')).body as Health;
    for (const { name, last_error } of loops) expect(last_error, name).toBeNull();
    const secrets = [...zoo.secrets().values()].flat();
    expect(await zoo.serving.stop()).toBe(0);

    expect(lookThroughDatabase(join(zoo.folder, 'powerhive.db'))).toBeGreaterThan(1000);

    const files = readdirSync(zoo.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.filter(({ name }) => name.endsWith('.log')).length).toBeGreaterThan(0);
    for (const { parentPath, name } of files) {
      const content = readFileSync(join(parentPath, name), 'latin1');
      expect(reported(name === 'token' ? secrets : [...secrets, zoo.serving.token], content), name).toEqual([]);
      if (!name.endsWith('.log')) continue;
      for (const line of content.trimEnd().split('\n')) JSON.parse(line);
    }
    // One line says where the token is.
    const printed = zoo.serving.stderr().trimEnd().split('\n');
    const lines = printed.filter((line) => !line.startsWith('PowerHive 0.'));
    expect(printed.length - lines.length).toBe(1);
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) expect(line).toMatch(/^\d\d:\d\d:\d\d [A-Z]+ +\P{Cc}+$/u);
    expect(reported([...secrets, zoo.serving.token], lines.join('\n'))).toEqual([]);
  });
});
