import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { rollUpStatuses } from '../../history/status-roll-up.ts';
import { FIVE_MINUTES_MS, slotStart } from '../../history/tiers.ts';
import type { DestinationPosition, TablesPosition } from '../../store/destination-records.ts';
import type { OutgoingHistory, OutgoingMiner } from '../../store/outgoing-history.ts';
import { MOST_FILLS, minerOf, minersAfter, nextSpan, startOf } from '../history-walk.ts';
import { type OutgoingTask, READINGS_KEPT_MS } from '../outgoing-task.ts';
import { type Row, readingRows, slotRows } from './rows.ts';
import { MAC } from './upserted-tables.ts';

/** The rows of one transaction, all of one site, and the position after its commit. */
export interface ReadingsBatch {
  readonly site: string;
  readonly statuses: readonly Row[];
  readonly boards: readonly Row[];
  readonly statuses_5min: readonly Row[];
  readonly next: DestinationPosition;
}

/** About 200 kB: three seconds at the default upload limit. */
const READINGS_A_BATCH = 2500;

/**
 * The position of the tables; if there is none yet, one made from the start and from the readings'.
 */
export function tablesOf(task: OutgoingTask, { tables, at }: DestinationPosition): TablesPosition {
  return tables ?? { at: startOf(task), activity_id: 0, slots_at: slotStart(at, HOUR_MS), slots_key: 0 };
}

/**
 * The next readings after a position, hour by hour and miner by miner within an hour; then the
 * five-minute slots of hours that have ended; then filled slots. Null if nothing is left.
 */
export function nextReadings(
  history: OutgoingHistory,
  task: OutgoingTask,
  position: DestinationPosition,
): ReadingsBatch | null {
  return history.together(
    () =>
      nextStatuses(history, task, position) ?? nextSlots(history, task, position) ?? nextFills(history, task, position),
  );
}

function nextStatuses(
  history: OutgoingHistory,
  task: OutgoingTask,
  position: DestinationPosition,
): ReadingsBatch | null {
  const span = nextSpan(task, position, () => {
    const { readings } = history.firstAt();
    const readingsAt = readings === null ? task.upToAt : slotStart(readings, HOUR_MS);
    return { firstAt: readingsAt, readingsAt };
  });
  if (span === null) return null;
  const { at, to } = span;
  const gathered = new Gathered(history);
  if (to === null) return gathered.batch(span);
  const sampleMs = task.destination.sample_seconds * 1000;
  for (const miner of gathered.miners(span.after_key)) {
    const { miner_key, mac } = miner;
    const rows = readingRows(mac, history.statuses(miner_key, at, to), history.chipTemps(miner_key, at, to), sampleMs);
    gathered.statuses.push(...rows.statuses);
    gathered.boards.push(...rows.boards);
    if (gathered.isFull()) return gathered.batch({ ...span, after_key: miner_key });
  }
  return gathered.end({ ...span, at: to, to: null, after_key: 0 }, (after_key) => ({ ...span, after_key }));
}

/**
 * Rolls up readings to the slots that the store will make of them. Where readings were pruned,
 * their stored slots are sent.
 */
function nextSlots(history: OutgoingHistory, task: OutgoingTask, position: DestinationPosition): ReadingsBatch | null {
  const tables = tablesOf(task, position);
  const { readings, slots } = history.firstAt();
  const firstAt = slotStart(Math.min(readings ?? task.upToAt, slots ?? task.upToAt), HOUR_MS);
  const at = Math.max(tables.slots_at, firstAt);
  const to = at + HOUR_MS;
  if (to > task.upToAt) return null;
  const isRaw = readings !== null && to > slotStart(readings, HOUR_MS);
  const moved = (to: Partial<TablesPosition>): DestinationPosition => ({ ...position, tables: { ...tables, ...to } });
  const gathered = new Gathered(history);
  for (const miner of gathered.miners(at === tables.slots_at ? tables.slots_key : 0)) {
    const readings = isRaw ? history.statuses(miner.miner_key, at, to) : [];
    const mayBeGone = !isRaw || to <= task.upToAt - READINGS_KEPT_MS;
    const kept =
      readings.length === 0 && mayBeGone
        ? history.slots(miner.miner_key, at, to)
        : rollUpStatuses(readings, FIVE_MINUTES_MS);
    gathered.statuses_5min.push(...slotRows(miner.mac, kept));
    if (gathered.isFull()) return gathered.batch(moved({ slots_at: at, slots_key: miner.miner_key }));
  }
  return gathered.end(moved({ slots_at: to, slots_key: 0 }), (slots_key) => moved({ slots_at: at, slots_key }));
}

function nextFills(history: OutgoingHistory, task: OutgoingTask, position: DestinationPosition): ReadingsBatch | null {
  const fills = history.fills(position.fill_id, MOST_FILLS);
  if (fills.length === 0) return null;
  const startAt = slotStart(startOf(task), FIVE_MINUTES_MS);
  const gathered = new Gathered(history);
  let { fill_id } = position;
  for (const { id, miner_key, from_at, to_at } of fills) {
    const miner = minerOf(history, miner_key);
    if (miner !== null && MAC.test(miner.mac)) {
      if (!gathered.takes(miner)) break;
      const slots = history.slots(miner_key, Math.max(from_at, startAt), to_at);
      gathered.statuses_5min.push(
        ...slotRows(
          miner.mac,
          slots.filter(({ source }) => source === 'filled'),
        ),
      );
    }
    fill_id = id;
    if (gathered.isFull()) break;
  }
  return gathered.batch({ ...position, fill_id });
}

class Gathered {
  readonly statuses: Row[] = [];
  readonly boards: Row[] = [];
  readonly statuses_5min: Row[] = [];
  readonly #history: OutgoingHistory;
  #site: string | null = null;
  /** The last miner before one of another site, whose rows need a transaction of their own. */
  #cutAfterKey: number | null = null;

  constructor(history: OutgoingHistory) {
    this.#history = history;
  }

  /** Miners with a larger key, up to the first of another site. */
  *miners(afterKey: number): Generator<OutgoingMiner> {
    for (const miner of minersAfter(this.#history, afterKey)) {
      if (!MAC.test(miner.mac)) continue;
      if (!this.takes(miner)) {
        this.#cutAfterKey = miner.miner_key - 1;
        return;
      }
      yield miner;
    }
  }

  takes({ site }: OutgoingMiner): boolean {
    this.#site ??= site;
    return this.#site === site;
  }

  isFull(): boolean {
    return this.statuses.length + this.boards.length + this.statuses_5min.length >= READINGS_A_BATCH;
  }

  /** The batch after all miners, or after all of one site. */
  end(next: DestinationPosition, cut: (afterKey: number) => DestinationPosition): ReadingsBatch {
    return this.batch(this.#cutAfterKey === null ? next : cut(this.#cutAfterKey));
  }

  batch(next: DestinationPosition): ReadingsBatch {
    const { statuses, boards, statuses_5min } = this;
    return { site: this.#site ?? '', statuses, boards, statuses_5min, next };
  }
}
