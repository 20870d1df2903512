import { minerTexts } from './miner-texts.ts';

const { place: texts } = minerTexts;
/** `3-4`, or `S3-4`: the shelf, and the slot on it. */
const SHELF_AND_SLOT = /^\p{L}{0,8}(\d{1,4})[-._ ]\p{L}{0,8}(\d{1,4})$/u;

/** The position of a miner in its rack: "shelf 3 · slot 4", or "position 16". */
export function positionWords(position: string): string {
  const [, shelf, slot] = SHELF_AND_SLOT.exec(position) ?? [];
  return shelf === undefined ? texts.position(position) : texts.shelfAndSlot(Number(shelf), Number(slot));
}
