import { CONDITION_CODES, type ConditionCode } from '../../src-shared/condition-kinds.ts';
import { ALWAYS_JUDGED } from '../../src-shared/judging/firmware-state.ts';
import { HOLD_MS, TREND_GAP_MS } from '../../src-shared/judging/thresholds.ts';
import type { Condition } from '../../src-shared/model/index.ts';
import { conditionKey, type FoundCondition, seenKey } from './found-condition.ts';

/**
 * The conditions of a miner by one source of readings. The same readings at the same times result
 * in the same set.
 */
export interface ConditionSet {
  /** The time of the latest reading. */
  readonly readAt: number;
  readonly current: readonly Condition[];
  /**
   * Conditions that cannot be judged now, because the miner is starting, tuning (its rates and
   * chips), stopped or offline: they are not displayed, but have not ended either.
   */
  readonly paused: readonly Condition[];
  /** When conditions that do not count yet were first found, by key. */
  readonly held: ReadonlyMap<string, number>;
  /** Codes that no reading has judged since the start: for them the stored state is still valid. */
  readonly unjudged: ReadonlySet<ConditionCode>;
}

/**
 * When conditions began, by key: the part that is stored on disk. Where that is unknown, when they
 * were first seen, by `seenKey`.
 */
export type Sinces = Readonly<Record<string, number>>;

const NONE: Sinces = {};
const NO_CODES: ReadonlySet<ConditionCode> = new Set();

export interface JudgeOptions {
  /** What the database knows of the conditions before the start. */
  readonly sinces?: Sinces;
  /** Codes that this reading cannot judge. */
  readonly not?: ReadonlySet<ConditionCode>;
}

/**
 * Applies a reading that judges all codes: known conditions keep their beginning, and those that
 * are not found have ended.
 */
export function judgeAll(
  before: ConditionSet | null,
  found: readonly FoundCondition[],
  now: number,
  { sinces = NONE, not = NO_CODES }: JudgeOptions = {},
): ConditionSet {
  return take(before, { found, now, isJudged: (code) => !not.has(code), sinces });
}

/**
 * Applies a reading that judges only these codes, because low figures are planned or the figures
 * are frozen: other conditions have not ended.
 */
export function judgeOnly(
  before: ConditionSet | null,
  found: readonly FoundCondition[],
  now: number,
  {
    sinces = NONE,
    judged = ALWAYS_JUDGED,
    not = NO_CODES,
  }: JudgeOptions & { readonly judged?: ReadonlySet<ConditionCode> } = {},
): ConditionSet | null {
  if (before === null && found.length === 0) return null;
  return take(before, { found, now, isJudged: (code) => judged.has(code) && !not.has(code), sinces });
}

/** Judges the same reading again for these codes only; all others stay. */
export function judgeAgain(
  set: ConditionSet,
  found: readonly FoundCondition[],
  judged: ReadonlySet<ConditionCode>,
): ConditionSet {
  const isJudged = ({ code }: Pick<Condition, 'code'>): boolean => judged.has(code);
  const isOther = (condition: Condition): boolean => !isJudged(condition);
  const before = { ...set, current: set.current.filter(isJudged), paused: set.paused.filter(isJudged) };
  const { current, held } = take(before, {
    found: found.filter(isJudged),
    now: set.readAt,
    isJudged: () => true,
    sinces: NONE,
  });
  return {
    ...set,
    current: [...set.current.filter(isOther), ...current],
    paused: set.paused.filter(isOther),
    held: new Map([...set.held, ...held]),
  };
}

/** From now on only these codes can be judged. */
export function stopJudging(
  before: ConditionSet | null,
  judged: ReadonlySet<ConditionCode> = ALWAYS_JUDGED,
): ConditionSet | null {
  if (before === null) return null;
  const isJudged = ({ code }: Condition): boolean => judged.has(code);
  const [current, paused] = [before.current.filter(isJudged), before.current.filter((one) => !isJudged(one))];
  return { ...before, current, paused: [...paused, ...before.paused], held: new Map() };
}

/** The same set after the clock was moved by `byMs`. */
export function moveSet(set: ConditionSet | null, byMs: number): ConditionSet | null {
  if (set === null) return null;
  const move = (condition: Condition): Condition => ({
    ...condition,
    since_at: condition.since_at === null ? null : condition.since_at + byMs,
    first_seen_at: condition.first_seen_at === null ? null : condition.first_seen_at + byMs,
    recorded_at: condition.recorded_at === null ? null : condition.recorded_at + byMs,
  });
  return {
    ...set,
    readAt: set.readAt + byMs,
    current: set.current.map(move),
    paused: set.paused.map(move),
    held: new Map([...set.held].map(([key, at]) => [key, at + byMs])),
  };
}

/** All known conditions, whether they can be judged now or not. */
export function open({ current, paused }: ConditionSet): readonly Condition[] {
  return paused.length === 0 ? current : [...current, ...paused];
}

interface Judgement {
  readonly found: readonly FoundCondition[];
  readonly now: number;
  readonly isJudged: (code: ConditionCode) => boolean;
  readonly sinces: Sinces;
}

/**
 * `before` is null at the first reading: a condition then counts at once and has no known
 * beginning, unless it has a hold time, has its own beginning, or was there before the program
 * started (`sinces`).
 */
function take(before: ConditionSet | null, { found, now, isJudged, sinces }: Judgement): ConditionSet {
  const known = new Map((before === null ? [] : open(before)).map((condition) => [conditionKey(condition), condition]));
  const isBroken = before === null || now - before.readAt > TREND_GAP_MS;
  const current: Condition[] = [];
  const held = new Map<string, number>();
  for (const { beganAt = null, ...condition } of found) {
    const key = conditionKey(condition);
    const old = known.get(key);
    const holdMs = HOLD_MS[condition.code] ?? 0;
    const firstAt = (isBroken ? null : before.held.get(key)) ?? now;
    const stored = before === null || before.unjudged.has(condition.code) ? sinces : NONE;
    const knownAt = stored[key] ?? null;
    const first_seen_at = old?.first_seen_at ?? stored[seenKey(key)] ?? knownAt ?? firstAt;
    // Conditions from before the start have passed their hold time.
    const hasCounted = old !== undefined || knownAt !== null;
    if (!hasCounted && now - firstAt < holdMs) held.set(key, firstAt);
    else if (old !== undefined)
      current.push({ ...condition, since_at: old.since_at ?? beganAt, first_seen_at, recorded_at: now });
    else {
      const since_at = beganAt ?? knownAt ?? (before === null ? null : firstAt);
      current.push({ ...condition, since_at, first_seen_at, recorded_at: now });
    }
  }
  const keys = new Set(current.map(conditionKey));
  const paused = (before === null ? [] : open(before)).filter(
    (condition) => !isJudged(condition.code) && !keys.has(conditionKey(condition)),
  );
  const unjudged = before === null ? CONDITION_CODES : before.unjudged;
  return { readAt: now, current, paused, held, unjudged: without(unjudged, isJudged) };
}

function without(
  codes: ReadonlySet<ConditionCode> | readonly ConditionCode[],
  isJudged: (code: ConditionCode) => boolean,
): ReadonlySet<ConditionCode> {
  if (codes === NO_CODES) return NO_CODES;
  const left = [...codes].filter((code) => !isJudged(code));
  return left.length === 0 ? NO_CODES : new Set(left);
}
