import { isFresh, type Moment, needsAttention } from '../../src-shared/miner/miner-now.ts';
import { type MinerState, type MinerStateKind, minerState } from '../../src-shared/miner/miner-state.ts';
import type { Miner } from '../../src-shared/model/index.ts';
import type { Mark, MarkShape } from '../ui/state-mark.tsx';
import { modelTexts } from './model-texts.ts';
import { SEVERITY_MARKS } from './severity-marks.ts';

/** The mark of a miner's state: never a ring, which on the map is an empty slot. */
export type MinerMark = Mark & { readonly shape: Exclude<MarkShape, 'ring'> };

/** The state of a miner as a mark and in words. */
export interface MinerLook extends MinerMark, Pick<MinerState, 'word' | 'why'> {
  /** It has a problem, as in the list of problems. */
  readonly needsAttention: boolean;
  /** Its latest reading is current, so that it may be shown as live and counted. */
  readonly fresh: boolean;
}

/** An offline miner, wherever it is shown or counted; red if it should be online. */
export const OFFLINE_MARK: MinerMark = { shape: 'cross', tone: 'grey' };
export const HASHING_MARK: MinerMark = { shape: 'disc', tone: 'green' };
/** A miner without a current reading. */
const NO_READING_MARK: MinerMark = { shape: 'dash', tone: 'grey' };

const MARKS: Readonly<Record<MinerStateKind, MinerMark>> = {
  mining: HASHING_MARK,
  partial: { shape: 'partial', tone: 'green' },
  changing: { shape: 'triangle', tone: 'blue' },
  paused: { shape: 'pause', tone: 'grey' },
  attention: SEVERITY_MARKS.warning,
  failed: SEVERITY_MARKS.critical,
  missing: { shape: 'cross', tone: 'red' },
  offline: OFFLINE_MARK,
  quiet: NO_READING_MARK,
};

export function minerLook(miner: Miner, moment: Moment): MinerLook {
  const { kind, word, why } = minerState(miner, moment);
  return { ...MARKS[kind], word, why, needsAttention: needsAttention(miner), fresh: isFresh(miner, moment) };
}

/** Legend of the marks of miners. */
export const MARK_LEGEND: readonly (MinerMark & { readonly text: string })[] = (
  Object.keys(MARKS) as MinerStateKind[]
).map((kind) => ({ ...MARKS[kind], text: modelTexts.marks[kind] }));
