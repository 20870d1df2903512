import { freshReading, isHashing, isSilent, type Moment } from '../../../src-shared/miner/miner-now.ts';
import { minerState } from '../../../src-shared/miner/miner-state.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import type { Tone } from '../../ui/theme/tone.ts';

/** The parts of the farm in the order of the bar. Each miner is in one part. */
export const FARM_SEGMENTS = [
  'hashing',
  'silent',
  'changing',
  'stopped',
  'trouble',
  'offline',
  'unread',
  'unmonitored',
] as const;
export type FarmSegment = (typeof FARM_SEGMENTS)[number];

export const SEGMENT_TONES: Readonly<Record<FarmSegment, Tone>> = {
  hashing: 'green',
  silent: 'grey',
  changing: 'blue',
  stopped: 'grey',
  trouble: 'amber',
  offline: 'red',
  unread: 'grey',
  unmonitored: 'grey',
};

export function farmSegments(miners: readonly Miner[], moment: Moment): Readonly<Record<FarmSegment, number>> {
  const parts = { hashing: 0, silent: 0, changing: 0, stopped: 0, trouble: 0, offline: 0, unread: 0, unmonitored: 0 };
  for (const miner of miners) parts[partOf(miner, moment)] += 1;
  return parts;
}

function partOf(miner: Miner, moment: Moment): FarmSegment {
  if (isHashing(miner, moment)) return 'hashing';
  if (isSilent(miner, moment)) return 'silent';
  if (!miner.managed) return 'unmonitored';
  if (!miner.online) return 'offline';
  const { kind } = minerState(miner, moment);
  if (kind === 'changing') return 'changing';
  if (kind === 'paused') return 'stopped';
  // A miner that refuses the password, say, may well be hashing.
  if (freshReading(miner, moment) === null) return 'unread';
  return kind === 'attention' || kind === 'failed' ? 'trouble' : 'unread';
}
