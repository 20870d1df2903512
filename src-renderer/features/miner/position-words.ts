import { parsePosition } from '../../miner-view/racks/position.ts';
import { minerTexts } from './miner-texts.ts';

const { place: texts } = minerTexts;

/** The position of a miner in its rack: "shelf 3 · slot 4", or "position 16". */
export function positionWords(position: string): string {
  const numbers = parsePosition(position);
  return numbers === null || numbers.shelf === null
    ? texts.position(position)
    : texts.shelfAndSlot(numbers.shelf, numbers.slot);
}
