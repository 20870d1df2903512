import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { judgeAbsence } from '../../../src-main/discovery/guards/absence.ts';
import { doubtWords, weighDoubts } from '../../../src-main/discovery/guards/doubts.ts';
import { KnownRouters } from '../../../src-main/discovery/guards/known-routers.ts';
import { environmentWith } from './network-environment-fixture.ts';

const NOTHING_UNTRIED = { has: () => false, networks: [], isAll: false, isUnreached: false };
const FARM = '02:00:00:00:00:01';
const HOME = '02:00:00:00:00:02';
const NETWORK = '198.51.100.0/24';
const miners = Array.from({ length: 20 }, (_, i) => ({ id: `m${i}`, host: `198.51.100.${i + 10}` }));

const known = (file: string | null, onError: (error: unknown) => void = fail): KnownRouters =>
  new KnownRouters({ gatewaysFile: file, pathsFile: file?.replace('routers', 'paths') ?? null, onError });

const folders: string[] = [];
const fail = (error: unknown): never => {
  throw error;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

interface Case {
  readonly routers: KnownRouters;
  readonly mac: string | null;
  /** The router at the start of the scan, if it was another one. */
  readonly macBefore?: string | null;
  readonly seen?: readonly string[];
  /** Those of them that have answered since the start of the scan. */
  readonly answered?: readonly string[];
  readonly decidesPlace?: boolean;
  readonly hasJustWoken?: boolean;
  /** Those that still answer at the end of the scan. */
  readonly still?: readonly string[];
}

function judge(one: Case) {
  const { routers, mac, macBefore = mac, seen = [], answered = seen, decidesPlace = false, hasJustWoken = false } = one;
  const context = {
    environment: { before: environmentWith(macBefore), now: environmentWith(mac) },
    routers,
    answersStill: async (ids: readonly string[]) => ids.some((id) => one.still?.includes(id)),
    decidesPlace,
    hasJustWoken,
    answered: new Set(answered),
    heard: new Set(answered),
    unconfirmed: new Set<string>(),
  };
  return judgeAbsence(miners, new Set(seen), context);
}

async function atFarm(file: string | null = null): Promise<KnownRouters> {
  const routers = known(file);
  await judge({ routers, mac: FARM, seen: ['m3'] });
  return routers;
}

it('takes an empty network behind another gateway for another place', async () => {
  const { doubted, doubtedIds } = await judge({ routers: await atFarm(), mac: HOME });
  expect(doubted).toEqual([{ network: NETWORK, ids: miners.map(({ id }) => id), why: 'elsewhere' }]);
  expect(doubtedIds.size).toBe(20);
});

it('goes on believing so while it lasts, and is over at home again', async () => {
  const routers = await atFarm();
  await judge({ routers, mac: HOME });
  expect((await judge({ routers, mac: HOME })).doubted).toHaveLength(1);
  expect((await judge({ routers, mac: FARM })).doubted).toEqual([]);
});

it('suspects nothing where the gateway is the same, or not known, now or before', async () => {
  expect((await judge({ routers: await atFarm(), mac: FARM })).doubted).toEqual([]);
  expect((await judge({ routers: await atFarm(), mac: null })).doubted).toEqual([]);
  expect((await judge({ routers: known(null), mac: HOME })).doubted).toEqual([]);
});

it('remembers another gateway where a miner still responds', async () => {
  const routers = await atFarm();
  expect((await judge({ routers, mac: HOME, seen: ['m7'] })).doubted).toEqual([]);
  expect(await routers.macOf(NETWORK)).toBe(HOME);
});

it('remembers no other gateway for miners that were read a moment ago: that may have been before it', async () => {
  const routers = await atFarm();
  await judge({ routers, mac: HOME, seen: ['m7'], answered: [] });
  expect(await routers.macOf(NETWORK)).toBe(FARM);
  expect((await judge({ routers, mac: HOME })).doubted).toMatchObject([{ why: 'elsewhere' }]);
});

it('learns nothing of an empty network behind a gateway that it has never met', async () => {
  const routers = known(null);
  await judge({ routers, mac: HOME });
  expect(await routers.macOf(NETWORK)).toBeNull();
});

it('lets a scan that the operator asks for decide', async () => {
  const routers = await atFarm();
  expect((await judge({ routers, mac: HOME, decidesPlace: true })).doubted).toEqual([]);
  expect((await judge({ routers, mac: HOME })).doubted).toEqual([]);
});

it('waits for the network after a sleep, but not where a miner responds', async () => {
  const routers = known(null);
  const woken = await judge({ routers, mac: null, hasJustWoken: true });
  expect(woken.doubted).toMatchObject([{ network: NETWORK, why: 'not_back' }]);
  expect((await judge({ routers, mac: null, hasJustWoken: true, seen: ['m1'] })).doubted).toEqual([]);
});

it('waits for the network after a sleep also behind another router: it may have been exchanged, and the farm be at home', async () => {
  const routers = await atFarm();
  const woken = await judge({ routers, mac: HOME, hasJustWoken: true });
  expect(woken.doubted).toEqual([{ network: NETWORK, ids: miners.map(({ id }) => id), why: 'not_back' }]);
  // The first miner that answers shows that this is the farm.
  expect((await judge({ routers, mac: HOME, hasJustWoken: true, seen: ['m7'] })).doubted).toEqual([]);
  expect((await judge({ routers, mac: HOME })).doubted).toEqual([]);
  const never = await judge({ routers: await atFarm(), mac: HOME });
  expect(never.doubted).toMatchObject([{ why: 'elsewhere' }]);
});

it('believes nothing of who is missing in a network that changed during the scan, and does not remember its gateway', async () => {
  for (const mac of [null, HOME]) {
    const routers = await atFarm();
    const { doubted } = await judge({ routers, mac, macBefore: FARM, seen: ['m7'] });
    expect(doubted).toMatchObject([{ why: 'changed' }]);
    expect(doubted[0]?.ids).toHaveLength(19);
    expect(await routers.macOf(NETWORK)).toBe(FARM);
  }
});

it('believes who is missing where a router was forgotten during the scan and a miner still answers', async () => {
  const routers = await atFarm();
  const forgotten = { routers, mac: null, macBefore: FARM, seen: ['m7', 'm8'], answered: ['m7'] };
  expect((await judge({ ...forgotten, still: ['m7'] })).doubted).toEqual([]);
  expect((await judge({ ...forgotten, still: ['m8'] })).doubted).toMatchObject([{ why: 'changed' }]);
  expect((await judge({ ...forgotten, mac: HOME, still: ['m7'] })).doubted).toMatchObject([{ why: 'changed' }]);
  expect(await routers.macOf(NETWORK)).toBe(FARM);
});

it('keeps the gateway over a restart, and does without a file that is damaged', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-routers-'));
  folders.push(folder);
  const file = join(folder, 'routers.json');
  await atFarm(file);
  expect((await judge({ routers: known(file), mac: HOME })).doubted).toHaveLength(1);

  writeFileSync(file, '{"half');
  const errors: unknown[] = [];
  const damaged = known(file, (error) => errors.push(error));
  expect((await judge({ routers: damaged, mac: HOME })).doubted).toEqual([]);
  expect(errors.map(String)).toEqual([expect.stringContaining(`${file} cannot be used and will be written again`)]);
});

