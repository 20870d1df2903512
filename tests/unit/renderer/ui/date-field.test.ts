import { expect, it } from 'vitest';
import { dateFieldValue, nextFullHour } from '../../../../src-renderer/ui/forms/date-field.ts';

it('a time to come begins with the next full hour in local time, and not with one that is about to pass', () => {
  const at = (hour: number, minute: number) => new Date(2030, 0, 31, hour, minute, 7, 8).getTime();
  const begins = (hour: number, minute: number) => dateFieldValue(nextFullHour(at(hour, minute)));
  expect([begins(13, 0), begins(13, 30), begins(13, 49)]).toEqual(Array(3).fill('2030-01-31T14:00'));
  expect([begins(13, 50), begins(13, 59)]).toEqual(Array(2).fill('2030-01-31T15:00'));
  expect(begins(23, 55)).toBe('2030-02-01T01:00');
});
