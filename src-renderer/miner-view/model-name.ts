import type { Miner } from '../../src-shared/model/index.ts';
import { modelWords } from '../../src-shared/product-words.ts';

/** The model as a person reads it, without the word that all of them begin with. */
export function modelName(miner: Pick<Miner, 'model_name' | 'model_alias'>): string | null {
  return miner.model_name === null ? miner.model_alias : modelWords(miner.model_name).replace(/^Antminer\s+/i, '');
}
