import { isFresh, type Moment, wantsAttention } from '../../../src-shared/miner-now.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { formatDuration } from '../../../src-shared/units.ts';
import type { MarkShape } from '../../ui/state-mark.tsx';
import type { Tone } from '../../ui/tone.ts';

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

type Look = Pick<MinerCondition, 'shape' | 'tone' | 'word' | 'why'>;

export function minerCondition(miner: Miner, moment: Moment): MinerCondition {
  return { ...look(miner, moment), wantsAttention: wantsAttention(miner, moment), fresh: isFresh(miner, moment) };
}

function look(miner: Miner, moment: Moment): Look {
  if (!miner.online) return offline(miner);
  if (!miner.polling.eligible) return notPolled(miner);
  const status = miner.latest_status;
  if (status === null) return waiting(miner);
  if (!isFresh(miner, moment)) return stale(miner, (moment.nowMs - status.recorded_at) / 1000);

  const state = STATES[status.state ?? ''] ?? { shape: 'dash', tone: 'grey', word: status.state ?? 'unknown' };
  const [worst] = miner.attention;
  if (state.tone === 'red') return { ...state, why: status.state_description ?? worst?.message ?? null };
  if (worst !== undefined) {
    return { shape: 'diamond', tone: 'amber', word: ATTENTION_WORDS[worst.code] ?? 'attention', why: worst.message };
  }
  return { ...state, why: status.state_description };
}

function offline(miner: Miner): Look {
  const why = miner.offline_since_at === null ? 'Not seen by the last scans.' : null;
  return { shape: 'ring', tone: 'grey', word: 'offline', why };
}

/** Online, and not read: by choice a quiet dash, else something that wants a person. */
function notPolled(miner: Miner): Look {
  const { reason: why, reason_code: code } = miner.polling;
  const [worst] = miner.attention;
  if (code === 'unlock_refused' || worst !== undefined) {
    const word = code === 'unlock_refused' ? 'locked' : (ATTENTION_WORDS[worst?.code ?? ''] ?? 'attention');
    return { shape: 'diamond', tone: 'amber', word, why: worst?.message ?? why };
  }
  return { shape: 'dash', tone: 'grey', word: code === 'unmanaged' ? 'unmanaged' : 'not polled', why };
}

function waiting(miner: Miner): Look {
  if (miner.polling.consecutive_failures === 0) {
    return { shape: 'dash', tone: 'grey', word: 'first reading', why: 'Waiting for the first reading.' };
  }
  return { shape: 'diamond', tone: 'amber', word: 'unread', why: miner.polling.last_error };
}

function stale(miner: Miner, ageSeconds: number): Look {
  const error = miner.polling.last_error;
  const since = `No reading for ${formatDuration(ageSeconds)}`;
  const why = error === null ? `${since}.` : `${since}: ${error}`;
  return { shape: 'diamond', tone: 'amber', word: 'old reading', why };
}
