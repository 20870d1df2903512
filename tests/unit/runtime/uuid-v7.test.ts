import { describe, expect, it } from 'vitest';
import { createUuidV7, uuidV7 } from '../../../src-main/runtime/uuid-v7.ts';

const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const isSorted = (ids: readonly string[]): boolean => ids.every((id, i) => i === 0 || id > (ids[i - 1] as string));

describe('a time-ordered id', () => {
  it('is a UUID of version 7 that begins with the time', () => {
    const id = createUuidV7(() => 0x0123_4567_89ab)();
    expect(id).toMatch(FORM);
    expect(id.slice(0, 13)).toBe('01234567-89ab');
    expect(uuidV7()).toMatch(FORM);
  });

  it('sorts after the one before it, also within one millisecond and past the end of its counter', () => {
    const next = createUuidV7(() => 1_700_000_000_000);
    const ids = Array.from({ length: 10_000 }, next);
    expect(new Set(ids).size).toBe(10_000);
    expect(isSorted(ids)).toBe(true);
    expect(ids.every((id) => FORM.test(id))).toBe(true);
  });

  it('sorts after the one before it when the clock is set back, and follows the clock again when it has caught up', () => {
    const times = [5000, 1000, 1000, 5000, 5001, 9000];
    const next = createUuidV7(() => times.shift() ?? 0);
    const ids = Array.from({ length: 6 }, next);
    expect(isSorted(ids)).toBe(true);
    const timeOf = (id: string | undefined): number => Number.parseInt((id ?? '').replace('-', '').slice(0, 12), 16);
    expect(ids.map(timeOf)).toEqual([5000, 5000, 5000, 5000, 5001, 9000]);
  });

  it('is never made twice by two makers of the same moment', () => {
    const [one, other] = [createUuidV7(() => 1), createUuidV7(() => 1)];
    const ids = Array.from({ length: 1000 }, () => [one(), other()]).flat();
    expect(new Set(ids).size).toBe(2000);
  });
});
