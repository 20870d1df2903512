import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { judgeAbsence } from '../../../src-main/discovery/guards/absence.ts';
import { KnownGateways } from '../../../src-main/discovery/guards/known-gateways.ts';
import { surroundingsWith } from './surroundings-fixture.ts';

const FARM = '02:00:00:00:00:01';
const HOME = '02:00:00:00:00:02';
const NETWORK = '198.51.100.0/24';
const miners = Array.from({ length: 20 }, (_, i) => ({ id: `m${i}`, host: `198.51.100.${i + 10}` }));

const folders: string[] = [];
const fail = (error: unknown): never => {
  throw error;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

interface Case {
  readonly gateways: KnownGateways;
  readonly mac: string | null;
  /** When the scan began, if it was another one then. */
  readonly macBefore?: string | null;
  readonly seen?: readonly string[];
  readonly decidesPlace?: boolean;
  readonly hasJustWoken?: boolean;
}

function judge({ gateways, mac, macBefore = mac, seen = [], decidesPlace = false, hasJustWoken = false }: Case) {
  const context = {
    surroundings: { before: surroundingsWith(macBefore), now: surroundingsWith(mac) },
    gateways,
    decidesPlace,
    hasJustWoken,
  };
  return judgeAbsence(miners, new Set(seen), context);
}

async function atFarm(file: string | null = null): Promise<KnownGateways> {
  const gateways = new KnownGateways(file, fail);
  await judge({ gateways, mac: FARM, seen: ['m3'] });
  return gateways;
}

it('takes an empty network behind another gateway for another place', async () => {
  const { doubted, doubtedIds } = await judge({ gateways: await atFarm(), mac: HOME });
  expect(doubted).toEqual([{ network: NETWORK, ids: miners.map(({ id }) => id), why: 'other_place' }]);
  expect(doubtedIds.size).toBe(20);
});

it('goes on believing so while it lasts, and is over at home again', async () => {
  const gateways = await atFarm();
  await judge({ gateways, mac: HOME });
  expect((await judge({ gateways, mac: HOME })).doubted).toHaveLength(1);
  expect((await judge({ gateways, mac: FARM })).doubted).toEqual([]);
});

it('suspects nothing where the gateway is the same, or not known, now or before', async () => {
  expect((await judge({ gateways: await atFarm(), mac: FARM })).doubted).toEqual([]);
  expect((await judge({ gateways: await atFarm(), mac: null })).doubted).toEqual([]);
  expect((await judge({ gateways: new KnownGateways(null, fail), mac: HOME })).doubted).toEqual([]);
});

it('remembers another gateway where a miner still responds', async () => {
  const gateways = await atFarm();
  expect((await judge({ gateways, mac: HOME, seen: ['m7'] })).doubted).toEqual([]);
  expect(await gateways.macOf(NETWORK)).toBe(HOME);
});

it('learns nothing of an empty network behind a gateway that it has never met', async () => {
  const gateways = new KnownGateways(null, fail);
  await judge({ gateways, mac: HOME });
  expect(await gateways.macOf(NETWORK)).toBeNull();
});

it('lets a scan that the operator asks for decide', async () => {
  const gateways = await atFarm();
  expect((await judge({ gateways, mac: HOME, decidesPlace: true })).doubted).toEqual([]);
  expect((await judge({ gateways, mac: HOME })).doubted).toEqual([]);
});

it('waits for the network after a sleep, but not where a miner responds', async () => {
  const gateways = new KnownGateways(null, fail);
  const woken = await judge({ gateways, mac: null, hasJustWoken: true });
  expect(woken.doubted).toMatchObject([{ network: NETWORK, why: 'not_back' }]);
  expect((await judge({ gateways, mac: null, hasJustWoken: true, seen: ['m1'] })).doubted).toEqual([]);
});

it('believes nothing of who is missing in a network that changed during the scan, and does not remember its gateway', async () => {
  for (const mac of [null, HOME]) {
    const gateways = await atFarm();
    const { doubted } = await judge({ gateways, mac, macBefore: FARM, seen: ['m7'] });
    expect(doubted).toMatchObject([{ why: 'changed' }]);
    expect(doubted[0]?.ids).toHaveLength(19);
    expect(await gateways.macOf(NETWORK)).toBe(FARM);
  }
});

it('keeps the gateway over a restart, and does without a file that is damaged', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-gateways-'));
  folders.push(folder);
  const file = join(folder, 'gateways.json');
  await atFarm(file);
  expect((await judge({ gateways: new KnownGateways(file, fail), mac: HOME })).doubted).toHaveLength(1);

  writeFileSync(file, '{"half');
  const errors: unknown[] = [];
  const damaged = new KnownGateways(file, (error) => errors.push(error));
  expect((await judge({ gateways: damaged, mac: HOME })).doubted).toEqual([]);
  expect(errors).toHaveLength(1);
});
