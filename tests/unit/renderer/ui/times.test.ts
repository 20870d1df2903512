import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** The value of an expression over the functions on a computer in that time zone. */
function inZone(zone: string, expression: string): string {
  const script = `
    import { clockSpan, slotText } from './src-renderer/ui/times.ts';
    import { isoTime } from './src-shared/text/iso-time.ts';
    const at = (text) => Date.parse(text);
    console.log(${expression});`;
  const options = {
    env: { ...process.env, TZ: zone, LC_ALL: 'en_US.UTF-8', LANG: 'en_US.UTF-8' },
    encoding: 'utf8',
  } as const;
  return execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], options).trim();
}

describe('a point of a chart', () => {
  const day = "slotText(at('2026-03-27T00:00Z'), 86_400_000, at('2026-04-02T12:00Z'))";

  it('that stands for a day of UTC is shown by the local clock', () => {
    expect(inZone('Asia/Kolkata', day)).toBe('Fri, Mar 27, 05:30 – Sat, Mar 28, 05:30');
    expect(inZone('America/New_York', day)).toBe('Thu, Mar 26, 20:00 – Fri, Mar 27, 20:00');
    expect(inZone('UTC', day)).toBe('Fri, Mar 27, 00:00 – Sat, Mar 28, 00:00');
  });

  it('is shown correctly over the night in which clocks are put forward', () => {
    const over = "slotText(at('2026-03-29T00:00Z'), 86_400_000, at('2026-04-02T12:00Z'))";
    expect(inZone('Europe/Berlin', over)).toBe('Sun, Mar 29, 01:00 – Mon, Mar 30, 02:00');
  });

  it('that is narrow is shown by its beginning, an hour by both ends, the running one until now', () => {
    const now = "at('2026-04-02T12:20Z')";
    expect(inZone('UTC', `slotText(at('2026-04-02T10:05Z'), 300_000, ${now})`)).toBe('10:05');
    expect(inZone('Asia/Kolkata', `slotText(at('2026-04-02T10:00Z'), 3_600_000, ${now})`)).toBe('15:30–16:30');
    expect(inZone('UTC', `slotText(at('2026-04-02T12:00Z'), 3_600_000, ${now})`)).toBe('12:00–12:20');
  });
});

describe('a span', () => {
  it('names both days where they differ, and one where they are the same', () => {
    const now = "at('2026-04-02T12:20Z')";
    expect(inZone('UTC', `clockSpan(at('2026-04-01T23:50Z'), at('2026-04-02T01:20Z'), ${now})`)).toBe(
      'Wed, Apr 1, 23:50 – Thu, Apr 2, 01:20',
    );
    expect(inZone('UTC', `clockSpan(at('2025-04-01T10:00Z'), at('2026-04-01T10:00Z'), ${now})`)).toMatch(
      /^Apr 1, 2025, 10:00 – Wed, Apr 1, 10:00$/,
    );
    const within = `clockSpan(at('2026-04-01T10:00:05Z'), at('2026-04-01T10:00:45Z'), ${now})`;
    expect(inZone('UTC', within)).toMatch(/, 10:00$/);
    expect(inZone('UTC', `clockSpan(at('2026-04-01T10:00Z'), at('2026-04-01T11:00Z'), ${now})`)).toBe(
      'Wed, Apr 1, 10:00–11:00',
    );
  });
});

describe('a time for a file', () => {
  it('is local, with its offset from UTC', () => {
    const time = "isoTime(at('2026-01-31T19:10:05.123Z'))";
    expect(inZone('Europe/Moscow', time)).toBe('2026-01-31T22:10:05.123+03:00');
    expect(inZone('America/St_Johns', time)).toBe('2026-01-31T15:40:05.123-03:30');
    expect(inZone('UTC', time)).toBe('2026-01-31T19:10:05.123+00:00');
    expect(inZone('Europe/Berlin', "isoTime(at('2026-07-01T00:00Z'))")).toBe('2026-07-01T02:00:00.000+02:00');
  });
});
