import { expect, it } from 'vitest';
import { stillFirst } from '../../../../../src-renderer/features/incidents/panel/still-first.ts';

it('the miners of an incident that still have it are before those that recovered', () => {
  const miners = ['R6-10', 'R6-9', 'R6-1', 'R6-8'].map((name) => ({ id: name, name }));
  const still = new Set(['R6-9', 'R6-10']);
  expect(miners.sort(stillFirst(still)).map(({ name }) => name)).toEqual(['R6-9', 'R6-10', 'R6-1', 'R6-8']);
});
