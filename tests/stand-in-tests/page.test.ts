import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../fixtures/patience.ts';
import { appUrl, type LaunchedApp } from '../launch.ts';
import { launchFixture } from './fixture.ts';

let app: LaunchedApp;
let page: Page;
beforeAll(async () => {
  ({ app, page } = await launchFixture());
});
afterAll(async () => {
  await app.close();
});

describe('the worlds of a page', () => {
  it('keep the preload to itself: a page script sees what was exposed, and nothing of Node or of the stand-in', async () => {
    const seen = await page.evaluate(() => ({
      require: typeof (globalThis as { require?: unknown }).require,
      process: typeof (globalThis as { process?: unknown }).process,
      strange: Object.getOwnPropertyNames(globalThis).filter((name) => /electron|standin/i.test(name)),
      bridge: Object.keys(globalThis.bridge),
    }));
    expect(seen).toEqual({
      require: 'undefined',
      process: 'undefined',
      strange: [],
      bridge: ['note', 'invoke', 'onNoted', 'callBack', 'fail', 'list'],
    });
  });

  it('are bridged synchronously, with callbacks, errors and frozen values', async () => {
    const crossed = await page.evaluate(() => {
      const words = (act: () => unknown): string => {
        try {
          return String(act());
        } catch (error) {
          return `${error instanceof Error}: ${(error as Error).message}`;
        }
      };
      return {
        callback: globalThis.bridge.callBack((number) => number * 2),
        thrown: words(() => globalThis.bridge.fail()),
        thrownBack: words(() =>
          globalThis.bridge.callBack(() => {
            throw new Error('from the page');
          }),
        ),
        frozen: Object.isFrozen(globalThis.bridge) && Object.isFrozen(globalThis.bridge.list),
        fixed: Object.getOwnPropertyDescriptor(globalThis, 'bridge')?.configurable,
      };
    });
    expect(crossed).toEqual({
      callback: 41,
      thrown: 'true: refused by the preload',
      thrownBack: 'true: from the page',
      frozen: true,
      fixed: false,
    });
  });

  it('begin again with a reload, which runs the preload again', async () => {
    const hellos = (): Promise<number> =>
      app.evaluate(() => globalThis.seen.messages.filter(({ args }) => args[0] === 'hello').length);
    const before = await hellos();
    const seenByTheDriver = page.waitForEvent('load');
    await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]!.webContents;
      const loaded = new Promise<void>((resolve) => contents.once('did-finish-load', () => resolve()));
      contents.reload();
      return loaded;
    });
    await seenByTheDriver;
    expect(await hellos()).toBe(before + 1);
    expect(await page.evaluate(() => globalThis.bridge.invoke('double', 4))).toBe(8);
  });
});

describe('a page of a scheme of the app’s own', () => {
  it('is loaded through the app’s handler, under the address that the app knows', async () => {
    expect(appUrl(page)).toBe('app://bundle/index.html');
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())).toBe(
      'app://bundle/index.html',
    );
    expect(await app.evaluate(() => globalThis.seen.requests.slice(0, 2))).toEqual([
      'GET app://bundle/index.html',
      'GET app://bundle/page.js',
    ]);
    expect(await page.evaluate(() => globalThis.isSecureContext)).toBe(true);
  });

  it('can post to the handler', async () => {
    const echo = await page.evaluate(async () => (await fetch('/echo', { method: 'POST', body: 'grüezi' })).text());
    expect(echo).toBe('grüezi');
  });

  it('is sent on to where the handler says, in the app’s own words', async () => {
    const words = await page.evaluate(async () => (await fetch('/moved')).text());
    expect(words).toContain('securitypolicyviolation');
    expect(await app.evaluate(() => globalThis.seen.requests.slice(-2))).toEqual([
      'GET app://bundle/moved',
      'GET app://bundle/page.js',
    ]);
  });

  it('is held to its content security policy', async () => {
    const refused = await page.evaluate(async () => {
      const violation = new Promise((resolve) =>
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
          once: true,
        }),
      );
      const script = document.createElement('script');
      script.textContent = 'globalThis.injected = true';
      document.body.append(script);
      return [await violation, 'injected' in globalThis];
    });
    expect(refused).toEqual(['script-src-elem', false]);
  });

  it('reaches nothing beyond this machine', async () => {
    const failed = await app.evaluate(async ({ BrowserWindow }) => {
      const window = new BrowserWindow({ show: false });
      const words = await window.loadURL('https://powerhive.example/').then(
        () => 'loaded',
        (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
      );
      window.destroy();
      return words;
    });
    expect(failed).toBe("ERR_NAME_NOT_RESOLVED: ERR_NAME_NOT_RESOLVED (-105) loading 'https://powerhive.example/'");
  });

  it('loads only what a request listener lets through', async () => {
    await app.evaluate(({ session }) => {
      session.defaultSession.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: url.endsWith('/echo') }));
      session.defaultSession.webRequest.onHeadersReceived(({ responseHeaders }, decide) =>
        decide({ responseHeaders: { ...responseHeaders, 'x-added': ['yes'] } }),
      );
    });
    const outcome = await page.evaluate(async () => [
      await fetch('/echo').then(
        () => 'answered',
        () => 'refused',
      ),
      (await fetch('/page.js')).headers.get('x-added'),
    ]);
    expect(outcome).toEqual(['refused', 'yes']);
  });
});

