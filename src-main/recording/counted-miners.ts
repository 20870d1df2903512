import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src-shared/milliseconds.ts';

/** In every time zone a day begins with one. */
export const QUARTER_MS = 15 * MINUTE_MS;
/** What was counted longer ago is not corrected: every problem is recognised sooner. */
const MOST_LATE_MS = 2 * HOUR_MS;

/** With what a miner is counted now. Rates in hashes per second. */
export interface CountedRates {
  readonly expectedHs: number;
  readonly hashedHs: number;
  readonly paidHs: number;
  readonly lostHs: number;
}

/** How much of what was counted of a miner since its problem began was wrong. Shares from 0 to 1. */
export interface LateLoss {
  readonly minerId: string;
  readonly code: string;
  readonly sinceAt: number;
  readonly hashedShare: number;
  readonly paidShare: number;
  readonly cause: string;
}

/** What was counted of a miner in a span within one quarter of an hour, in hashes. */
interface Counted {
  readonly fromAt: number;
  toAt: number;
  expected: number;
  hashed: number;
  paid: number;
  lost: number;
  hashingMs: number;
}

/** What is taken from a span: paid hashes become lost ones. */
export interface Correction {
  readonly fromAt: number;
  readonly hashed: number;
  readonly paid: number;
  readonly lost: number;
  readonly hashingMs: number;
}

/**
 * What this run has counted of each miner since it was last counted as not hashing: a correction
 * takes from that, so it never takes more than was counted, nor from a pause or a time offline.
 */
export class CountedMiners {
  /** Oldest first. */
  #spans = new Map<string, Counted[]>();
  /** Until when a problem of a miner is counted. */
  readonly #countedTo = new Map<string, number>();

  /** Corrects what was counted since a problem began; nothing where that was done before. */
  correct(loss: LateLoss): Correction[] {
    const fromAt = Math.max(loss.sinceAt, this.#countedTo.get(keyOf(loss)) ?? 0);
    const spans = (this.#spans.get(loss.minerId) ?? []).flatMap((span) => splitAt(span, fromAt));
    if (spans.length > 0) this.#spans.set(loss.minerId, spans);
    return spans.filter((span) => span.fromAt >= fromAt).map((span) => take(span, loss));
  }

  /** Notes with what each miner was counted; those that did not hash begin anew. */
  note(miners: ReadonlyMap<string, CountedRates>, late: readonly LateLoss[], fromAt: number, toAt: number): void {
    const oldestAt = toAt - MOST_LATE_MS;
    const noted = new Map<string, Counted[]>();
    for (const [id, rates] of miners) {
      if (rates.hashedHs <= 0) continue;
      const spans = this.#spans.get(id) ?? [];
      while (spans[0] !== undefined && spans[0].toAt <= oldestAt) spans.shift();
      add(spans, rates, fromAt, toAt);
      noted.set(id, spans);
    }
    this.#spans = noted;
    for (const loss of late) this.#countedTo.set(keyOf(loss), toAt);
    for (const [key, at] of this.#countedTo) if (at <= toAt - DAY_MS) this.#countedTo.delete(key);
  }
}

const keyOf = ({ minerId, code }: LateLoss) => `${minerId} ${code}`;
const quarterOf = (at: number) => Math.floor(at / QUARTER_MS);

function add(spans: Counted[], rates: CountedRates, fromAt: number, toAt: number): void {
  const last = spans.at(-1);
  const goesOn = last?.toAt === fromAt && quarterOf(last.fromAt) === quarterOf(fromAt);
  const span = goesOn ? last : { fromAt, toAt, expected: 0, hashed: 0, paid: 0, lost: 0, hashingMs: 0 };
  if (!goesOn) spans.push(span);
  const seconds = (toAt - fromAt) / 1000;
  span.toAt = toAt;
  span.expected += rates.expectedHs * seconds;
  span.hashed += rates.hashedHs * seconds;
  span.paid += rates.paidHs * seconds;
  span.lost += rates.lostHs * seconds;
  span.hashingMs += toAt - fromAt;
}

function splitAt(span: Counted, at: number): Counted[] {
  if (at <= span.fromAt || at >= span.toAt) return [span];
  const part = (fromAt: number, toAt: number): Counted => {
    const share = (toAt - fromAt) / (span.toAt - span.fromAt);
    return {
      fromAt,
      toAt,
      expected: span.expected * share,
      hashed: span.hashed * share,
      paid: span.paid * share,
      lost: span.lost * share,
      hashingMs: span.hashingMs * share,
    };
  };
  return [part(span.fromAt, at), part(at, span.toAt)];
}

function take(span: Counted, { hashedShare, paidShare }: LateLoss): Correction {
  const hashed = span.hashed * hashedShare;
  // Nothing is paid that was not hashed.
  const paid = Math.max(span.paid * paidShare, span.paid - (span.hashed - hashed));
  const lost = Math.max(0, Math.min(paid, span.expected - span.lost));
  const hashingMs = hashedShare === 1 ? span.hashingMs : 0;
  span.hashed -= hashed;
  span.paid -= paid;
  span.lost += lost;
  span.hashingMs -= hashingMs;
  return { fromAt: span.fromAt, hashed, paid, lost, hashingMs };
}
