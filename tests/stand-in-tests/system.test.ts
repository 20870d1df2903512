import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LaunchedApp, real } from '../launch.ts';
import {
  answerDialogs,
  choose,
  clickNotification,
  clickTray,
  emitPower,
  readDialogs,
  readNotifications,
  readOpened,
  readRequests,
  readTray,
} from '../recorded.ts';
import { launchFixture } from './fixture.ts';

declare global {
  /** What the code under test in the main process noted. */
  var noted: string[];
}

let app: LaunchedApp;
beforeAll(async () => {
  ({ app } = await launchFixture());
  await app.evaluate(() => {
    globalThis.noted = [];
  });
});
afterAll(async () => {
  await app.close();
});

describe('the system around an app', () => {
  it('has a tray, whose icon and menu can be used', async () => {
    await app.evaluate(({ Menu, nativeImage, Tray }) => {
      const tray = new Tray(nativeImage.createEmpty());
      tray.setToolTip('All is well');
      tray.on('click', () => globalThis.noted.push('tray'));
      const again = { label: 'Again', type: 'checkbox' as const, click: () => globalThis.noted.push('again') };
      tray.setContextMenu(Menu.buildFromTemplate([{ label: 'More', submenu: [again] }, { type: 'separator' }]));
    });
    await clickTray(app);
    await choose(app, 'tray', 'More', 'Again');
    await expect.poll(() => app.evaluate(() => globalThis.noted)).toEqual(['tray', 'again']);
    expect(await readTray(app)).toMatchObject({
      toolTip: 'All is well',
      menu: [
        { label: 'More', type: 'submenu', enabled: true },
        { label: 'Again', type: 'checkbox', checked: true },
        { type: 'separator' },
      ],
    });
    await expect(choose(app, 'tray', 'Nothing')).rejects.toThrow('There is no "Nothing" in the tray menu');
  });

  it('has an application menu', async () => {
    await app.evaluate(({ Menu }) => {
      const template = [
        { label: 'Miners', submenu: [{ id: 'scan', label: 'Scan', click: () => globalThis.noted.push('scan') }] },
      ];
      Menu.setApplicationMenu(Menu.buildFromTemplate(template));
    });
    await choose(app, 'application', 'Miners', 'Scan');
    await expect.poll(() => app.evaluate(() => globalThis.noted.at(-1))).toBe('scan');
    expect(await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('scan')?.label)).toBe('Scan');
  });

  it('shows notifications, which can be clicked', async () => {
    await app.evaluate(({ Notification }) => {
      const notification = new Notification({ title: 'A board is missing', body: 'rack 3' });
      notification.on('click', () => globalThis.noted.push('notification'));
      notification.show();
    });
    await clickNotification(app, 'A board is missing');
    expect(await app.evaluate(() => globalThis.noted.at(-1))).toBe('notification');
    expect(await readNotifications(app)).toEqual([
      { title: 'A board is missing', body: 'rack 3', silent: false, closed: false },
    ]);
  });

  it('answers dialogs as the test says, and keeps what was opened', async () => {
    await answerDialogs(app, { response: 1 });
    const response = await app.evaluate(async ({ dialog, shell }) => {
      await shell.openExternal('https://powerhive.example/manual');
      return (await dialog.showMessageBox({ message: 'Stop?', buttons: ['Stop', 'Go on'] })).response;
    });
    expect(response).toBe(1);
    expect(await readDialogs(app)).toEqual([
      { kind: 'message', title: '', message: 'Stop?', detail: '', buttons: ['Stop', 'Go on'] },
    ]);
    expect(await readOpened(app)).toEqual(['https://powerhive.example/manual']);
  });

  it('goes to sleep and wakes when a test says so', async () => {
    await app.evaluate(({ powerMonitor }) => {
      powerMonitor.on('suspend', () => globalThis.noted.push('suspend'));
      powerMonitor.on('resume', () => globalThis.noted.push('resume'));
    });
    await emitPower(app, 'suspend');
    await emitPower(app, 'resume');
    expect(await app.evaluate(() => globalThis.noted.slice(-2))).toEqual(['suspend', 'resume']);
  });

  it('makes requests of its own to this machine only', async () => {
    const server = createServer(({ url }, response) => {
      if (url === '/moved') response.writeHead(302, { location: '/here' }).end();
      else response.end(`got ${url}`);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    const ask = (url: string): Promise<string> =>
      app.evaluate(
        ({ net, session }, asked) =>
          new Promise<string>((done) => {
            const from = session.fromPartition('own', { cache: false });
            const request = net.request({ url: asked, redirect: 'manual', session: from });
            request.on('redirect', (status, _method, to) => done(`${status} ${new URL(to).pathname}`));
            request.on('error', (error) => done(error.message));
            request.on('response', (response) => {
              let text = '';
              response.on('data', (chunk) => (text += chunk.toString()));
              response.on('end', () => done(`${response.statusCode} ${text}`));
            });
            request.end();
          }),
        url,
      );
    expect(await ask(`http://127.0.0.1:${port}/a`)).toBe('200 got /a');
    expect(await ask(`http://127.0.0.1:${port}/moved`)).toBe('302 /here');
    await new Promise((closed) => server.close(closed));
    expect(await ask(`http://127.0.0.1:${port}/a`)).toBe('net::ERR_CONNECTION_REFUSED');
    expect(await readRequests(app)).toHaveLength(3);
  });

  it.skipIf(real)('has no way out of this machine', async () => {
    const said = await app.evaluate(
      ({ net }) =>
        new Promise<string>((done) => {
          net
            .request('https://example.com/')
            .on('error', (error) => done(error.message))
            .end();
        }),
    );
    expect(said).toBe('net::ERR_NAME_NOT_RESOLVED');
  });

  it('keeps secrets that only it can read', async () => {
    const kept = await app.evaluate(({ safeStorage }) => {
      const compacted = safeStorage.encryptString('admin');
      const spoilt = Buffer.from(compacted);
      spoilt[spoilt.length - 1]! ^= 1;
      let refusal = '';
      try {
        safeStorage.decryptString(spoilt);
      } catch (error) {
        refusal = (error as Error).message;
      }
      return { plain: compacted.includes('admin'), open: safeStorage.decryptString(compacted), refusal };
    });
    expect(kept).toEqual({
      plain: false,
      open: 'admin',
      refusal: 'Error while decrypting the ciphertext provided to safeStorage.decryptString.',
    });
  });

  it.skipIf(process.platform !== 'linux')('has no login items on Linux', async () => {
    const login = await app.evaluate(({ app: main }) => {
      main.setLoginItemSettings({ openAtLogin: true });
      return main.getLoginItemSettings();
    });
    expect(login).toMatchObject({ openAtLogin: false, wasOpenedAtLogin: false });
  });

  it('says who the app is', async () => {
    const facts = await app.evaluate(({ app: main }) => ({
      name: main.getName(),
      version: main.getVersion(),
      packaged: main.isPackaged,
      dock: main.dock === undefined,
      type: (process as { type?: string }).type,
      electron: process.versions.electron?.split('.')[0],
    }));
    expect(facts).toEqual({
      name: 'Stand-in App',
      version: '1.2.3',
      packaged: false,
      dock: process.platform !== 'darwin',
      type: 'browser',
      electron: '45',
    });
  });
});
