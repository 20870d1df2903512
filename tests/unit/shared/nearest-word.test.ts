import { expect, it } from 'vitest';
import { JobAction } from '../../../src-shared/model/index.ts';
import { nearestWord } from '../../../src-shared/text/nearest-word.ts';

it.each([
  ['restrat', 'restart'],
  ['Rebot', 'reboot'],
  ['thro', 'throttle'],
  ['preset', 'preset'],
  ['fly', null],
  ['', null],
  ['puase', 'pause'],
])('by %j is meant %j', (word, meant) => {
  expect(nearestWord(word, JobAction.options)).toBe(meant);
});

it('counts swapped letters as one mistake', () => {
  expect(nearestWord('modle', ['model', 'mac', 'name'])).toBe('model');
  expect(nearestWord('rakc', ['rack', 'row'])).toBe('rack');
});
