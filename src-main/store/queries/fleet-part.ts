import { z } from 'zod';
import { Pool, type StatusFigures } from '../../../src-shared/model/miner/status.ts';
import type { Sqlite } from '../file/database-file.ts';
import { allValues, jsonColumn, objectsOf, type RowValues } from '../file/row-values.ts';
import { prepared } from '../file/statements.ts';
import type { StatusRecord, StoredMiner } from '../store.ts';
import { type PackedParts, packParts, unpackParts } from './history/status-parts.ts';
import { FIGURE_COLUMNS } from './history/status-queries.ts';

/** Some of the miners of a farm, and their latest statuses. */
export interface FleetPart {
  readonly miners: readonly StoredMiner[];
  readonly latest: readonly (StatusRecord & { readonly id: number })[];
}

/** The same as it crosses from the reader's thread, with the parts of these statuses. */
export interface PackedFleetPart extends PackedParts {
  /** A miner, and the figures of its latest status; null for each of these if it has none. */
  readonly miners: readonly RowValues[];
}

export const MINER_COLUMNS = [
  'id',
  'site_key',
  'firmware_kind',
  'ip',
  'last_ip',
  'managed',
  'nickname',
  'tags',
  'place',
  'label',
  'hostname',
  'model_alias',
  'firmware_name',
  'firmware_version',
  'api_key_sealed',
  'unlock_pass_sealed',
  'first_seen_at',
  'last_seen_at',
  'offline_since_at',
  'tuned_presets',
  'preset_set',
  'preset_baseline',
  'pools_before',
  'conditions_since',
  'fans_turned',
] as const satisfies readonly (keyof StoredMiner)[];

const Names = z.array(z.string());
const Sinces = z.record(z.string(), z.int());
const Pools = z.array(Pool);
const Baseline = z.object({
  preset: z.string().nullable(),
  running: z.string(),
  running_ms: z.number(),
  accepted: z.string().nullable().default(null),
  seen: z
    .object({
      steady: z.string().nullable(),
      latest: z.string(),
      latest_ms: z.number(),
      fell: z.object({ from: z.string(), for_ms: z.number(), by_switcher: z.boolean() }).nullable(),
      came_back: z.boolean(),
    })
    .nullish(),
});

const StoredBaseline = Baseline.extend({ undo: z.object({ baseline: Baseline.nullable() }).nullish() });

const SetPools = z.array(z.object({ url: z.string(), user: z.string() }));
const PoolsBefore = z.object({
  pools: SetPools,
  until_at: z.int().nullable(),
  next: z.object({ pools: SetPools, since_at: z.int() }).nullable(),
});

/**
 * How many miners make a part: few enough that its objects are short-lived, and that processing it
 * does not block a thread for long.
 */
const PART_MINERS = 500;

const SELECT_MINERS = `SELECT ${MINER_COLUMNS.map((column) => `miners.${column}`).join(', ')},
    statuses.id, recorded_at, latest_pools, ${FIGURE_COLUMNS.map((column) => `statuses.${column}`).join(', ')}
  FROM miners LEFT JOIN statuses ON statuses.id = miners.latest_status_id
  WHERE miners.miner_key >= ? AND miners.gone IS NULL ORDER BY miners.miner_key LIMIT ${PART_MINERS}`;

/** Where the columns are that follow those of the miner. */
const STATUS_ID_AT = MINER_COLUMNS.length;
const RECORDED_AT = STATUS_ID_AT + 1;
const POOLS_AT = RECORDED_AT + 1;
const FIGURES_AT = POOLS_AT + 1;

/** The columns that are stored in another form, and what they become. */
const CONVERTED: readonly { readonly at: number; readonly convert: (value: unknown) => unknown }[] = [
  { at: MINER_COLUMNS.indexOf('managed'), convert: (value) => value === 1 },
  { at: MINER_COLUMNS.indexOf('fans_turned'), convert: (value) => value === 1 },
  { at: MINER_COLUMNS.indexOf('tags'), convert: (value) => jsonColumn(value, Names) ?? [] },
  { at: MINER_COLUMNS.indexOf('tuned_presets'), convert: (value) => jsonColumn(value, Names) },
  { at: MINER_COLUMNS.indexOf('preset_baseline'), convert: (value) => jsonColumn(value, StoredBaseline) },
  { at: MINER_COLUMNS.indexOf('pools_before'), convert: (value) => jsonColumn(value, PoolsBefore) },
  { at: MINER_COLUMNS.indexOf('conditions_since'), convert: (value) => jsonColumn(value, Sinces) },
  { at: POOLS_AT, convert: (value) => jsonColumn(value, Pools) ?? [] },
];

/** The keys at which the parts for `loadFleetPart` begin. */
export function fleetParts(sqlite: Sqlite): number[] {
  const keys = prepared<[], number>(sqlite, 'SELECT miner_key FROM miners WHERE gone IS NULL ORDER BY miner_key')
    .pluck()
    .all();
  return keys.filter((_, i) => i % PART_MINERS === 0);
}

/** The miners of one part, from a key on, each with its latest status. */
export function loadFleetPart(sqlite: Sqlite, firstKey: number): PackedFleetPart {
  // One transaction, so that a concurrent status is contained completely or not at all.
  return sqlite.transaction(() => {
    const miners = allValues(sqlite, SELECT_MINERS, firstKey);
    for (const values of miners) for (const { at, convert } of CONVERTED) values[at] = convert(values[at]);
    const statusIds = miners.flatMap((values) => (values[STATUS_ID_AT] as number | null) ?? []);
    return { miners, ...packParts(sqlite, statusIds) };
  })();
}

/** One miner of the farm; null if there is none with this id. */
export function readMiner(sqlite: Sqlite, id: string): StoredMiner | null {
  const sql = `SELECT ${MINER_COLUMNS.join(', ')} FROM miners WHERE id = ? AND gone IS NULL`;
  const [values] = allValues(sqlite, sql, id);
  if (values === undefined) return null;
  for (const { at, convert } of CONVERTED) if (at < STATUS_ID_AT) values[at] = convert(values[at]);
  return minerOf(values);
}

const minerOf = objectsOf<StoredMiner>(MINER_COLUMNS, 0);
const figuresOf = objectsOf<StatusFigures>(FIGURE_COLUMNS, FIGURES_AT);

/** Makes the objects of a part, in the thread that keeps them. */
export function unpackFleetPart({ miners, ...packed }: PackedFleetPart): FleetPart {
  const partsOf = unpackParts(packed);
  return {
    miners: miners.map(minerOf),
    latest: miners.flatMap((values) => {
      const id = values[STATUS_ID_AT] as number | null;
      if (id === null) return [];
      return {
        id,
        miner_id: values[0] as string,
        recorded_at: values[RECORDED_AT] as number,
        figures: figuresOf(values),
        ...partsOf(id),
        pools: values[POOLS_AT] as Pool[],
      };
    }),
  };
}
