import { describe, expect, it } from 'vitest';
import { WriteQueue } from '../../../src-main/store/threads/write-queue.ts';

function heldWrites() {
  const started: number[] = [];
  const finish: (() => void)[] = [];
  const write = (n: number) => () =>
    new Promise<number>((resolve) => {
      started.push(n);
      finish.push(() => resolve(n));
    });
  return { started, finish, write };
}

const flushTasks = () => new Promise((resolve) => setImmediate(resolve));

describe('the write queue', () => {
  it('lets 64 through at once and the rest one by one, in order', async () => {
    const semaphore = new WriteQueue();
    const { started, finish, write } = heldWrites();
    const results = Array.from({ length: 70 }, (_, n) => semaphore.run(write(n)));
    await flushTasks();
    expect(started).toHaveLength(64);
    expect(semaphore.pending).toBe(70);
    finish[5]?.();
    await flushTasks();
    expect(started.slice(64)).toEqual([64]);
    for (let i = 0; i < 70; i++) {
      finish[i]?.();
      await flushTasks();
    }
    expect(await Promise.all(results)).toEqual(Array.from({ length: 70 }, (_, n) => n));
    expect(semaphore.pending).toBe(0);
  });

  it('gives a place back when a write fails, and still becomes idle', async () => {
    const semaphore = new WriteQueue();
    const failing = Array.from({ length: 65 }, () => semaphore.run(() => Promise.reject(new Error('no'))));
    await semaphore.idle();
    const results = await Promise.allSettled(failing);
    expect(results.every((result) => result.status === 'rejected')).toBe(true);
    expect(await semaphore.run(async () => 'yes')).toBe('yes');
  });

  it('refuses a write when thousands wait already', async () => {
    const semaphore = new WriteQueue();
    const { finish, write } = heldWrites();
    const taken = Array.from({ length: 64 + 4096 }, (_, n) => semaphore.run(write(n)));
    await expect(semaphore.run(async () => 1)).rejects.toMatchObject({ code: 'overloaded' });
    await flushTasks();
    for (let i = 0; i < taken.length; i++) {
      finish[i]?.();
      if (i % 64 === 63) await flushTasks();
    }
    await Promise.all(taken);
    expect(await semaphore.run(async () => 1)).toBe(1);
  });
});
