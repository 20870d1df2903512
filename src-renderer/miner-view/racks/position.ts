import type { Miner } from '../../../src-shared/model/index.ts';
import { placeOf } from '../../../src-shared/place.ts';

/** `7`, `3-4` or `S3-4`: letters before digits are ignored. */
const NUMBERS = /^\p{L}{0,8}(\d{1,4})(?:[-._ ]\p{L}{0,8}(\d{1,4}))?$/u;
const natural = new Intl.Collator('en', { numeric: true });

/** Where in its rack a miner is, as its place says; null if that is unknown. */
export function positionOf({ place }: Pick<Miner, 'place'>): string | null {
  return placeOf(place)?.position ?? null;
}

/**
 * The numbers of a position, both from 1: `3-4` is the fourth slot of the third shelf, `7` the
 * seventh slot of the rack, without a shelf. Null if it is neither.
 */
export function parsePosition(
  position: string | null,
): { readonly shelf: number | null; readonly slot: number } | null {
  const [, first, second] = NUMBERS.exec(position ?? '') ?? [];
  if (first === undefined) return null;
  return second === undefined ? { shelf: null, slot: Number(first) } : { shelf: Number(first), slot: Number(second) };
}

/** For sorting: miners without a position are first. */
export function byPosition(a: Miner, b: Miner): number {
  return natural.compare(positionOf(a) ?? '', positionOf(b) ?? '');
}