describe('a farm in a /24 of its own, as a computer away from it sees it', () => {
  const away = Array.from({ length: 20 }, (_, i) => ({ id: `m${i}`, host: `203.0.113.${i + 10}` }));
  const FARM_LINK = '198.51.100.70/24';
  const HOME_LINK = '192.0.2.70/24';

  /**
   * A computer with these links that sends from the first of them. All miners are seen, or none.
   */
  function judgeAt(routers: KnownRouters, links: string[], isSeen: boolean, decidesPlace = false) {
    const place = environmentWith(HOME, links, links[0]?.split('/')[0] ?? null);
    const seen = new Set(isSeen ? away.map(({ id }) => id) : []);
    return judgeAbsence(away, seen, {
      environment: { before: place, now: place },
      routers,
      answersStill: async () => false,
      hasJustWoken: false,
      decidesPlace,
      answered: seen,
      heard: seen,
      unconfirmed: new Set<string>(),
    });
  }

  it('is doubted where none of the ways there is left, also after a restart, and in words', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'powerhive-paths-'));
    folders.push(folder);
    const file = join(folder, 'routers.json');
    await judgeAt(known(file), [FARM_LINK], true);
    const { doubted, doubtedIds } = await judgeAt(known(file), [HOME_LINK], false);
    expect(doubted).toEqual([{ network: '203.0.113.0/24', ids: away.map(({ id }) => id), why: 'no_path' }]);
    expect(doubtedIds.size).toBe(20);
    const doubts = weighDoubts(away, {
      untried: NOTHING_UNTRIED,
      doubted,
      undialled: new Set(),
      unheard: new Set(),
      seen: new Set(),
      gone: new Set(),
    });
    expect(doubts.isBlind).toBe(true);
    expect(doubtWords(doubts)).toContain(
      'reaches 203.0.113.0/24 over another network than before, and none of the 20 miners known in 203.0.113.0/24 answers.',
    );
  });

  it('is not doubted on the way that is known, nor where the operator scans, nor before a way is known', async () => {
    const routers = known(null);
    expect((await judgeAt(routers, [FARM_LINK], false)).doubted).toEqual([]);
    await judgeAt(routers, [FARM_LINK], true);
    expect((await judgeAt(routers, [FARM_LINK], false)).doubted).toEqual([]);
    expect((await judgeAt(routers, [HOME_LINK], false, true)).doubted).toEqual([]);
    await judgeAt(routers, [HOME_LINK], true);
    expect((await judgeAt(routers, [HOME_LINK], false)).doubted).toEqual([]);
    expect((await judgeAt(routers, [FARM_LINK], false)).doubted).toEqual([]);
  });
});
