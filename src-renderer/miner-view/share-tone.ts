import { isLowHashrate } from '../../src-shared/judging/hashrate.ts';
import type { Tone } from '../ui/theme/tone.ts';

/** The bar's colour: a miner that is only getting under way is not judged yet. */
export function shareTone(share: number | null, settling: boolean, stateTone: Tone): Tone {
  if (share === null || stateTone === 'blue' || stateTone === 'red') return stateTone;
  if (settling && isLowHashrate(share)) return 'blue';
  return isLowHashrate(share) ? 'amber' : 'green';
}
