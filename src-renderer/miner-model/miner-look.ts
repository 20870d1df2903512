import { isFresh, type Moment, needsAttention } from '../../src-shared/miner-now.ts';
import { type MinerState, type MinerStateKind, minerState } from '../../src-shared/miner-state.ts';
import type { Miner } from '../../src-shared/model/index.ts';
import type { MarkShape } from '../ui/state-mark.tsx';
import type { Tone } from '../ui/theme/tone.ts';

/** How a miner is doing, for the eye and in words. */
export interface MinerLook extends Pick<MinerState, 'word' | 'why'> {
  readonly shape: MarkShape;
  readonly tone: Tone;
  /** It has a problem, as the list of problems has it. */
  readonly needsAttention: boolean;
  /** Its latest reading is from now, so that it may be shown as live and counted. */
  readonly fresh: boolean;
}

const LOOKS: Readonly<Record<MinerStateKind, { shape: MarkShape; tone: Tone }>> = {
  mining: { shape: 'disc', tone: 'green' },
  changing: { shape: 'triangle', tone: 'blue' },
  paused: { shape: 'pause', tone: 'grey' },
  attention: { shape: 'diamond', tone: 'amber' },
  failed: { shape: 'square', tone: 'red' },
  offline: { shape: 'ring', tone: 'grey' },
  missing: { shape: 'ring', tone: 'red' },
  quiet: { shape: 'dash', tone: 'grey' },
};

export function minerLook(miner: Miner, moment: Moment): MinerLook {
  const { kind, word, why } = minerState(miner, moment);
  return { ...LOOKS[kind], word, why, needsAttention: needsAttention(miner), fresh: isFresh(miner, moment) };
}
