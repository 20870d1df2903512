import { expect, it } from 'vitest';
import { dayBefore, dayFieldValue } from '../../../../../src-renderer/features/activity/day/chosen-day.ts';
import { spanOfDay } from '../../../../../src-shared/local-day.ts';
import { HOUR_MS } from '../../../../../src-shared/milliseconds.ts';

it('a day is from midnight to midnight of the clock on the wall, however long it is', () => {
  const noon = new Date(2026, 2, 1, 12).getTime();
  expect([dayFieldValue(noon), dayBefore(noon)]).toEqual(['2026-03-01', '2026-02-28']);
  const { fromAt, toAt } = spanOfDay('2026-03-01') ?? { fromAt: 0, toAt: 0 };
  expect([fromAt, toAt]).toEqual([new Date(2026, 2, 1).getTime(), new Date(2026, 2, 2).getTime()]);
  expect(Math.abs(toAt - fromAt - 24 * HOUR_MS)).toBeLessThanOrEqual(HOUR_MS);
  expect(['', '2026-13-01', '2026-02-31', 'x'].map(spanOfDay)).toEqual([null, null, null, null]);
});
