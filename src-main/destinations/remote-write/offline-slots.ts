import type { sumWidths } from '../../history/plan-history.ts';
import { FIVE_MINUTES_MS, slotStart } from '../../history/tiers.ts';
import type { OutgoingHistory, OutgoingMiner } from '../../store/outgoing-history.ts';

interface SlotSpan {
  readonly fromAt: number;
  readonly toAt: number;
  readonly sampleMs: number;
}

/**
 * In which slots of a span a miner was certainly offline: it was marked offline before, had not
 * returned, and PowerHive was monitoring. That is so if PowerHive has monitored without a break
 * since that slot, or if it read another miner in that slot and in the next one. All other slots
 * are unknown.
 */
export class OfflineSlots {
  readonly #history: OutgoingHistory;
  readonly #span: SlotSpan;
  readonly #width: ReturnType<typeof sumWidths>[number];
  readonly #watchingSinceAt: number | null;
  #readSlots: ReadonlySet<number> | null = null;

  constructor(
    history: OutgoingHistory,
    span: SlotSpan,
    width: ReturnType<typeof sumWidths>[number],
    watchingSinceAt: number | null,
  ) {
    this.#history = history;
    this.#span = span;
    this.#width = width;
    this.#watchingSinceAt = watchingSinceAt;
  }

  /** The start times of these slots, without those in which the miner was read. */
  of(miner: OutgoingMiner, read: ReadonlySet<number>): number[] {
    const { toAt, sampleMs } = this.#span;
    const firstAt = Math.ceil(this.#span.fromAt / sampleMs) * sampleMs;
    const slots = [];
    for (let at = firstAt; at < toAt; at += sampleMs) if (!read.has(at)) slots.push(at);
    if (slots.length === 0) return [];
    const spans = this.#offlineSpans(miner);
    return slots.filter(
      (at) => spans.some((one) => one.from_at <= at && at + sampleMs <= one.to_at) && this.#isWatched(at),
    );
  }

  #offlineSpans(miner: OutgoingMiner): readonly { readonly from_at: number; readonly to_at: number }[] {
    const { fromAt, toAt, sampleMs } = this.#span;
    const since = miner.offline_since_at;
    // Most offline miners have been so for long, and need no query.
    if (since !== null && since <= fromAt) return [{ from_at: since, to_at: Number.POSITIVE_INFINITY }];
    return this.#history.offlineSpans(miner.miner_key, fromAt, toAt + sampleMs);
  }

  #isWatched(at: number): boolean {
    if (this.#watchingSinceAt !== null && this.#watchingSinceAt <= at) return true;
    const { slotMs } = this.#width;
    if (slotMs > FIVE_MINUTES_MS) return false;
    const read = this.#read();
    const endAt = at + this.#span.sampleMs;
    // Also the next slot: PowerHive may have stopped within a slot, after a reading in it.
    for (let slotAt = slotStart(at, slotMs); slotAt < endAt + slotMs; slotAt += slotMs)
      if (!read.has(slotAt)) return false;
    return true;
  }

  #read(): ReadonlySet<number> {
    if (this.#readSlots !== null) return this.#readSlots;
    const { slotMs } = this.#width;
    const [fromAt, toAt] = [slotStart(this.#span.fromAt, slotMs), slotStart(this.#span.toAt, slotMs) + 2 * slotMs];
    const points = this.#history.siteSums(this.#width, fromAt, toAt).flatMap((series) => series.points);
    this.#readSlots = new Set(points.filter(({ source }) => source === 'read').map(({ at }) => at));
    return this.#readSlots;
  }
}
