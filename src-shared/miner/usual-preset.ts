import type { Miner } from '../model/index.ts';
import { freshReading, type Moment } from './miner-now.ts';

/** The word of the search for miners with another preset than usual: `preset:unusual`. */
export const UNUSUAL_PRESET = 'unusual';

/**
 * Whether a miner runs with another preset than nearly all of its model, or a lower one than it
 * usually runs itself; null if neither is known.
 */
export function hasUnusualPreset(miner: Miner, moment: Moment): boolean | null {
  const preset = freshReading(miner, moment)?.preset ?? null;
  if (preset === null) return null;
  if (miner.lowered?.preset != null) return true;
  const usual = miner.usual_preset ?? null;
  if (usual !== null) return preset !== usual;
  return miner.own_preset == null ? null : false;
}

/** How many miners have another preset than usual, of how many of which that is known. */
export interface PresetCounts {
  readonly unusual: number;
  readonly known: number;
}

export function presetCounts(miners: readonly Miner[], moment: Moment): PresetCounts {
  const answers = miners.map((miner) => hasUnusualPreset(miner, moment)).filter((answer) => answer !== null);
  return { unusual: answers.filter(Boolean).length, known: answers.length };
}
