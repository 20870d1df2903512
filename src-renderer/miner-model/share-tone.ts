import { isLowHashrate } from '../../src-shared/rules/hashrate.ts';
import type { Tone } from '../ui/tone.ts';

/** The bar's colour: a miner that is only getting under way is not judged yet. */
export function shareTone(share: number | null, settling: boolean, conditionTone: Tone): Tone {
  if (share === null || conditionTone === 'blue' || conditionTone === 'red') return conditionTone;
  if (settling && isLowHashrate(share)) return 'blue';
  return isLowHashrate(share) ? 'amber' : 'green';
}
