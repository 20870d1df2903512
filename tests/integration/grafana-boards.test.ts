import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packPoints } from '../../src-main/history/miner-memory.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import type { Store } from '../../src-main/store/store.ts';
import { HOUR_MS, MINUTE_MS } from '../../src-shared/durations.ts';
import { TESTER } from '../fixtures/actors.ts';
import { hasVictoriaMetrics, VictoriaMetrics } from '../fixtures/engines.ts';
import { until } from '../fixtures/patience.ts';
import { hasPostgres, PostgresServer } from '../fixtures/postgres.ts';
import { FastClock, type Sending, startSending } from '../fixtures/sending.ts';
import { aChain, aMiner, aModel, aStatus, macOf, someFigures } from '../unit/store/farm-fixture.ts';

const NOW = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;
const BOARDS = join(import.meta.dirname, '../../resources/grafana');

interface Panel {
  readonly title: string;
  readonly targets: readonly { readonly refId: string; readonly expr?: string; readonly rawSql?: string }[];
}
interface Board {
  readonly uid: string;
  readonly templating: { readonly list: readonly { readonly type: string; readonly query: unknown }[] };
  readonly panels: readonly Panel[];
}

/** All queries of all boards, as sent by Grafana. */
const boards = readdirSync(BOARDS)
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(join(BOARDS, file), 'utf8')) as Board);
const queries = (of: 'expr' | 'rawSql') =>
  boards.flatMap(({ uid, panels }) =>
    panels.flatMap(({ title, targets }) =>
      targets.flatMap((target) => {
        const query = target[of];
        return query === undefined ? [] : [{ name: `${uid}: ${title} ${target.refId}`, query }];
      }),
    ),
  );

/**
 * Queries that return nothing while nothing is wrong: no miner of this farm is offline, and there
 * are no jobs.
 */
const EMPTY = new Set([
  'powerhive-site: Miners by state B',
  'powerhive-site: Offline miners A',
  'powerhive-postgres: Open incidents A',
  'powerhive-postgres: Miners that are offline A',
  'powerhive-postgres: Jobs A',
  'powerhive-postgres: Activity A',
]);

let folder: string;
let store: Store;
let sending: Sending;
let site = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-boards-'));
  store = await openStore({ path: join(folder, 'powerhive.db') });
  await store.upsertModels([aModel()]);
  await store.upsertMiners([1, 2].map((n) => aMiner(n)));
  site = (await store.loadFleet()).sites[0]?.id ?? '';
  const records = [];
  for (let at = NOW - HOUR_MS; at < NOW; at += MINUTE_MS)
    for (const n of [1, 2])
      records.push(
        aStatus(n, at, {
          figures: someFigures(),
          chains: [1, 2].map((id) => aChain(id, { chips_red: id, hw_errors: at % 1000 })),
        }),
      );
  await store.recordMinerStatuses(records);
  // Its log ends a moment before the present, so that a query at the present finds it.
  const point = { power_w: 2400, chip_temp_max_c: 70, pcb_temp_max_c: 50, fan_duty_percent: 40 };
  await store.fillHistory([{ miner_id: macOf(1), points: packPoints([{ at: NOW, hashrate_hs: 8e13, ...point }]) }]);
  sending = await startSending(store, new FastClock(NOW + 15_000));
});
afterAll(async () => {
  await sending.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

it('every board lets its source be chosen, and has ids of its own', () => {
  expect(boards.map(({ uid }) => uid)).toHaveLength(new Set(boards.map(({ uid }) => uid)).size);
  for (const { templating, panels } of boards) {
    expect(templating.list.map(({ type }) => type)).toContain('datasource');
    expect(JSON.stringify(panels).match(/"uid":"(?!\$\{datasource\})/g)).toBeNull();
  }
  expect(queries('expr').length).toBeGreaterThan(40);
  expect(queries('rawSql').length).toBeGreaterThan(5);
});

it.skipIf(!hasVictoriaMetrics)(
  'every PromQL query answers on VictoriaMetrics, with rows where there is something',
  async () => {
    const engineFolder = mkdtempSync(join(tmpdir(), 'powerhive-boards-vm-'));
    const vm = new VictoriaMetrics(engineFolder);
    try {
      await vm.start();
      const id = await sending.add({ url: vm.writeUrl, since_at: NOW - HOUR_MS });
      await sending.sentAll();
      const filled = 'powerhive_miner_power_watts{source="filled"}';
      await until('the last point to be there', async () => (await vm.points(filled)).size > 0);
      const answers = await Promise.all(
        queries('expr').map(async ({ name, query }) => {
          const expr = query.replaceAll('$site', site).replaceAll('$mac', macOf(1));
          const response = await fetch(`${vm.url}/api/v1/query?query=${encodeURIComponent(expr)}&time=${NOW / 1000}`);
          const text = await response.text();
          return {
            name,
            status: response.status,
            rows: (JSON.parse(text).data?.result as unknown[] | undefined)?.length ?? text,
          };
        }),
      );
      expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
      expect(
        answers
          .filter(({ rows }) => rows === 0)
          .map(({ name }) => name)
          .filter((name) => !EMPTY.has(name)),
      ).toEqual([]);
      expect(answers.filter(({ name, rows }) => EMPTY.has(name) && rows !== 0)).toEqual([]);
      await sending.destinations.remove(id, TESTER);
    } finally {
      await vm.kill();
      rmSync(engineFolder, { recursive: true, force: true });
    }
  },
);

describe.skipIf(!hasPostgres)('PostgreSQL', () => {
  const server = new PostgresServer();
  beforeAll(() => server.start());
  afterAll(() => server.remove());

  it('answers every SQL query, with rows where there is something', async () => {
    await server.addDatabase('farm');
    await sending.add({
      kind: 'postgres',
      name: 'PG',
      url: server.url('farm'),
      user: 'farm',
      secret: 'pw',
      since_at: NOW - HOUR_MS,
    });
    await sending.sentAll();
    const literal = (at: number) => `'${new Date(at).toISOString()}'`;
    const answered: string[] = [];
    const filled = `SELECT FROM powerhive.statuses_5min WHERE source = 'filled'`;
    await until('the slots to be there', async () => (await server.query('farm', filled)).length > 0);
    const client = await server.client('farm');
    const variables = boards.flatMap(({ templating }) => templating.list.map(({ query }) => query));
    const sql = variables.filter((query): query is string => typeof query === 'string' && query.startsWith('SELECT'));
    expect((await client.query(sql[0] ?? '')).rows).toEqual([{ __text: site, __value: site }]);
    for (const { name, query } of queries('rawSql')) {
      const text = query
        .replaceAll('$site', site)
        .replaceAll('$__timeFrom()', literal(NOW - 2 * HOUR_MS))
        .replaceAll('$__timeTo()', literal(NOW));
      if ((await client.query(text)).rows.length > 0) answered.push(name);
    }
    await client.end();
    const names = queries('rawSql').map(({ name }) => name);
    expect(answered).toEqual(names.filter((name) => !EMPTY.has(name)));
  });
});
