import { expect, it } from 'vitest';
import { planAfterCrash } from '../../../src-main/desktop/window/crash-plan.ts';

it('loads a crashed page again the first time, and asks when it crashes again soon', () => {
  expect(planAfterCrash('crashed', null, 1000)).toBe('reload');
  expect(planAfterCrash('oom', 1000, 30_000)).toBe('ask');
  expect(planAfterCrash('crashed', 1000, 3_600_000)).toBe('reload');
});

it('leaves a page that ended in order alone', () => {
  expect(planAfterCrash('clean-exit', null, 1000)).toBe('nothing');
});
