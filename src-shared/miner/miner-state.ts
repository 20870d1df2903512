import { ATTENTION_WORDS, CONDITION_OF_ATTENTION } from '../condition-kinds.ts';
import { FIRMWARE_STATES, phaseOf, type StatePhase } from '../judging/firmware-state.ts';
import { minerNotes } from '../judging/miner-notes.ts';
import { secondsInState } from '../judging/state-seconds.ts';
import { throttlePercent } from '../judging/throttle.ts';
import { MINUTE_MS } from '../milliseconds.ts';
import type { Miner } from '../model/index.ts';
import { remembered } from '../remembered.ts';
import { formatDuration } from '../text/format-duration.ts';
import { clockText } from '../text/iso-time.ts';
import { freshReading, isCritical, isRecent, isSilent, type Moment, needsAttention } from './miner-now.ts';

/**
 * The kind of a state, for its colour and shape. `partial` is mining with boards that are switched
 * off, or throttled, `attention` a condition, `failed` a critical one, `missing` a managed miner that is offline.
 */
export type MinerStateKind =
  | 'mining'
  | 'partial'
  | 'changing'
  | 'paused'
  | 'attention'
  | 'failed'
  | 'offline'
  | 'missing'
  | 'quiet';

/** The state of a miner as text. */
export interface MinerState {
  readonly kind: MinerStateKind;
  /** One or two words: "mining", "offline", "degraded". */
  readonly word: string;
  /** The reason as a sentence; null if the word is enough. */
  readonly why: string | null;
}

const KIND_OF_PHASE: Readonly<Record<StatePhase, MinerStateKind>> = {
  hashing: 'mining',
  starting: 'changing',
  tuning: 'changing',
  stopping: 'paused',
  stopped: 'paused',
  failure: 'failed',
  unknown: 'quiet',
};

/** Our words for firmware states, where they differ. */
const WORDS: Readonly<Partial<Record<string, string>>> = {
  running: 'mining',
  'auto-tuning': 'tuning',
  'shutting-down': 'shutting down',
  failure: 'failed',
};

/** Conditions that do not depend on a reading: they are true even if it is stale. */
const SEEN_WITHOUT_READING: ReadonlySet<string> = new Set([
  'address_conflict',
  'offline',
  'api_key',
  'not_answering',
  'figures_frozen',
]);

const OFFLINE = 'offline';
const UNMANAGED = 'not managed';
const NOT_MONITORED = 'not monitored';
const WRONG_PASSWORD = 'wrong password';
const FIRST_READING = 'waiting';
const UNREAD = 'no reading';
/** The state of a miner whose reading has grown old. */
export const OLD_READING = 'no recent reading';
const THROTTLED = 'throttled';

/**
 * All words for the state of a miner. A state that only some firmware has is shown by its own name.
 */
export const STATE_WORDS: readonly string[] = [
  ...new Set([
    ...FIRMWARE_STATES.map(stateWord),
    ...Object.values(ATTENTION_WORDS).filter((word) => word !== OFFLINE),
    ...[OFFLINE, UNMANAGED, NOT_MONITORED, WRONG_PASSWORD, FIRST_READING, UNREAD, OLD_READING, THROTTLED],
  ]),
];

export function minerState(miner: Miner, moment: Moment): MinerState {
  if (!miner.online) {
    const why = miner.offline_since_at === null ? 'Not found by recent scans.' : null;
    return { kind: needsAttention(miner) ? 'missing' : 'offline', word: OFFLINE, why };
  }
  if (!miner.polling.eligible) return notPolled(miner);
  const status = miner.latest_status;
  if (status === null) return waiting(miner);
  if (!isRecent(status, moment) || isSilent(miner, moment))
    return stale(miner, Math.max(0, moment.nowMs - status.recorded_at) / 1000);

  const state = { kind: KIND_OF_PHASE[phaseOf(status.state)], word: stateWord(status.state ?? 'unknown') };
  const [worst] = miner.attention;
  if (state.kind === 'failed') return { ...state, why: status.state_description ?? worst?.message ?? null };
  if (worst !== undefined) return { kind: troubleKind(miner), word: attentionWord(worst.code), why: worst.message };
  const reduced = minerNotes(miner);
  const notes = [pausedUntilWords(miner, moment), status.state_description, ...reduced].filter(
    (words) => words !== null,
  );
  const kind = state.kind === 'mining' && reduced.length > 0 ? 'partial' : state.kind;
  return { ...state, kind, why: notes.length === 0 ? null : notes.join(' · ') };
}

/** So long after a try that found a miner offline is the next one (jobs/pause/resume-paused.ts). */
const RETRIED_MS = MINUTE_MS;

/** When PowerHive resumes a miner that a job has paused, in words; null for never. */
export function pausedUntilWords(
  { paused_until: atMs, online }: Pick<Miner, 'paused_until' | 'online'>,
  { nowMs }: Pick<Moment, 'nowMs'>,
): string | null {
  if (atMs == null) return null;
  // One that is offline as its pause ends is tried again every minute: no time says when that helps.
  if (!online && atMs <= nowMs + RETRIED_MS) return 'Its pause has ended: resumed when it answers';
  return `Paused until ${clockText(atMs, nowMs)}`;
}

/**
 * All words that are true of a miner's state: the one that its row shows, those of its other
 * conditions, and the firmware's name of its current state.
 */
