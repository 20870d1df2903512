import type { Miner } from '../../src-shared/model/index.ts';

/** The model as a person reads it, without the word that all of them begin with. */
export function modelName(miner: Pick<Miner, 'model_name' | 'model_alias'>): string | null {
  return miner.model_name?.replace(/^Antminer\s+/i, '') ?? miner.model_alias;
}
