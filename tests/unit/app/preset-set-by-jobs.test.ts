import { expect, it } from 'vitest';
import { presetSetBy } from '../../../src-main/app/jobs/preset-set-by-jobs.ts';
import type { JobItem } from '../../../src-shared/model/index.ts';

const step = (fields: Partial<JobItem>) =>
  presetSetBy('preset', { verdict: 'running', code: null, after: null, finished_at: 7, ...fields }, '3050');
const after = { preset: '2560' } as NonNullable<JobItem['after']>;

it('what a job set is the preset of the miner, and what it left open is that of nobody', () => {
  expect(step({ verdict: 'in_force', after })).toBe('2560');
  expect(step({ verdict: 'proven', after })).toBe('2560');
  expect(step({ verdict: 'unknown' })).toBeNull();
  expect(step({ verdict: 'stored' })).toBeNull();
  expect(step({ verdict: 'skipped', code: 'already_there' })).toBe('3050');
});

it('a step that changes nothing says nothing', () => {
  expect(step({})).toBeUndefined();
  expect(step({ verdict: 'stored', finished_at: null })).toBeUndefined();
  expect(step({ verdict: 'refused' })).toBeUndefined();
  expect(step({ verdict: 'skipped', code: 'busy' })).toBeUndefined();
  expect(
    presetSetBy('locate', { verdict: 'unknown', code: null, after: null, finished_at: 7 }, '3050'),
  ).toBeUndefined();
});