export function minerStateWords(miner: Miner, moment: Moment): readonly string[] {
  const fresh = freshReading(miner, moment);
  // Most miners: rules ask for their words again and again.
  if (fresh?.state != null && miner.polling.eligible && !needsAttention(miner) && throttlePercent(fresh) === null)
    return plainWords(fresh.state);
  const { word } = minerState(miner, moment);
  if (!miner.online) return [word];
  const reasons = miner.attention.filter(({ code }) => fresh !== null || SEEN_WITHOUT_READING.has(code));
  const words = [word, ...reasons.map(({ code }) => attentionWord(code))];
  if (fresh === null || fresh.state === null) return words;
  return throttlePercent(fresh) === null ? [...words, fresh.state] : [...words, fresh.state, THROTTLED];
}

/** The words of a miner that is read and has no condition. */
const plainWords = remembered(100, (state): readonly string[] => [stateWord(state), state]);

/** Something that is true of a miner now: a condition, or its firmware state. */
export interface MinerFact {
  /** The state words by which a query finds it; `condition`: its code, if it is a condition. */
  readonly states: readonly string[];
  readonly condition: string | null;
  /** UNIX milliseconds; null if unknown. */
  readonly sinceAt: number | null;
}

/** The facts that are true of a miner now; first the one that its row shows. */
export function minerFacts(miner: Miner, moment: Moment): readonly MinerFact[] {
  const fresh = freshReading(miner, moment);
  const facts = miner.attention
    .filter(({ code }) => fresh !== null || SEEN_WITHOUT_READING.has(code))
    .map(({ code, since_at = null }) => ({
      states: [attentionWord(code)],
      condition: CONDITION_OF_ATTENTION[code] ?? code,
      sinceAt: since_at,
    }));
  if (!miner.online) return [{ states: [OFFLINE], condition: OFFLINE, sinceAt: miner.offline_since_at }];
  if (fresh === null || fresh.state === null) return facts;
  const { state, recorded_at } = fresh;
  const seconds = secondsInState(fresh);
  const sinceAt = seconds === null ? null : recorded_at - seconds * 1000;
  return [...facts, { states: [state, stateWord(state)], condition: null, sinceAt }];
}

/** The word for a miner without conditions. */
const NO_CONDITION = 'none';

/**
 * The conditions that a query can name: all that are more than a notice.
 */
export const CONDITION_WORDS: readonly string[] = [NO_CONDITION, ...Object.values(CONDITION_OF_ATTENTION)];

const ONLY_NONE: readonly string[] = [NO_CONDITION];

const conditionCode = (code: string): string => CONDITION_OF_ATTENTION[code] ?? code;

/** Kept with the row: most rules ask for them. */
const knownCodes = new WeakMap<Miner['attention'], readonly string[]>();

function codesOf(attention: Miner['attention']): readonly string[] {
  const known = knownCodes.get(attention);
  if (known !== undefined) return known;
  const codes = attention.map(({ code }) => conditionCode(code));
  knownCodes.set(attention, codes);
  return codes;
}

/** The condition codes of a miner now; `none` if there are none. */
export function minerConditionCodes(miner: Miner, moment: Moment): readonly string[] {
  if (miner.attention.length === 0) return ONLY_NONE;
  if (freshReading(miner, moment) !== null) return codesOf(miner.attention);
  return miner.attention.flatMap(({ code }) => (SEEN_WITHOUT_READING.has(code) ? conditionCode(code) : []));
}

/** Whether a word may be part of a state word, so that a search for it must search readings. */
export function mayBeStateWord(word: string): boolean {
  const asked = word.toLowerCase();
  return STATE_WORDS.some((one) => one.includes(asked));
}

/** Whether a condition, by its code in a query, does not depend on a reading. */
export function isSeenWithoutReading(condition: string): boolean {
  return [...SEEN_WITHOUT_READING].some((code) => CONDITION_OF_ATTENTION[code] === condition);
}

/** A firmware state in our words. */
export function stateWord(state: string): string {
  return Object.hasOwn(WORDS, state) ? (WORDS[state] ?? state) : state;
}

function attentionWord(code: string): string {
  return ATTENTION_WORDS[code] ?? 'attention';
}

/** The kind of a miner's state by its conditions; `quiet` if there are none. */
function troubleKind(miner: Miner): MinerStateKind {
  if (!needsAttention(miner)) return 'quiet';
  return isCritical(miner) ? 'failed' : 'attention';
}

/** The state of an online miner that is not polled: quiet if by choice, else a problem. */
function notPolled(miner: Miner): MinerState {
  const { reason: why, reason_code: code } = miner.polling;
  const [worst] = miner.attention;
  if (code === 'unlock_refused' || worst !== undefined) {
    const word = code === 'unlock_refused' ? WRONG_PASSWORD : attentionWord(worst?.code ?? '');
    return { kind: troubleKind(miner), word, why: worst?.message ?? why };
  }
  return { kind: 'quiet', word: code === 'unmanaged' ? UNMANAGED : NOT_MONITORED, why };
}

function waiting(miner: Miner): MinerState {
  if (miner.polling.consecutive_failures === 0) {
    return { kind: 'quiet', word: FIRST_READING, why: 'Waiting for first reading.' };
  }
  return { kind: troubleKind(miner), word: UNREAD, why: miner.polling.last_error };
}

function stale(miner: Miner, ageSeconds: number): MinerState {
  const error = miner.polling.last_error;
  const since = `No reading for ${formatDuration(ageSeconds)}`;
  return { kind: troubleKind(miner), word: OLD_READING, why: error === null ? `${since}.` : `${since}. ${error}` };
}
