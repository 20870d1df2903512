import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RetentionClock } from '../../../src-main/recording/retention-clock.ts';
import { DAY_MS, HOUR_MS } from '../../../src-shared/milliseconds.ts';

const NOW = Date.UTC(2026, 0, 31);
const YEARS = 3650 * DAY_MS;

let folder: string;
let errors: unknown[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-retention-'));
  errors = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (): string => join(folder, 'retention-clock.json');

/** A run of the program: its clock shows `wallMs` and starts counting at 0. */
function begin(wallMs: number, latestReadingAt: number | null) {
  let passedMs = 0;
  const clock = { nowMs: () => wallMs + passedMs, monotonicMs: () => passedMs, sleep: () => Promise.resolve() };
  const retention = new RetentionClock({
    file: file(),
    latestReadingAt: () => latestReadingAt,
    clock,
    onError: (error) => errors.push(error),
  });
  return {
    nowMs: () => retention.nowMs(),
    pass(ms: number) {
      passedMs += ms;
    },
  };
}

it('does not believe a leap of years at the next start either, though readings were stamped with it', async () => {
  const first = begin(NOW, NOW);
  expect(await first.nowMs()).toBe(NOW);
  const leapt = begin(NOW + YEARS, NOW);
  expect(await leapt.nowMs()).toBe(NOW);
  for (let start = 1; start < 4; start++) {
    const again = begin(NOW + YEARS + start * 300_000, NOW + YEARS);
    expect(await again.nowMs()).toBe(NOW);
    again.pass(0.9 * HOUR_MS);
    expect(await again.nowMs()).toBe(NOW);
  }
  const stays = begin(NOW + YEARS, NOW + YEARS);
  expect(await stays.nowMs()).toBe(NOW);
  stays.pass(HOUR_MS);
  expect(await stays.nowMs()).toBe(NOW + YEARS + HOUR_MS);
  expect(await begin(NOW + YEARS + 2 * HOUR_MS, null).nowMs()).toBe(NOW + YEARS + 2 * HOUR_MS);
});

it('goes on where it was after a stop, and back with a clock that is set back', async () => {
  await begin(NOW, NOW).nowMs();
  expect(await begin(NOW + DAY_MS, NOW).nowMs()).toBe(NOW + DAY_MS);
  expect(await begin(NOW - YEARS, NOW).nowMs()).toBe(NOW - YEARS);
  expect(await begin(NOW + DAY_MS, NOW).nowMs()).toBe(NOW - YEARS);
});

it('begins with the latest reading where nothing is kept, or nothing that can be read', async () => {
  expect(await begin(NOW + YEARS, NOW).nowMs()).toBe(NOW);
  expect(errors).toEqual([]);
  writeFileSync(file(), '{');
  expect(await begin(NOW + YEARS, NOW).nowMs()).toBe(NOW);
  expect(errors).toHaveLength(1);
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ trusted_at: NOW });
});

it('is written once an hour', async () => {
  const life = begin(NOW, NOW);
  await life.nowMs();
  life.pass(0.9 * HOUR_MS);
  await life.nowMs();
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ trusted_at: NOW });
  life.pass(0.2 * HOUR_MS);
  await life.nowMs();
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ trusted_at: NOW + 1.1 * HOUR_MS });
});
