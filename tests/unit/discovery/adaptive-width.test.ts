import { describe, expect, it } from 'vitest';
import { AdaptiveWidth } from '../../../src-main/discovery/dial/adaptive-width.ts';

const TIMEOUT_MS = 400;
const width = (start: number, most: number): AdaptiveWidth => new AdaptiveWidth({ start, most }, TIMEOUT_MS);
const end = (one: AdaptiveWidth, dials: number): void => {
  for (let i = 0; i < dials; i++) one.ended();
};
const answer = (one: AdaptiveWidth, tookMs: number, nowMs: number, answers = 64): void => {
  for (let i = 0; i < answers; i++) one.answered(tookMs, nowMs);
};

describe('how many sockets a scan has open', () => {
  it('triples within a timeout while nothing goes wrong, up to the most', () => {
    const one = width(1024, 8192);
    end(one, 1024);
    expect(one.now).toBe(3072);
    end(one, 3072);
    expect(one.now).toBe(8192);
  });

  it('is half of what the system had, where it has none left, and grows back carefully', () => {
    const one = width(1024, 8192);
    one.lacked(200, 1000);
    expect(one.now).toBe(100);
    end(one, 100);
    expect(one.now).toBe(112);
    end(one, 100_000);
    expect(one.now).toBe(8192);
  });

  it('is never less than one', () => {
    const one = width(1024, 8192);
    for (let i = 0; i < 5; i++) one.lacked(0, i * 1000);
    expect(one.now).toBe(1);
  });

  it('is halved when responses become so slow that some must come too late', () => {
    const one = width(4096, 8192);
    answer(one, 5, 0);
    answer(one, 300, 1000);
    expect(one.now).toBe(2048);
    // Dials from before the change end now, and are no evidence about it.
    answer(one, 300, 1100);
    expect(one.now).toBe(2048);
    answer(one, 300, 2000);
    expect(one.now).toBe(1024);
  });

  it('stays where responses were always slow: a far network is no busy one', () => {
    const one = width(4096, 8192);
    for (let i = 0; i < 10; i++) answer(one, 300, i * 1000);
    expect(one.now).toBe(4096);
  });

  it('stays useful however slow responses are', () => {
    const one = width(1024, 8192);
    answer(one, 5, 0);
    for (let i = 1; i < 50; i++) answer(one, 390, i * 1000);
    expect(one.now).toBe(64);
  });
});