describe('what a page wants', () => {
  it('may be refused when it wants to go elsewhere', async () => {
    await app.evaluate(({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      Object.assign(globalThis, {
        wanted: new Promise((resolve) => {
          webContents.once('will-navigate', (event) => {
            event.preventDefault();
            resolve(event.url);
          });
        }),
      });
    });
    await page.evaluate(() => {
      location.href = 'https://powerhive.example/elsewhere';
    });
    expect(await app.evaluate(() => (globalThis as unknown as { wanted: Promise<string> }).wanted)).toBe(
      'https://powerhive.example/elsewhere',
    );
    expect(appUrl(page)).toBe('app://bundle/index.html');
    expect(await page.evaluate(() => globalThis.bridge.invoke('double', 2))).toBe(4);
  });

  it.each(['window.open', 'a link'])('goes through the window-open handler when %s opens a window', async (way) => {
    await app.evaluate(({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      Object.assign(globalThis, {
        wanted: new Promise((resolve) => {
          webContents.setWindowOpenHandler(({ url }) => {
            resolve(url);
            return { action: 'deny' };
          });
        }),
      });
    });
    const got = await page.evaluate((kind) => {
      const href = 'https://powerhive.example/out';
      if (kind === 'window.open') return window.open(href, '_blank');
      const link = Object.assign(document.createElement('a'), { href, target: '_blank', textContent: 'out' });
      document.body.append(link);
      link.click();
      link.remove();
      return null;
    }, way);
    expect(got).toBeNull();
    expect(await app.evaluate(() => (globalThis as unknown as { wanted: Promise<string> }).wanted)).toBe(
      'https://powerhive.example/out',
    );
    const devtools = await page.context().newCDPSession(page);
    const pages = async (): Promise<number> => {
      const { targetInfos } = await devtools.send('Target.getTargets');
      return targetInfos.filter(({ type }) => type === 'page').length;
    };
    await expect.poll(pages).toBe(1);
  });

  it('is asked of the permission handler', async () => {
    const asked = await app.evaluate(async ({ BrowserWindow, session }) => {
      const names: string[] = [];
      session.defaultSession.setPermissionRequestHandler((_contents, permission, decide) => {
        names.push(permission);
        decide(permission === 'geolocation');
      });
      await BrowserWindow.getAllWindows()[0]?.loadURL('app://bundle/index.html');
      return names;
    });
    expect(asked).toContain('notifications');
    // The page that was loaded again may take the place of the one that is asked.
    const states = (): Promise<string[]> =>
      page.evaluate(async () => [
        (await navigator.permissions.query({ name: 'geolocation' })).state,
        (await navigator.permissions.query({ name: 'notifications' })).state,
      ]);
    await eventually(async () => expect(await states()).toEqual(['granted', 'denied']));
  });
});

describe('the picture of a page', () => {
  it('follows the theme that the app chooses', async () => {
    const dark = (): Promise<boolean> => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
    const choose = (source: 'dark' | 'light'): Promise<boolean> =>
      app.evaluate(({ nativeTheme }, chosen) => {
        nativeTheme.themeSource = chosen;
        return nativeTheme.shouldUseDarkColors;
      }, source);
    expect(await choose('dark')).toBe(true);
    await expect.poll(dark).toBe(true);
    expect(await choose('light')).toBe(false);
    await expect.poll(dark).toBe(false);
  });

  it('has the size of the window', async () => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ width: 500, height: 400 }));
    await page.waitForFunction(() => innerWidth === 500 && innerHeight === 400);
    const png = await page.screenshot();
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([500, 400]);
  });

  it('comes back after a crash of its process', async () => {
    const reason = await app.evaluate(async ({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      const gone = new Promise<string>((resolve) =>
        webContents.once('render-process-gone', (_event, details) => resolve(details.reason)),
      );
      webContents.forcefullyCrashRenderer();
      const why = await gone;
      const loaded = new Promise<void>((resolve) => webContents.once('did-finish-load', () => resolve()));
      webContents.reload();
      await loaded;
      return why;
    });
    expect(reason).toBe('crashed');
    const last = await app.evaluate(() => globalThis.seen.messages.at(-1));
    expect(last).toMatchObject({ args: ['hello'], senderIsWindow: true });
  });
});
