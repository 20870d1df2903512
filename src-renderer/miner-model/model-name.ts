import type { Miner } from '../../src-shared/model/index.ts';

/** The model as a person reads it, without the word that all of them begin with. */
export function modelName(miner: Pick<Miner, 'model_name' | 'model_alias'>): string | null {
  return miner.model_name === null ? miner.model_alias : modelWords(miner.model_name).replace(/^Antminer\s+/i, '');
}

/** A model's name as its maker writes it: firmware says "Antminer S19J Pro" of an S19j Pro. */
export function modelWords(name: string): string {
  return name.replace(
    /\b([ST]\d\d)([A-Z])(?=\s|$)/,
    (_, series: string, letter: string) => series + letter.toLowerCase(),
  );
}
