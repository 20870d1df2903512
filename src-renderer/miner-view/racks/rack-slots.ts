import type { Miner, Rack } from '../../../src-shared/model/index.ts';
import { parseRack, placeOf, placeText } from '../../../src-shared/place.ts';
import { parsePosition, positionOf } from './position.ts';

/** Size of a rack: shelves from the top, slots of a shelf from the left. */
export interface RackSize {
  readonly rows: number;
  readonly columns: number;
}

/** The size of a rack; null if a part of it is unknown. */
export function sizeOf(rack: Pick<Rack, 'rows' | 'columns'> | null): RackSize | null {
  return rack === null || rack.rows === null || rack.columns === null
    ? null
    : { rows: rack.rows, columns: rack.columns };
}

/**
 * The slot of a position (see `parsePosition`), counted from 0 at the top left. Null if it is not a
 * slot of that rack.
 */
export function slotOf(position: string | null, { rows, columns }: RackSize): number | null {
  const numbers = parsePosition(position);
  if (numbers === null) return null;
  const { shelf, slot } = numbers;
  if (shelf === null) return inside(slot, rows * columns) ? slot - 1 : null;
  return inside(shelf, rows) && inside(slot, columns) ? (shelf - 1) * columns + slot - 1 : null;
}

/** The position of a slot in the notation of its rack: `3-4`, or `16` if slots are numbered. */
export function positionOfSlot(slot: number, { rows, columns }: RackSize, isNumbered: boolean): string {
  if (isNumbered || rows === 1) return String(slot + 1);
  return `${Math.floor(slot / columns) + 1}-${(slot % columns) + 1}`;
}

export interface RackSlots {
  /** The miner in each slot, by its position. */
  readonly slots: readonly (Miner | null)[];
  /** Miners of the rack whose position is unknown, not a slot of it, or already taken. */
  readonly others: readonly Miner[];
}

/** Puts the miners of a rack into its slots. If two have the same position, the first gets it. */
export function rackSlots(miners: readonly Miner[], size: RackSize): RackSlots {
  const slots: (Miner | null)[] = Array.from({ length: size.rows * size.columns }, () => null);
  const others: Miner[] = [];
  for (const miner of miners) {
    const slot = slotOf(positionOf(miner), size);
    if (slot === null || slots[slot] !== null) others.push(miner);
    else slots[slot] = miner;
  }
  return { slots, others };
}

/**
 * The cells of a rack: each miner in its slot, others in the free slots, and the rest after them.
 */
export function rackCells(miners: readonly Miner[], size: RackSize): readonly (Miner | null)[] {
  const { slots, others } = rackSlots(miners, size);
  const waiting = [...others];
  return [...slots.map((miner) => miner ?? waiting.shift() ?? null), ...waiting];
}

/**
 * Returns a function of the places of slots, in the notation of the other places of that rack. It
 * looks at the miners of the rack once, not for each slot: they may be all of a farm.
 */
export function slotPlaces(rack: string, size: RackSize, miners: readonly Miner[]): (slot: number) => string {
  const places = miners.flatMap(({ place }) => placeOf(place) ?? []);
  const isNumbered = places.some(({ position }) => parsePosition(position)?.shelf === null);
  const like = places[0] ?? parseRack(rack) ?? { building: null, row: null, rack };
  const { building, row, rack: name } = like;
  return (slot) => placeText({ building, row, rack: name, position: positionOfSlot(slot, size, isNumbered) });
}

function inside(number: number, most: number): boolean {
  return number >= 1 && number <= most;
}
