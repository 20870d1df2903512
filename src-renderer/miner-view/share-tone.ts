import { isLowHashrate } from '../../src-shared/judging/hashrate.ts';
import type { Tone } from '../ui/theme/tone.ts';

/** Colour of the bar of a hash rate. A low rate is not rated while the miner is starting. */
export function shareTone(share: number | null, settling: boolean, stateTone: Tone): Tone {
  if (share === null || stateTone === 'blue' || stateTone === 'red') return stateTone;
  if (settling && isLowHashrate(share)) return 'blue';
  return isLowHashrate(share) ? 'amber' : 'green';
}
