import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LaunchedApp } from '../launch.ts';
import { launchFixture } from './fixture.ts';

let app: LaunchedApp;
let page: Page;
beforeAll(async () => {
  ({ app, page } = await launchFixture());
});
afterAll(async () => {
  await app.close();
});

describe('messages between the page and the main process', () => {
  it('come from the very object that the window has, and from its main frame', async () => {
    const messages = await app.evaluate(() => globalThis.seen.messages);
    expect(messages[0]).toEqual({
      args: ['hello'],
      senderIsWindow: true,
      frameIsMain: true,
      url: 'app://bundle/index.html',
      origin: 'app://bundle',
      parent: null,
    });
  });

  it('go there and back, with what structured clone carries', async () => {
    const back = await page.evaluate(async () => {
      const cycle: { self?: unknown } = {};
      cycle.self = cycle;
      const value = { date: new Date(5), map: new Map([[1, new Set(['a'])]]), bytes: new Uint8Array([1, 2]), cycle };
      const answer = (await globalThis.bridge.invoke('return', value)) as typeof value;
      const odd = (await globalThis.bridge.invoke('return', [undefined, Number.NaN, -0, 12n])) as unknown[];
      return {
        time: answer.date.getTime(),
        inMap: [...(answer.map.get(1) ?? [])],
        bytes: [...answer.bytes],
        cycles: answer.cycle.self === answer.cycle,
        odd: [odd[0] === undefined, Number.isNaN(odd[1]), Object.is(odd[2], -0), odd[3] === 12n],
      };
    });
    expect(back).toEqual({ time: 5, inMap: ['a'], bytes: [1, 2], cycles: true, odd: [true, true, true, true] });
  });

  it('are heard by the page until it stops listening', async () => {
    const heard = await page.evaluate(async () => {
      const notes: unknown[][] = [];
      const twice = new Promise<void>((resolve) => {
        const stop = globalThis.bridge.onNoted((...args) => {
          notes.push(args);
          if (notes.length === 2) resolve(stop());
        });
      });
      for (const count of [1, 2]) globalThis.bridge.note('count', count);
      await twice;
      globalThis.bridge.note('count', 3);
      await globalThis.bridge.invoke('double', 1);
      return notes;
    });
    expect(heard).toEqual([
      ['count', 1],
      ['count', 2],
    ]);
  });

  it('fail with the words of Electron', async () => {
    const refusal = (channel: string, value?: unknown): Promise<string> =>
      page.evaluate(
        ([name, argument]) =>
          globalThis.bridge.invoke(name as string, argument).then(
            () => 'answered',
            (error: Error) => error.message,
          ),
        [channel, value],
      );
    expect(await refusal('fail')).toBe("Error invoking remote method 'fail': TypeError: no such thing");
    expect(await refusal('nobody')).toContain("No handler registered for 'nobody'");
    const uncloneable = await page.evaluate(async () => {
      try {
        return await globalThis.bridge.invoke('return', [Symbol('x')]);
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(uncloneable).toContain('An object could not be cloned');
  });
});
