import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { rackOf } from '../../../src-shared/place.ts';
import { byPosition, positionOf } from './position.ts';

/** The miners on both sides of one in its rack; null at the ends, and without a position. */
export interface Neighbours {
  readonly before: Miner | null;
  readonly after: Miner | null;
}

const NONE: Neighbours = { before: null, after: null };
const natural = new Intl.Collator('en', { numeric: true });

/** The neighbours of a miner, in the order of the positions. */
export function neighboursOf(miner: Miner, miners: readonly Miner[]): Neighbours {
  const rack = rackOf(miner.place);
  if (rack === null || positionOf(miner) === null) return NONE;
  const placed = miners
    .filter((other) => rackOf(other.place) === rack && positionOf(other) !== null)
    .sort((a, b) => byPosition(a, b) || natural.compare(nameOf(a), nameOf(b)));
  const at = placed.findIndex(({ id }) => id === miner.id);
  return at === -1 ? NONE : { before: placed[at - 1] ?? null, after: placed[at + 1] ?? null };
}

const nameOf = (miner: Miner): string => `${minerName(miner)} ${miner.id}`;
