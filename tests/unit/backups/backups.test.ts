import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as yieldNow } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Backups } from '../../../src-main/backups/backups.ts';
import type { Clock } from '../../../src-main/runtime/clock.ts';
import { StoreError } from '../../../src-main/store/store-error.ts';
import { DAY_MS } from '../../../src-shared/milliseconds.ts';

const NOON = Date.UTC(2026, 0, 1, 12);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-backups-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface World {
  keep?: number;
  freeBytes?: number | null;
  hasFarm?: boolean;
  /** The error with which the store fails to make a backup; null if it succeeds. */
  failure?: (atMs: number) => string | null;
  /** How far the wall clock is off at a time, in milliseconds. */
  jump?: (monotonicMs: number) => number;
}

/** Simulates days; returns what was reported, each with its day. */
async function live(days: number, world: World = {}): Promise<{ reported: string[]; backups: Backups }> {
  let passedMs = 0;
  let over = (): void => undefined;
  const whole = new Promise<void>((resolve) => (over = resolve));
  const clock: Clock = {
    nowMs: () => NOON + passedMs + (world.jump?.(passedMs) ?? 0),
    monotonicMs: () => passedMs,
    async sleep(ms) {
      passedMs += ms;
      if (passedMs > days * DAY_MS) {
        over();
        await new Promise(() => undefined);
      }
      await yieldNow();
    },
  };
  const reported: string[] = [];
  const report = (text: string): void => void reported.push(`${(passedMs / DAY_MS).toFixed(1)} ${text}`);
  const backups = new Backups({
    store: {
      async backUp(file, mostBytes) {
        const failure = world.failure?.(passedMs) ?? null;
        if (failure !== null) throw new StoreError('failed', failure);
        writeFileSync(file, `room for ${mostBytes}`);
        return { bytes: 19, miners: 1 };
      },
    },
    folder,
    clock,
    keep: () => world.keep ?? 3,
    hasFarm: () => world.hasFarm ?? true,
    onMade: () => report('made'),
    onFailed: (reason) => report(`failed: ${reason}`),
    onError: () => undefined,
    freeBytes: async () => (world.freeBytes === undefined ? 5e9 : world.freeBytes),
  });
  backups.loop.start();
  await whole;
  return { reported, backups };
}

describe('the daily backup', () => {
  it('is made a minute after the first start and then every day, and the last three are kept', async () => {
    const { reported, backups } = await live(4.5);
    expect(reported).toEqual(['0.0 made', '1.0 made', '2.0 made', '3.0 made', '4.0 made']);
    expect(readdirSync(folder).map((name) => name.slice(10, 20))).toEqual(['2026-01-03', '2026-01-04', '2026-01-05']);
    expect(backups.state()).toMatchObject({
      keep: 3,
      last_file: readdirSync(folder).at(-1),
      last_bytes: 19,
      last_error: null,
    });
    expect(backups.loop.health()).toMatchObject({ failures: 0, last_error: null });
  });

  it('is not made again because the program was started again', async () => {
    await live(0.2);
    expect((await live(0.5)).reported).toEqual([]);
  });

  it('is not made where none is wanted, and not of nothing', async () => {
    expect((await live(2, { keep: 0 })).reported).toEqual([]);
    expect((await live(2, { hasFarm: false })).reported).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is refused while the disk is nearly full, reported once a day, retried every hour, and no older one is deleted for it', async () => {
    await live(2.5);
    const before = readdirSync(folder);
    const world = { freeBytes: 0.7e9, jump: () => 2.5 * DAY_MS };
    const { reported, backups } = await live(2.2, world);
    expect(reported.map((text) => text.slice(0, 45))).toEqual(
      [0.5, 1.5].map((day) => `${day} failed: Disk almost full at ${folder}`.slice(0, 45)),
    );
    expect(backups.state().last_error).toMatch(/almost full .*\(700.0 MB free\).*Free some space/);
    expect(backups.loop.health().failures).toBeGreaterThan(20);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('says why it failed, and takes it back when one has worked', async () => {
    const failure = (atMs: number): string | null => (atMs < DAY_MS / 10 ? 'no luck' : null);
    const { reported, backups } = await live(0.5, { failure });
    expect(reported).toEqual(['0.0 failed: no luck', '0.1 made']);
    expect(backups.state().last_error).toBeNull();
  });

  it('goes on after the clock was set back by years, and lets the new ones stay', async () => {
    const jump = (passedMs: number): number => (passedMs > 2.5 * DAY_MS ? -3000 * DAY_MS : 0);
    const { reported } = await live(6.5, { jump });
    expect(reported.length).toBeGreaterThanOrEqual(6);
    expect(readdirSync(folder).filter((name) => name.includes('2026'))).toEqual([]);
    expect(readdirSync(folder)).toHaveLength(3);
  });
});
