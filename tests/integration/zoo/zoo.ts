import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEndpointRange } from '../../../src-main/demo/endpoints.ts';
import { startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import type { ActivityEntry, Miner, MinerModel, Scan, Status } from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { until } from '../../fixtures/patience.ts';
import { startServing } from '../../fixtures/program/program.ts';
import { createTroubledAnimals, HOSTILE_HOSTS, type TroubledAnimal } from './hostile-hosts.ts';
import { type Endpoint, type RecordingHost, startHttp, type ThreadReply } from './recording-host.ts';
import { TroubledMiner } from './troubled-miner.ts';

export const STATUS_SECONDS = 1;
export const POLL_TIMEOUT_MS = 4000;
const PORT = 8980;
const HEALTHY = 6;

export type Zoo = Awaited<ReturnType<typeof startZoo>>;

/**
 * The built program, without a window, monitoring six healthy simulated miners among hostile and
 * broken hosts: other devices, miners with one fault each, two that can exchange addresses, and two
 * with the same MAC. All hosts with a MAC are managed, each with its own password.
 */
export async function startZoo() {
  const net = await claimNet();
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-zoo-'));
  const started: AsyncDisposable[] = [];
  const at = (third: number, last: number, port = PORT): Endpoint => ({ host: `${net}.${third}.${last}`, port });
  const keep = async <T extends AsyncDisposable>(starting: Promise<T>): Promise<T> => {
    const one = await starting;
    started.push(one);
    return one;
  };
  const host = (endpoint: Endpoint, answer: ThreadReply) => keep(startHttp(endpoint, answer));

  const traps = await Promise.all(
    [at(9, 1), at(2, 10, PORT + 1)].map((trap) => host(trap, (_, answer) => answer.end())),
  );
  const [otherHost = '', otherPort = ''] = traps.map(({ endpoint }) => `${endpoint.host}:${endpoint.port}`);
  const foreignNetwork = await Promise.all(
    HOSTILE_HOSTS.map(({ start }, i) => keep(start(at(2, i + 1), { otherHost, otherPort }))),
  );
  const animals = createTroubledAnimals({ otherHost, otherPort });
  const places = await Promise.all(animals.map(({ miner }, i) => host(at(3, i + 1), miner.answer)));
  const swapping: [TroubledMiner, TroubledMiner] = [new TroubledMiner(101), new TroubledMiner(102)];
  const swappingAt = [
    await host(at(4, 1), (...call) => swapping[0].answer(...call)),
    await host(at(4, 2), (...call) => swapping[1].answer(...call)),
  ] as const;
  const twin = new TroubledMiner(103);
  const twins = [await host(at(5, 1), twin.answer), await host(at(5, 2), twin.answer)];
  const healthy = await startSimulatedFleet({
    endpoints: parseEndpointRange(`${net}.1.1-${net}.1.${HEALTHY}:${PORT}`),
    profile: 'healthy',
  });

  const config = {
    network: {
      subnets: [1, 2, 3, 4, 5, 6].map((third) => `${net}.${third}.1-${net}.${third}.40:${PORT}`),
      light_scan_timeout_ms: 1000,
      // A late host gets four times as long in a second attempt.
      miner_probe_timeout_ms: 1000,
    },
    intervals: { discovery_seconds: 3600, status_seconds: STATUS_SECONDS, telemetry_seconds: 5 },
    polling: { timeout_ms: POLL_TIMEOUT_MS },
    log: { level: 'trace' },
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  const serving = await startServing(['serve', '--data', folder, '--port', '0']);
  const get = async <T>(path: string): Promise<T> => (await serving.rest('GET', path)).body as T;
  const miners = () => get<Miner[]>('/miners');

  const zoo = {
    folder,
    serving,
    traps,
    foreignNetwork,
    animals,
    places,
    swapping,
    swappingAt,
    twin: { mac: twin.mac, at: twins },
    healthy,
    healthyMacs: healthy.miners.map(({ mac }) => mac.toLowerCase()),
    /** Adds a host at an address that scans check (6) or do not (7). */
    join: (third: 6 | 7, answer: ThreadReply) => host(at(third, 1), answer),
    miners,
    rowOf: async (mac: string): Promise<Miner> => {
      const row = (await miners()).find(({ id }) => id === mac);
      if (row === undefined) throw new Error(`${mac} is not known`);
      return row;
    },
    statusesOf: (mac: string) => get<Status[]>(`/statuses/${mac}?limit=500`),
    activity: () => get<ActivityEntry[]>('/activity?limit=500'),
    latestScan: () => get<Scan | null>('/scans/latest'),
    animal: (name: string): TroubledAnimal & { readonly at: RecordingHost } => {
      const index = animals.findIndex((one) => one.name === name);
      return { ...(animals[index] as TroubledAnimal), at: places[index] as RecordingHost };
    },
    async rescan(targets?: readonly string[]): Promise<void> {
      const { scan_id } = (await serving.rest('POST', '/rescan', { targets })).body as { scan_id: string };
      const finished = () => get<Scan | null>('/scans/last-finished');
      // A later one may have ended too: ids are ordered by time.
      await until('the scan to end', async () => ((await finished())?.scan_id ?? '') >= scan_id);
    },
    /** The secrets of each miner, by its MAC. */
    secrets(): Map<string, string[]> {
      const known = [...animals.map(({ miner }) => miner), ...swapping].map(
        (miner) => [miner.mac, miner.secrets()] as [string, string[]],
      );
      const simulated = healthy.miners.map(({ device, mac }, i) => {
        const keys = device.access.apiKeys().map(({ key }) => key);
        return [mac.toLowerCase(), [healthyPassword(i), ...keys]] as [string, string[]];
      });
      return new Map([...known, ...simulated]);
    },
    async [Symbol.asyncDispose]() {
      if (serving.child.exitCode === null) await serving.stop();
      await healthy.stop();
      for (const one of started) await one[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };

  await until('the first scan', async () => (await zoo.latestScan())?.finished_at != null);
  // On a busy machine one scan may miss a miner.
  const isAllThere = async (): Promise<boolean> => {
    const found = new Map((await miners()).map(({ id, has_api_key }) => [id, has_api_key]));
    const locked = animals.filter(({ neverPolled }) => neverPolled).map(({ miner }) => miner.mac);
    const open = animals.filter(({ neverPolled }) => !neverPolled).map(({ miner }) => miner.mac);
    const withKey = [...open, ...swapping.map(({ mac }) => mac), twin.mac, ...zoo.healthyMacs];
    if (locked.every((mac) => found.has(mac)) && withKey.every((mac) => found.get(mac) === true)) return true;
    await zoo.rescan();
    return false;
  };
  await until('all to be found', isAllThere);
  for (const { alias, presets } of await get<MinerModel[]>('/models')) {
    await serving.rest('PATCH', `/models/${alias}`, { max_preset: presets.at(-1)?.name });
  }
  const passwords = new Map(
    [...animals.map(({ miner }) => miner), ...swapping].map(({ mac, password }) => [mac, password]),
  );
  for (const [i, mac] of zoo.healthyMacs.entries()) passwords.set(mac, healthyPassword(i));
  for (const { id } of await miners()) {
    const unlock_pass = passwords.get(id);
    await serving.rest('PATCH', `/miners/${id}`, { managed: true, ...(unlock_pass !== undefined && { unlock_pass }) });
  }
  return zoo;
}

const healthyPassword = (index: number): string => `password-${index}-of-a-healthy-one`;
