import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../../src-main/config/config-file.ts';
import { parseEndpointRange } from '../../../src-main/demo/endpoints.ts';
import { type SimulatedFleet, startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import { openMigrated } from '../../../src-main/store/file/migrate.ts';
import { MIGRATIONS_FOLDER } from '../../../src-main/store/file/migration-plan.ts';
import type { MinerModel } from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { limitMs, until } from '../../fixtures/patience.ts';
import { type Serving, startProgram, startServing } from '../../fixtures/program/program.ts';
import { connectScreens, type ScreensClient } from '../../fixtures/served/screens-client.ts';

/** `npm run test:long` uses two hundred. */
const ROUNDS = Number(process.env['POWERHIVE_PROGRAM_KILLS'] ?? 3);
/**
 * After this many rounds the farm is found again, so that kills come during discovery and the
 * creation of keys.
 */
const ROUNDS_PER_FARM = 4;
const MINERS = 12;

const net = await claimNet();
const LISTEN = `${net}.1.1-${net}.1.${MINERS}:8984`;

/** What the program has acknowledged, and requests in progress when it was killed. */
class Promises {
  readonly nicknames = new Map<string, Decision<string>>();
  readonly maxPreset = new Map<string, Decision<string>>();
  readonly statusDays: Decision<number> = { acknowledged: 7, asked: null };
  readonly statuses = new Set<string>();
  readonly activity = new Set<number>();
  readonly withKey = new Set<string>();
}

interface Decision<T> {
  acknowledged: T | null;
  /** A request in progress: it may have been carried out or not. */
  asked: T | null;
}

async function decide<T>(decision: Decision<T>, value: T, carryOut: () => Promise<boolean>): Promise<void> {
  decision.asked = value;
  if (!(await carryOut())) return;
  decision.acknowledged = value;
  decision.asked = null;
}

function isKept<T>({ acknowledged, asked }: Decision<T>, found: T | null): boolean {
  return found === acknowledged || (asked !== null && found === asked);
}

/** Makes changes one after another until the program ends. */
async function decideForEver(serving: Serving, client: ScreensClient, promises: Promises, from: number): Promise<void> {
  const names = (async () => {
    for (let n = from; ; n++) {
      const miners = (await serving.rest('GET', '/miners')).body as { id: string }[];
      for (const { id } of miners) {
        const known = promises.nicknames.get(id) ?? { acknowledged: null, asked: null };
        promises.nicknames.set(id, known);
        const body = { nickname: `name ${n}`, managed: true };
        await decide(
          known,
          body.nickname,
          async () => (await serving.rest('PATCH', `/miners/${id}`, body)).status === 200,
        );
      }
      await sleep(5);
    }
  })();
  const presets = (async () => {
    for (let n = 0; ; n++) {
      const models = (await serving.rest('GET', '/models')).body as MinerModel[];
      for (const { alias, presets } of models) {
        const preset = presets[n % Math.max(1, presets.length)];
        if (preset === undefined) continue;
        const known = promises.maxPreset.get(alias) ?? { acknowledged: null, asked: null };
        promises.maxPreset.set(alias, known);
        const body = { max_preset: preset.name };
        await decide(
          known,
          preset.name,
          async () => (await serving.rest('PATCH', `/models/${alias}`, body)).status === 200,
        );
      }
      await sleep(15);
    }
  })();
  const settings = (async () => {
    for (let days = 7 + (from % 3000); ; days++) {
      await decide(promises.statusDays, days, async () => {
        await client.settings.update({ retention: { status_days: days } });
        return true;
      });
      await sleep(10);
    }
  })();
  // Each of them fails when the program ends, so all must be awaited.
  await Promise.allSettled([names, presets, settings]);
}

async function follow(client: ScreensClient, promises: Promises): Promise<void> {
  try {
    for await (const event of await client.app.events()) {
      if (event.type === 'activity') {
        for (const { id, kind, miner_id } of event.entries) {
          promises.activity.add(id);
          if (kind === 'api_key_created' && miner_id !== null) promises.withKey.add(miner_id);
        }
      }
      if (event.type !== 'miners') continue;
      for (const { id, latest_status } of event.miners) {
        // Without an id it is shown and not written yet, as where another change renews its row.
        if (latest_status !== null && latest_status.id !== null)
          promises.statuses.add(`${id} ${latest_status.recorded_at}`);
      }
    }
  } catch {
    // The program has ended.
  }
}

const isAtStake = ({ nicknames, activity }: Promises): boolean =>
  activity.size > 0 && [...nicknames.values()].some(({ acknowledged }) => acknowledged !== null);

/**
 * Runs the real program on the folder, makes changes, and kills it at a random time with a signal
 * that no program can catch.
 */
async function liveAndDie(folder: string, promises: Promises, from: number, upToMs: number): Promise<void> {
  const serving = await startServing(['serve', '--data', folder, '--port', '0']);
  const { client, close } = await connectScreens(serving.url, serving.token);
  const following = follow(client, promises);
  const deciding = decideForEver(serving, client, promises, from);
  // The first run of a farm is often killed while the farm is still being found. In later ones
  // something has been acknowledged.
  if (from % (1000 * ROUNDS_PER_FARM) !== 0) await until('something to be at stake', () => isAtStake(promises));
  await sleep(Math.random() * upToMs);
  serving.child.kill('SIGKILL');
  await serving.ended;
  close();
  await Promise.all([following, deciding]);
  expect(serving.child.signalCode).toBe('SIGKILL');
}

/** The entries of an event, the oldest first. */
function reported<T>(sqlite: Database.Database, event: string): { miner_id: string; data: T }[] {
  const rows = sqlite
    .prepare<[string], { miner_id: string; data: string }>('SELECT * FROM activity WHERE event = ? ORDER BY id')
    .all(event);
  return rows.map(({ miner_id, data }) => ({ miner_id, data: JSON.parse(data) as T }));
}

/** Changes without their entries, and entries without a change: both are in one transaction. */
function untold(
  sqlite: Database.Database,
  miners: ReadonlyMap<string, { nickname: string | null; api_key_sealed: string | null }>,
  maxPresets: ReadonlyMap<string, string | null>,
): string[] {
  const named = new Map(
    reported<{ after: string }>(sqlite, 'miner_renamed').map(({ miner_id, data }) => [miner_id, data.after]),
  );
  const chosen = new Map(
    reported<{ model_alias: string; after: string }>(sqlite, 'max_preset_changed').map(({ data }) => [
      data.model_alias,
      data.after,
    ]),
  );
  const unlocked = new Set(
    ['api_key_created', 'api_key_taken_over'].flatMap((event) =>
      reported(sqlite, event).map(({ miner_id }) => miner_id),
    ),
  );
  return [
    ...[...miners].flatMap(([id, { api_key_sealed }]) =>
      (api_key_sealed !== null) === unlocked.has(id)
        ? []
        : [`${id} has ${api_key_sealed === null ? 'no' : 'a'} key, and the activity says the opposite`],
    ),
    ...[...miners].flatMap(([id, { nickname }]) =>
      (named.get(id) ?? null) === nickname
        ? []
        : [`${id} is named ${nickname}, and the activity says ${named.get(id)}`],
    ),
    ...[...maxPresets].flatMap(([alias, found]) =>
      (chosen.get(alias) ?? null) === found
        ? []
        : [`${alias} has ${found}, and the activity says ${chosen.get(alias)}`],
    ),
  ];
}

/**
 * Checks what the killed program has left on the disk, before anything repairs it; returns all
 * errors. Requests that were in progress count from now on as what is found.
 */
async function findLosses(folder: string, promises: Promises): Promise<string[]> {
  const wrong: string[] = [];
  const sqlite = new Database(join(folder, 'powerhive.db'));
  if (sqlite.pragma('integrity_check', { simple: true }) !== 'ok') wrong.push('a page is damaged');
  if ((sqlite.pragma('foreign_key_check') as unknown[]).length > 0) wrong.push('a row points at nothing');
  const miners = new Map(
    sqlite
      .prepare<[], { id: string; nickname: string | null; api_key_sealed: string | null }>('SELECT * FROM miners')
      .all()
      .map((row) => [row.id, row]),
  );
  for (const [id, decision] of promises.nicknames) {
    const found = miners.get(id)?.nickname ?? null;
    if (!isKept(decision, found)) wrong.push(`${id} is named ${found}, and ${JSON.stringify(decision)} was decided`);
    Object.assign(decision, { acknowledged: found, asked: null });
  }
  for (const id of promises.withKey) {
    if ((miners.get(id)?.api_key_sealed ?? null) === null) wrong.push(`the key of ${id} was acknowledged, and is lost`);
  }
  const maxPresets = new Map(
    sqlite.prepare('SELECT alias, max_preset FROM models').raw().all() as [string, string | null][],
  );
  for (const [alias, decision] of promises.maxPreset) {
    const found = (maxPresets.get(alias) ?? null) as string | null;
    if (!isKept(decision, found)) wrong.push(`max preset ${found}, and ${JSON.stringify(decision)} was decided`);
    Object.assign(decision, { acknowledged: found, asked: null });
  }
  const statuses = new Set(
    sqlite
      .prepare(
        `SELECT id || ' ' || recorded_at FROM (SELECT miners.id, recorded_at FROM statuses JOIN miners USING (miner_key))`,
      )
      .pluck()
      .all(),
  );
  for (const status of promises.statuses)
    if (!statuses.has(status)) wrong.push(`the status ${status} was acknowledged, and is lost`);
  const activity = new Set(sqlite.prepare('SELECT id FROM activity').pluck().all());
  for (const id of promises.activity)
    if (!activity.has(id)) wrong.push(`the entry ${id} was acknowledged, and is lost`);
  wrong.push(...untold(sqlite, miners, maxPresets));
  const entries = reported<{ changes: { path: string; after: unknown }[] }>(sqlite, 'settings_changed');
  sqlite.close();
  // Throws unless the file is complete.
  const { retention } = await readConfig(join(folder, 'config.json'));
  if (!isKept(promises.statusDays, retention.status_days)) {
    wrong.push(`${retention.status_days} days, and ${JSON.stringify(promises.statusDays)} was decided`);
  }
  Object.assign(promises.statusDays, { acknowledged: retention.status_days, asked: null });
  // The last entry, in the database or waiting to be written there, has the settings in force.
  const waiting = join(folder, 'settings-changes.json');
  const late = existsSync(waiting) ? (JSON.parse(readFileSync(waiting, 'utf8')) as typeof entries) : [];
  const days = [...entries, ...late].flatMap(({ data }) => data.changes.map(({ after }) => after));
  if (retention.status_days !== 7 && !days.includes(retention.status_days)) {
    wrong.push(`${retention.status_days} days, and the activity does not say so`);
  }
  return wrong;
}

describe('the program, killed while it finds miners, makes keys, reads them, and takes decisions', () => {
  let fleet: SimulatedFleet;
  const folders: string[] = [];
  beforeAll(async () => {
    fleet = await startSimulatedFleet({ endpoints: parseEndpointRange(LISTEN), profile: 's19jpro' });
  });
  afterAll(async () => {
    await fleet.stop();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  it(
    `has lost nothing that it acknowledged, and starts again: ${ROUNDS} times`,
    async () => {
      const seen = { nicknames: 0, statuses: 0, activity: 0, settings: 0, keys: 0 };
      let folder = '';
      let promises = new Promises();
      for (let round = 0; round < ROUNDS; round++) {
        if (round % ROUNDS_PER_FARM === 0) {
          folder = mkdtempSync(join(tmpdir(), 'powerhive-program-kill-'));
          folders.push(folder);
          promises = new Promises();
          writeFileSync(
            join(folder, 'config.json'),
            JSON.stringify({
              network: { subnets: [LISTEN] },
              intervals: { discovery_seconds: 5, status_seconds: 1, telemetry_seconds: 5 },
            }),
          );
        }
        const upToMs = round % ROUNDS_PER_FARM === 0 ? 1200 : 3000;
        await liveAndDie(folder, promises, round * 1000, upToMs);
        seen.nicknames += [...promises.nicknames.values()].filter(({ acknowledged }) => acknowledged !== null).length;
        seen.statuses += promises.statuses.size;
        seen.activity += promises.activity.size;
        seen.keys += promises.withKey.size;
        if (promises.statusDays.acknowledged !== 7) seen.settings++;
        expect({ round, losses: await findLosses(folder, promises) }).toEqual({ round, losses: [] });
      }
      // A few rounds on a busy machine may all end before the first key is created.
      const atStake = ROUNDS < 20 ? { nicknames: seen.nicknames, activity: seen.activity } : seen;
      expect(Object.entries(atStake).filter(([, count]) => count === 0)).toEqual([]);
      const serving = await startServing(['serve', '--data', folder, '--port', '0']);
      expect(await serving.stop()).toBe(0);
    },
    limitMs() * (10 + ROUNDS),
  );
});

describe('the program, killed while it brings a database up to date', () => {
  const STATUSES = 20_000;
  let sample: string;
  beforeAll(() => {
    sample = mkdtempSync(join(tmpdir(), 'powerhive-old-'));
    // As left by the first PowerHive of this line: with only the first of its migrations.
    const migrations = join(sample, 'migrations');
    cpSync(MIGRATIONS_FOLDER, migrations, { recursive: true });
    const journal = join(migrations, 'meta/_journal.json');
    const { entries, ...rest } = JSON.parse(readFileSync(journal, 'utf8')) as { entries: unknown[] };
    writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.slice(0, 1) }));
    const { sqlite } = openMigrated(join(sample, 'powerhive.db'), migrations);
    sqlite.exec(`
      INSERT INTO miners (miner_key, id, nickname, managed, first_seen_at) VALUES (1, '02:95:23:00:00:01', 'old', 1, 0);
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${STATUSES})
      INSERT INTO statuses (id, miner_key, recorded_at, power_w, pool_url) SELECT i, 1, ${Date.now()} - i * 1000, 2500, hex(randomblob(200)) FROM n;
    `);
    sqlite.close();
    rmSync(migrations, { recursive: true });
  });
  afterAll(() => rmSync(sample, { recursive: true, force: true }));

  it(
    `leaves the old one or the new one, whole: ${ROUNDS} times`,
    async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const folder = mkdtempSync(join(tmpdir(), 'powerhive-migration-kill-'));
        cpSync(sample, folder, { recursive: true });
        const program = startProgram(['serve', '--data', folder, '--port', '0']);
        // The copy, which comes first, has begun: the kill may come at any point after that.
        const wait = 100 + Math.random() * 500;
        await sleep(wait);
        program.child.kill('SIGKILL');
        await program.ended;

        const sqlite = new Database(join(folder, 'powerhive.db'));
        expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
        expect(sqlite.prepare('SELECT count(*) FROM statuses').pluck().get()).toBe(STATUSES);
        sqlite.close();
        for (const name of readdirSync(folder).filter((one) => /before-migration-\d+$/.test(one))) {
          const copy = new Database(join(folder, name), { readonly: true });
          expect(copy.prepare('SELECT count(*) FROM statuses').pluck().get()).toBe(STATUSES);
          copy.close();
        }
        const serving = await startServing(['serve', '--data', folder, '--port', '0']);
        expect((await serving.rest('GET', '/miners')).body).toMatchObject([{ nickname: 'old' }]);
        expect(await serving.stop()).toBe(0);
        rmSync(folder, { recursive: true, force: true });
      }
    },
    limitMs() * (10 + ROUNDS),
  );
});
