import type { Miner } from '../../src-shared/model/index.ts';
import { shortModelWords } from '../../src-shared/text/model-words.ts';

/** The readable name of the model, without the word "Antminer", with which all begin. */
export function modelName(miner: Pick<Miner, 'model_name' | 'model_alias'>): string | null {
  return miner.model_name === null ? miner.model_alias : shortModelWords(miner.model_name);
}
