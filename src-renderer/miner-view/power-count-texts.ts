import { countText, numberText } from '../../src-shared/text/count-text.ts';

/** Of how many managed miners a sum of power is. */
export function powerCountText(miners: number, ofMiners: number): string {
  return miners < ofMiners
    ? `Power of ${numberText(miners)} of ${countText(ofMiners, 'managed miner')}; that of the others is unknown`
    : `Power of ${countText(ofMiners, 'managed miner')}`;
}
