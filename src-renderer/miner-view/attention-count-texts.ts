import { numberText } from '../../src-shared/text/count-text.ts';

/** How many miners need attention, as a sentence. */
export function attentionText(miners: number): string {
  return miners === 1 ? '1 miner needs attention' : `${numberText(miners)} miners need attention`;
}
