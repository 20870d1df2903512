import type { Tone } from '../../ui/tone.ts';

/** Below this share of what its preset promises a miner's bar turns amber. */
const LOW_SHARE = 0.9;

/** The bar's colour: a miner that is only getting under way is not judged yet. */
export function shareTone(share: number | null, conditionTone: Tone): Tone {
  if (share === null || conditionTone === 'blue' || conditionTone === 'red') return conditionTone;
  return share < LOW_SHARE ? 'amber' : 'green';
}
