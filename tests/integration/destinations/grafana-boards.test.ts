import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packPoints } from '../../../src-main/history/miner-memory.ts';
import type { StoredJob } from '../../../src-main/store/job-records.ts';
import { openStore } from '../../../src-main/store/open-store.ts';
import type { Store } from '../../../src-main/store/store.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import type { NewActivityEntry } from '../../../src-shared/model/index.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { hasPrometheus, hasVictoriaMetrics, Prometheus, VictoriaMetrics } from '../../fixtures/destinations/engines.ts';
import { hasPostgres, PostgresServer } from '../../fixtures/destinations/postgres.ts';
import { FastClock, type Sending, startSending } from '../../fixtures/destinations/sending.ts';
import { until } from '../../fixtures/patience.ts';
import {
  aChain,
  aMiner,
  aModel,
  aStatus,
  aStoredIncident,
  aTelemetry,
  macOf,
  recordTelemetry,
  someFigures,
} from '../../unit/store/farm-fixture.ts';

const LAST_HOUR = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;
/** Not midnight in UTC: at the first moment of a day VictoriaMetrics finds no series that ended in the day before. */
const NOW = LAST_HOUR % DAY_MS === 0 ? LAST_HOUR - HOUR_MS : LAST_HOUR;
const BOARDS = join(import.meta.dirname, '../../../resources/grafana');

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

const OFFLINE = 3;
const INCIDENT = aStoredIncident('019b0000-0000-7000-8000-000000000001', {
  state: 'open',
  opened_at: NOW,
  since_at: NOW,
});
const JOB: StoredJob = {
  job_id: '019b0000-0000-7000-8000-000000000002',
  action: 'restart',
  params: {},
  allow_untuned: false,
  actor: TESTER,
  state: 'done',
  reason: null,
  undo_of: null,
  pause_end: null,
  resume_of: null,
  retry_of: null,
  miners_text: null,
  retries: 0,
  query: null,
  waves: [1],
  wave: 0,
  created_at: NOW - MINUTE_MS,
  start_at: null,
  spread_minutes: null,
  rules: null,
  finished_at: NOW,
  counts: {},
  left_out: [],
};
const ENTRY: NewActivityEntry = {
  ...{ at: NOW - MINUTE_MS, kind: 'app', level: 'info', miner_id: null, message: 'started' },
  ...{ event_id: null, event: null, data: null, actor: null },
};

/** The query of a variable, which Grafana keeps as a text or within an object. */
function choiceQuery(query: unknown): string {
  if (typeof query === 'string') return query;
  return typeof query === 'object' && query !== null && 'query' in query ? String(query.query) : '';
}

let folder: string;
let store: Store;
let sending: Sending;
let site = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-boards-'));
  store = await openStore({ path: join(folder, 'powerhive.db') });
  await store.upsertModels([aModel()]);
  await store.upsertMiners([1, 2].map((n) => aMiner(n)));
  await store.upsertMiners([aMiner(OFFLINE, { ip: null, offline_since_at: NOW - 2 * HOUR_MS })]);
  await store.saveIncidents([{ incident: INCIDENT, members: [], timeline: [] }]);
  await store.createJob(JOB, []);
  await store.recordActivity([ENTRY]);
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
  await recordTelemetry(store, [aTelemetry(1, NOW - MINUTE_MS)]);
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

describe.each([
  { name: 'VictoriaMetrics', isHere: hasVictoriaMetrics, Engine: VictoriaMetrics },
  { name: 'Prometheus', isHere: hasPrometheus, Engine: Prometheus },
])('$name', ({ isHere, Engine }) => {
  it.skipIf(!isHere)('answers every PromQL query with rows, and those that the choices are made from', async () => {
    const engineFolder = mkdtempSync(join(tmpdir(), 'powerhive-boards-engine-'));
    const engine = new Engine(engineFolder);
    try {
      await engine.start();
      const id = await sending.add({ url: engine.writeUrl, since_at: NOW - HOUR_MS });
      await sending.sentAll();
      const filled = 'powerhive_miner_power_watts{source="filled"}';
      await until('the last point to be there', async () => (await engine.points(filled)).size > 0);
      const inPlace = (query: string): string => query.replaceAll('$site', site).replaceAll('$mac', macOf(1));
      const resultOf = async (path: string, parameters: Record<string, string>) => {
        const response = await fetch(`${engine.url}/api/v1/${path}?${new URLSearchParams(parameters)}`);
        const text = await response.text();
        expect(response.status, text).toBe(200);
        return (JSON.parse(text) as { data: unknown }).data;
      };
      const without: string[] = [];
      for (const { name, query } of queries('expr')) {
        const data = await resultOf('query', { query: inPlace(query), time: String(NOW / 1000) });
        if ((data as { result: unknown[] }).result.length === 0) without.push(name);
      }
      expect(without).toEqual([]);
      const choices = boards.flatMap(({ templating }) =>
        templating.list.flatMap(
          ({ query }) => /^label_values\((.+), (\w+)\)$/.exec(choiceQuery(query))?.slice(1) ?? [],
        ),
      );
      expect(choices).toHaveLength(6);
      for (let i = 0; i < choices.length; i += 2) {
        const [series = '', label = ''] = choices.slice(i, i + 2);
        const values = await resultOf(`label/${label}/values`, {
          'match[]': inPlace(series),
          start: String(NOW / 1000 - 3600),
        });
        expect(values, series).toEqual(label === 'site' ? [site] : expect.arrayContaining([macOf(1)]));
      }
      await sending.destinations.remove(id, TESTER);
    } finally {
      await engine.kill();
      rmSync(engineFolder, { recursive: true, force: true });
    }
  });
});

describe.skipIf(!hasPostgres)('PostgreSQL', () => {
  const server = new PostgresServer();
  beforeAll(() => server.start());
  afterAll(() => server.remove());

  it('answers every SQL query with rows', async () => {
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
    expect(answered).toEqual(queries('rawSql').map(({ name }) => name));
  });
});
