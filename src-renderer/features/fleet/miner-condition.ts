import type { Miner } from '../../../src-shared/model/index.ts';
import { formatDuration } from '../../../src-shared/units.ts';
import type { MarkShape } from '../../ui/state-mark.tsx';
import type { Tone } from '../../ui/tone.ts';

/** When it is, and from what age on a reading is old. */
export interface Moment {
  readonly nowMs: number;
  readonly staleAfterMs: number;
}

/** How a miner is doing, for the eye and in words. */
export interface MinerCondition {
  readonly shape: MarkShape;
  readonly tone: Tone;
  /** One or two words: "mining", "offline", "degraded". */
  readonly word: string;
  /** Why, as a sentence; null where the word says it all. */
  readonly why: string | null;
  /** It is online and wants a person: it has failed, is degraded, or its readings have stopped coming. */
  readonly wantsAttention: boolean;
  /** Its latest reading is from now, so that it may be shown as live and counted. */
  readonly fresh: boolean;
}

/** A reading is old after this many status intervals. */
const STALE_AFTER_INTERVALS = 3;

export function momentOf(nowMs: number, statusSeconds: number): Moment {
  return { nowMs, staleAfterMs: STALE_AFTER_INTERVALS * statusSeconds * 1000 };
}

const STATES: Readonly<Record<string, { shape: MarkShape; tone: Tone; word: string }>> = {
  mining: { shape: 'disc', tone: 'green', word: 'mining' },
  initializing: { shape: 'triangle', tone: 'blue', word: 'initializing' },
  starting: { shape: 'triangle', tone: 'blue', word: 'starting' },
  restarting: { shape: 'triangle', tone: 'blue', word: 'restarting' },
  tuning: { shape: 'triangle', tone: 'blue', word: 'tuning' },
  'auto-tuning': { shape: 'triangle', tone: 'blue', word: 'tuning' },
  'shutting-down': { shape: 'pause', tone: 'grey', word: 'shutting down' },
  paused: { shape: 'pause', tone: 'grey', word: 'paused' },
  stopped: { shape: 'pause', tone: 'grey', word: 'stopped' },
  failure: { shape: 'square', tone: 'red', word: 'failure' },
};

/** A miner's worst attention reason in a word or two, by its code. */
const ATTENTION_WORDS: Readonly<Record<string, string>> = {
  address_conflict: 'address conflict',
  api_key: 'locked',
  not_answering: 'not answering',
  not_hashing: 'not hashing',
  low_hashrate: 'degraded',
  board_missing: 'board missing',
  board_failed: 'board failed',
  hot: 'hot',
  fan_lost: 'fan lost',
};

export function isFresh(miner: Miner, moment: Moment): boolean {
  const status = miner.latest_status;
  return miner.online && status !== null && moment.nowMs - status.recorded_at <= moment.staleAfterMs;
}

export function minerCondition(miner: Miner, moment: Moment): MinerCondition {
  const fresh = isFresh(miner, moment);
  if (!miner.online) return { ...offline(miner), fresh, wantsAttention: false };
  if (!miner.polling.eligible) return notPolled(miner);
  const status = miner.latest_status;
  if (status === null) return waiting(miner);
  if (!fresh) return stale(miner, (moment.nowMs - status.recorded_at) / 1000);

  const state = STATES[status.state ?? ''] ?? { shape: 'dash', tone: 'grey', word: status.state ?? 'unknown' };
  const firstReason = miner.attention[0]?.message ?? null;
  if (state.tone === 'red') {
    return { ...state, why: status.state_description ?? firstReason, wantsAttention: true, fresh };
  }
  if (miner.attention.length > 0) {
    const word = ATTENTION_WORDS[miner.attention[0]?.code ?? ''] ?? 'attention';
    return { shape: 'diamond', tone: 'amber', word, why: firstReason, wantsAttention: true, fresh };
  }
  return { ...state, why: status.state_description, wantsAttention: false, fresh };
}

function offline(miner: Miner): Pick<MinerCondition, 'shape' | 'tone' | 'word' | 'why'> {
  const why = miner.offline_since_at === null ? 'Not seen by the last scans.' : null;
  return { shape: 'ring', tone: 'grey', word: 'offline', why };
}

/** Online, and not read: by choice a quiet dash, else something that wants a person. */
function notPolled(miner: Miner): MinerCondition {
  const why = miner.polling.reason;
  const code = miner.polling.reason_code;
  const [worst] = miner.attention;
  if (code === 'unlock_refused' || worst !== undefined) {
    const word = code === 'unlock_refused' ? 'locked' : (ATTENTION_WORDS[worst?.code ?? ''] ?? 'attention');
    const reason = worst?.message ?? why;
    return { shape: 'diamond', tone: 'amber', word, why: reason, wantsAttention: true, fresh: false };
  }
  const word = code === 'unmanaged' ? 'unmanaged' : 'not polled';
  return { shape: 'dash', tone: 'grey', word, why, wantsAttention: false, fresh: false };
}

function waiting(miner: Miner): MinerCondition {
  const failed = miner.polling.consecutive_failures > 0;
  return {
    shape: failed ? 'diamond' : 'dash',
    tone: failed ? 'amber' : 'grey',
    word: failed ? 'unread' : 'first reading',
    why: failed ? miner.polling.last_error : 'Waiting for the first reading.',
    wantsAttention: failed,
    fresh: false,
  };
}

function stale(miner: Miner, ageSeconds: number): MinerCondition {
  const error = miner.polling.last_error;
  const since = `No reading for ${formatDuration(ageSeconds)}`;
  return {
    shape: 'diamond',
    tone: 'amber',
    word: 'old reading',
    why: error === null ? `${since}.` : `${since}: ${error}`,
    wantsAttention: true,
    fresh: false,
  };
}
