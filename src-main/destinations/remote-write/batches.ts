import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { sumWidths } from '../../history/plan-history.ts';
import type { StatusSlot } from '../../history/status-roll-up.ts';
import { FIVE_MINUTES_MS, slotStart } from '../../history/tiers.ts';
import type { DestinationPosition } from '../../store/destination-records.ts';
import type { OutgoingHistory, OutgoingMiner } from '../../store/outgoing-history.ts';
import { type KeptSince, MOST_FILLS, minerOf, minersAfter, nextSpan, startOf } from '../history-walk.ts';
import { type OutgoingTask, READINGS_KEPT_MS } from '../outgoing-task.ts';
import type { Series } from './encode.ts';
import { OfflineSlots } from './offline-slots.ts';
import { infoSeries, minerSeries, onlineSeries, siteSeries, slotSeries } from './series.ts';

/** The content of a request, and the position after it was accepted. */
export interface Batch {
  readonly series: Series[];
  readonly samples: number;
  readonly next: DestinationPosition;
}

/** Large enough to compress well, and small enough for a second or two on a slow line. */
const MOST_SAMPLES = 10_000;

/**
 * The next request after a position; null if nothing is left before `upToAt`. Goes hour by hour,
 * and miner by miner within an hour, so that the samples of each series are sent in the order of
 * time. Filled slots follow after everything else.
 */
export function nextBatch(history: OutgoingHistory, task: OutgoingTask, position: DestinationPosition): Batch | null {
  return history.together(() => readBatch(history, task, position));
}

function readBatch(history: OutgoingHistory, task: OutgoingTask, position: DestinationPosition): Batch | null {
  const span = nextSpan(task, position, () => keptSince(history, task));
  if (span === null) return fillBatch(history, task, position);
  if (span.to === null) return { series: [], samples: 0, next: span };
  return spanBatch(history, task, span, span.to);
}

/** Where readings, slots, or times in which miners are known to be offline begin. */
function keptSince(history: OutgoingHistory, task: OutgoingTask): KeptSince {
  const { upToAt, watchingSinceAt } = task;
  const readingsAt = readingsFromAt(history, task);
  const firstAt = Math.min(readingsAt, history.firstAt().slots ?? upToAt, watchingSinceAt ?? upToAt);
  return { firstAt, readingsAt };
}

/**
 * Start of the time in which readings are kept, even if there are none: a farm may be offline for
 * longer than that, and its miners still get a 0 for each slot.
 */
function readingsFromAt(history: OutgoingHistory, { upToAt }: OutgoingTask): number {
  return slotStart(history.firstAt().readings ?? upToAt - READINGS_KEPT_MS, HOUR_MS);
}

function spanBatch(history: OutgoingHistory, task: OutgoingTask, position: DestinationPosition, to: number): Batch {
  const sampleMs = task.destination.sample_seconds * 1000;
  const isLong = to <= task.upToAt - READINGS_KEPT_MS;
  const span = { fromAt: position.at, toAt: to, sampleMs, isLong };
  const isRaw = to > readingsFromAt(history, task);
  const [width] = sumWidths(task.statusMs, isRaw ? 0 : FIVE_MINUTES_MS);
  const offline = new OfflineSlots(
    history,
    isRaw ? span : { ...span, sampleMs: FIVE_MINUTES_MS },
    width,
    task.watchingSinceAt,
  );
  const gathered = new Gathered();
  for (const miner of minersAfter(history, position.after_key)) {
    gathered.add(isRaw ? readMiner(history, miner, span, offline) : oldMiner(history, miner, span, offline));
    if (gathered.samples >= MOST_SAMPLES) return gathered.batch({ ...position, to, after_key: miner.miner_key });
  }
  gathered.add(siteSums(history, span, width));
  return gathered.batch({ ...position, at: to, to: null, after_key: 0 });
}

interface Span {
  /** Whether it is so old that readings may have been pruned. */
  readonly isLong: boolean;
  readonly fromAt: number;
  readonly toAt: number;
  readonly sampleMs: number;
}

function readMiner(history: OutgoingHistory, miner: OutgoingMiner, span: Span, offline: OfflineSlots): Series[] {
  const statuses = history.statuses(miner.miner_key, span.fromAt, span.toAt);
  // This miner's readings may have been pruned while others still have theirs.
  const old = statuses.length === 0 && span.isLong ? slotsOf(history, miner, span) : [];
  if (old.length > 0) return slotSeries(miner, old, null);
  const read = new Set(statuses.map(({ recorded_at }) => slotStart(recorded_at, span.sampleMs)));
  const online = onlineSeries(miner, read, offline.of(miner, read));
  const temps = history.chipTemps(miner.miner_key, span.fromAt, span.toAt);
  if (statuses.length === 0 && temps.length === 0) return online;
  return [
    ...minerSeries(miner, statuses, temps, span.sampleMs),
    ...online,
    infoSeries(miner, span.toAt - span.sampleMs),
  ];
}

function oldMiner(history: OutgoingHistory, miner: OutgoingMiner, span: Span, offline: OfflineSlots): Series[] {
  const slots = slotsOf(history, miner, span);
  const read = new Set(slots.map(({ at }) => at));
  return [...slotSeries(miner, slots, null), ...onlineSeries(miner, read, offline.of(miner, read))];
}

function slotsOf(history: OutgoingHistory, miner: OutgoingMiner, { fromAt, toAt }: Span): StatusSlot[] {
  return history.slots(miner.miner_key, fromAt, toAt).filter(({ source }) => source === 'read');
}

/** Sums of the slots that end in the span. A slot across its end belongs to the next span. */
function siteSums(
  history: OutgoingHistory,
  { fromAt, toAt, sampleMs }: Span,
  width: ReturnType<typeof sumWidths>[number],
): Series[] {
  const [from, to] = [slotStart(fromAt, width.slotMs), slotStart(toAt, width.slotMs)];
  if (from >= to) return [];
  return siteSeries(history.site(), history.siteSums(width, from, to), toAt - sampleMs);
}

function fillBatch(history: OutgoingHistory, task: OutgoingTask, position: DestinationPosition): Batch | null {
  const fills = history.fills(position.fill_id, MOST_FILLS);
  const startAt = slotStart(startOf(task), FIVE_MINUTES_MS);
  const gathered = new Gathered();
  let fill_id = position.fill_id;
  for (const { id, miner_key, from_at, to_at } of fills) {
    fill_id = id;
    const miner = minerOf(history, miner_key);
    if (miner === null) continue;
    const fromAt = Math.max(from_at, startAt);
    const slots = fromAt < to_at ? history.slots(miner_key, fromAt, to_at) : [];
    gathered.add(
      slotSeries(
        miner,
        slots.filter(({ source }) => source === 'filled'),
        'filled',
      ),
    );
    if (gathered.samples >= MOST_SAMPLES) break;
  }
  return fills.length === 0 ? null : gathered.batch({ ...position, fill_id });
}

class Gathered {
  readonly #series: Series[] = [];
  samples = 0;

  add(series: readonly Series[]): void {
    for (const one of series) {
      this.#series.push(one);
      this.samples += one.samples.length;
    }
  }

  batch(next: DestinationPosition): Batch {
    return { series: this.#series, samples: this.samples, next };
  }
}
