import { expect, it } from 'vitest';
import { modelName } from '../../../../src-renderer/miner-view/model-name.ts';
import { firmwareWords } from '../../../../src-shared/text/firmware-words.ts';
import { modelWords } from '../../../../src-shared/text/model-words.ts';

it.each([
  ['Antminer S19J Pro', 'Antminer S19j Pro'],
  ['Antminer S19K Pro', 'Antminer S19k Pro'],
  ['Antminer S21', 'Antminer S21'],
  ['Antminer S19 XP Hyd', 'Antminer S19 XP Hyd'],
  ['Antminer S19 Pro Hydro', 'Antminer S19 Pro Hydro'],
  ['Antminer L9', 'Antminer L9'],
])('%s is written %s', (name, words) => {
  expect(modelWords(name)).toBe(words);
});

it('a miner shows its model without the maker, or what is known of it', () => {
  expect(modelName({ model_name: 'Antminer S19J Pro', model_alias: 's19jpro' })).toBe('S19j Pro');
  expect(modelName({ model_name: null, model_alias: 's19jpro' })).toBe('s19jpro');
});

it('a firmware is called as its maker writes it', () => {
  expect(firmwareWords('Vnish', '1.2.6')).toBe('VNish 1.2.6');
  expect(firmwareWords('Vnish 1.2.6', null)).toBe('VNish 1.2.6');
  expect(firmwareWords('Vnishing', null)).toBe('Vnishing');
  expect(firmwareWords('', null)).toBeNull();
});
