import { describe, expect, it } from 'vitest';
import { uptimeText } from '../../../src-main/demo/uptime-text.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('uptime in words', () => {
  it.each([
    [0, '0:00'],
    [6 * MINUTE + 59, '0:06'],
    [HOUR + 55 * MINUTE, '1:55'],
    [23 * HOUR + 59 * MINUTE, '23:59'],
    [DAY + 17 * HOUR + 2 * MINUTE, '1 days, 17:02'],
    [9 * DAY + 3 * HOUR + 58 * MINUTE, '9 days,  3:58'],
  ])('%d s is "%s"', (seconds, text) => {
    expect(uptimeText(seconds, false)).toBe(text);
  });

  it('has a space before a single hour on builds that pad', () => {
    expect(uptimeText(HOUR, true)).toBe(' 1:00');
  });
});
