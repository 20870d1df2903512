import type { Miner } from '../../src-shared/model/index.ts';
import { firmwareWords } from '../../src-shared/text/firmware-words.ts';

/** "VNish 1.2.6", as far as known; null if nothing is. */
export function firmwareText(miner: Pick<Miner, 'firmware_name' | 'firmware_version'>): string | null {
  return firmwareWords(miner.firmware_name, miner.firmware_version);
}
