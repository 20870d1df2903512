import { expect, it } from 'vitest';
import { clampFuturePosition } from '../../../src-main/destinations/clamp-future-position.ts';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';

const NOW = 10 * HOUR_MS + 60_000;
const LEEWAY = 130_000;
const TABLES = { at: NOW, activity_id: 7, slots_at: 10 * HOUR_MS, slots_key: 3 };
const POSITION = { at: NOW, to: null, after_key: 0, fill_id: 5, tables: TABLES };

it('leaves a position alone that is not ahead', () => {
  expect(clampFuturePosition(POSITION, NOW, LEEWAY)).toBe(POSITION);
});

it('goes back with the slots of five minutes too, once a clock that was hours ahead is set right', () => {
  const ahead = { ...POSITION, at: NOW + 5 * HOUR_MS, to: NOW + 6 * HOUR_MS, after_key: 9 };
  const tables = { ...TABLES, at: NOW + 5 * HOUR_MS, slots_at: 15 * HOUR_MS };
  expect(clampFuturePosition({ ...ahead, tables }, NOW, LEEWAY)).toEqual({
    ...POSITION,
    tables: { ...TABLES, slots_key: 0 },
  });
});

it('goes back where the slots alone are ahead, and keeps the readings where they are', () => {
  const at = NOW - HOUR_MS;
  const tables = { ...TABLES, slots_at: 15 * HOUR_MS };
  expect(clampFuturePosition({ ...POSITION, at, tables }, NOW, LEEWAY)).toEqual({
    ...POSITION,
    at,
    tables: { ...TABLES, slots_key: 0 },
  });
});
