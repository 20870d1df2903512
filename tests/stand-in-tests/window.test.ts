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

describe('a window', () => {
  it('is known to the driver as the page’s own, and shows itself when it is ready', async () => {
    const window = await app.browserWindow(page);
    await expect.poll(() => window.evaluate((shown) => shown.isVisible() && shown.isFocused())).toBe(true);
    expect(await window.evaluate((shown) => shown.getBounds())).toMatchObject({ width: 640, height: 480 });
  });

  it('emits events for what is done to it', async () => {
    const reported = await app.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0]!;
      const events: string[] = [];
      const emitter = window as unknown as NodeJS.EventEmitter;
      for (const name of [
        'show',
        'hide',
        'focus',
        'blur',
        'minimize',
        'restore',
        'maximize',
        'unmaximize',
        'move',
        'resize',
      ]) {
        emitter.on(name, () => events.push(name));
      }
      window.hide();
      window.show();
      window.minimize();
      window.restore();
      window.maximize();
      window.unmaximize();
      window.setBounds({ x: 7, width: 600 });
      for (const name of [
        'show',
        'hide',
        'focus',
        'blur',
        'minimize',
        'restore',
        'maximize',
        'unmaximize',
        'move',
        'resize',
      ]) {
        emitter.removeAllListeners(name);
      }
      return { events, bounds: window.getNormalBounds() };
    });
    expect(reported.events).toEqual([
      ...['blur', 'hide', 'show', 'focus', 'blur', 'minimize', 'restore', 'focus'],
      ...['maximize', 'unmaximize', 'move', 'resize'],
    ]);
    expect(reported.bounds).toMatchObject({ x: 7, width: 600, height: 480 });
  });

  it('can refuse to be closed, and hide instead', async () => {
    const state = await app.evaluate(async ({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0]!;
      window.once('close', (event) => {
        event.preventDefault();
        window.hide();
      });
      window.close();
      // A window that is not refused its end is gone in a later turn.
      for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      return {
        destroyed: window.isDestroyed(),
        visible: window.isVisible(),
        all: BrowserWindow.getAllWindows().length,
      };
    });
    expect(state).toEqual({ destroyed: false, visible: false, all: 1 });
    expect(await page.evaluate(() => globalThis.bridge.invoke('double', 3))).toBe(6);
  });

  it('closes with its page, and the app goes on while a listener is there', async () => {
    const opened = app.waitForEvent('window');
    await app.evaluate(({ app: main, BrowserWindow }) => {
      const window = new BrowserWindow({ show: false });
      Object.assign(globalThis, {
        closed: new Promise<string>((resolve) => window.once('closed', () => resolve('closed'))),
      });
      main.on('window-all-closed', () => {});
    });
    await (await opened).close();
    expect(await app.evaluate(() => (globalThis as unknown as { closed: Promise<string> }).closed)).toBe('closed');
    expect(app.windows()).toHaveLength(1);
  });

  it('reports a listener’s exception as uncaught, and the app goes on', async () => {
    const heard = await app.evaluate(({ app: main }) => {
      Object.assign(globalThis, {
        heard: new Promise<string>((resolve) => {
          process.once('uncaughtException', (error) => resolve(error.message));
          process.once('unhandledRejection', () => resolve('an unhandled rejection'));
        }),
      });
      return main.isReady();
    });
    expect(heard).toBe(true);
    await page.evaluate(() => globalThis.bridge.note('throw'));
    expect(await app.evaluate(() => (globalThis as unknown as { heard: Promise<string> }).heard)).toBe(
      'thrown in a listener',
    );
    expect(await page.evaluate(() => globalThis.bridge.invoke('double', 3))).toBe(6);
  });
});
