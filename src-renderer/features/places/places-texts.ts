import { shownPlace } from '../../../src-shared/place.ts';
import { countText, numberText } from '../../../src-shared/text/count-text.ts';
import type { PlaceOffer } from './place-offers.ts';

/** The field of a miner's place, in its panel and in the form of several. */
export const placesTexts = {
  label: 'Place',
  about: 'For example Hall\u00a01/A/R7/3 or R7/3',
  parts: 'building/row/rack/position',
  wrong: 'Write rack, rack/position, row/rack/position or building/row/rack/position.',
  offers: 'Known places',
  means: ({ kind, count, free }: PlaceOffer): string => {
    if (kind === 'position') return 'free';
    if (kind !== 'rack') return `${kind}, ${countText(count, 'rack')}`;
    return free === null ? countText(count, 'miner') : free === 0 ? 'full' : `${numberText(free)} free`;
  },
  didYouMean: (place: string): string => `Did you mean ${shownPlace(place)}?`,
  held: (miners: readonly string[]): string =>
    `Several miners would be at the same position: ${miners.slice(0, 3).join(', ')}${miners.length > 3 ? ' …' : ''} ${miners.length === 1 ? 'is' : 'are'} there.`,
} as const;
