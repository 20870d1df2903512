import { expect, it } from 'vitest';
import { firmwareWords } from '../../../src-main/conditions/firmware-words.ts';

it.each([
  ['chain#1 - Overheated, chip temp=104', 'Board 1 overheated, chip at 104 °C'],
  ['chain#2 - Failed to init pic controller', 'Board 2: Failed to init pic controller'],
  ['chain#2 - 75 of 76 chips detected, attempt 3', 'Board 2: 75 of 76 chips detected, attempt 3'],
  ['fan#2 - LOST', 'Fan 2: LOST'],
  ['Restarting (2 of 3) - Chain break detected', 'Restarting (2 of 3) - Chain break detected'],
  ['Water temperature too low', 'Water temperature too low'],
])('what the firmware says of a part is said with its name on the screens: %s', (said, words) => {
  expect(firmwareWords(said)).toBe(words);
});
