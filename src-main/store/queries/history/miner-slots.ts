import type { HistoryPoint } from '../../../../src-shared/model/index.ts';
import type { HistoryPlan } from '../../../history/plan-history.ts';
import { readSlotFigures, type SlotFigures } from '../../../history/slot-means.ts';
import { STATUS_ROLL_UP_VERSION } from '../../../history/status-roll-up-block.ts';
import { FIVE_MINUTES_MS, slotStart } from '../../../history/tiers.ts';
import type { Sqlite } from '../../file/database-file.ts';
import { minerKeys } from '../miner-keys.ts';
import { readBlocks, unpackBlock } from './history-blocks.ts';
import { readMinerHistory } from './history-queries.ts';
import { freshSlots } from './status-slots.ts';

/**
 * A miner in the slots of a plan, the oldest first, as columns of equal length, NaN for unknown.
 */
export interface MinerSlots {
  readonly minerId: string;
  readonly ats: Float64Array;
  readonly hashrate_hs: Float64Array;
  readonly hashrate_expected_hs: Float64Array;
  readonly power_w: Float64Array;
  readonly chip_temp_max_c: Float64Array;
}

type Columns = Omit<MinerSlots, 'minerId'>;

/**
 * What `readMinerHistory` has of these miners, only the figures that rules ask for. As columns,
 * weeks of hundreds of miners cross a thread in milliseconds. Call it with some miners at a time,
 * so that other calls are served in between.
 */
export function readMinersSlots(sqlite: Sqlite, minerIds: readonly string[], plan: HistoryPlan): MinerSlots[] {
  // One transaction, so that an hour that is compacted in the meantime is read in one form.
  return sqlite.transaction(() =>
    minerIds.map((minerId) => {
      const [own, ...before] = minerKeys(sqlite, minerId);
      const isPlain = before.length === 0 && plan.tier === '5min' && plan.slotMs === FIVE_MINUTES_MS;
      const columns =
        own !== undefined && isPlain
          ? fiveMinutes(sqlite, own, plan)
          : columnsOf(readMinerHistory(sqlite, minerId, plan));
      return { minerId, ...columns };
    }),
  )();
}

/** Slots as they are stored: no other widths, and no other miners in between. */
function fiveMinutes(sqlite: Sqlite, minerKey: number, { fromAt, toAt }: HistoryPlan): Columns {
  const kept = readBlocks(sqlite, 'status_5min', minerKey, { fromAt, toAt }).flatMap(
    ({ block }) => unpackBlock(block, STATUS_ROLL_UP_VERSION, (bytes) => readSlotFigures(bytes, 'narrow')) ?? [],
  );
  const fresh = freshSlots(sqlite, minerKey, fromAt, toAt);
  const read = new Set(fresh.map(({ at }) => at));
  const all = new ColumnsWriter(kept.reduce((sum, { ats }) => sum + ats.length, fresh.length));
  const firstAt = slotStart(fromAt, FIVE_MINUTES_MS);
  for (const part of kept) {
    for (let i = 0; i < part.ats.length; i++) {
      const at = part.ats[i] as number;
      // A reading comes before what the miner remembers of the same slot.
      if (at >= firstAt && at < toAt && !read.has(at)) all.add(at, part, i);
    }
  }
  for (const { at, figures } of fresh) {
    all.addPoint(at, {
      hashrate_hs: figures.hashrate_hs?.mean ?? null,
      hashrate_expected_hs: figures.hashrate_expected_hs?.mean ?? null,
      power_w: figures.power_w?.mean ?? null,
      chip_temp_max_c: figures.chip_temp_max_c?.max ?? null,
    });
  }
  return all.columns();
}

function columnsOf(points: readonly HistoryPoint[]): Columns {
  const all = new ColumnsWriter(points.length);
  for (const point of points) all.addPoint(point.at, point);
  return all.columns();
}

type Figure = 'hashrate_hs' | 'hashrate_expected_hs' | 'power_w' | 'chip_temp_max_c';
const FIGURES = ['hashrate_hs', 'hashrate_expected_hs', 'power_w', 'chip_temp_max_c'] as const satisfies Figure[];

class ColumnsWriter {
  readonly #columns: Readonly<Record<Figure | 'ats', Float64Array>>;
  #count = 0;

  constructor(most: number) {
    const column = (): Float64Array => new Float64Array(most);
    this.#columns = {
      ats: column(),
      hashrate_hs: column(),
      hashrate_expected_hs: column(),
      power_w: column(),
      chip_temp_max_c: column(),
    };
  }

  add(at: number, from: SlotFigures, index: number): void {
    this.#columns.ats[this.#count] = at;
    for (const figure of FIGURES) this.#columns[figure][this.#count] = from[figure][index] as number;
    this.#count += 1;
  }

  addPoint(at: number, point: Readonly<Record<Figure, number | null>>): void {
    this.#columns.ats[this.#count] = at;
    for (const figure of FIGURES) this.#columns[figure][this.#count] = point[figure] ?? Number.NaN;
    this.#count += 1;
  }

  columns(): Columns {
    const part = (figure: Figure | 'ats'): Float64Array => this.#columns[figure].slice(0, this.#count);
    return {
      ats: part('ats'),
      hashrate_hs: part('hashrate_hs'),
      hashrate_expected_hs: part('hashrate_expected_hs'),
      power_w: part('power_w'),
      chip_temp_max_c: part('chip_temp_max_c'),
    };
  }
}
