import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LaunchedApp, real } from '../launch.ts';
import { launchFixture } from './fixture.ts';

describe.skipIf(real)('what the stand-in does not have', () => {
  let app: LaunchedApp;
  beforeAll(async () => {
    ({ app } = await launchFixture());
  });
  afterAll(async () => {
    await app.close();
  });

  it.each([
    ['app', 'getGPUInfo'],
    ['window', 'setVibrancy'],
    ['contents', 'printToPDF'],
    ['session', 'cookies'],
    ['utilityProcess', 'fork'],
    ['electron', 'desktopCapturer'],
  ])('says so by name: %s.%s', async (object, property) => {
    const words = await app.evaluate(
      (electron, [name, key]) => {
        const window = electron.BrowserWindow.getAllWindows()[0]!;
        const objects: Record<string, object> = {
          app: electron.app,
          window,
          contents: window.webContents,
          session: electron.session.defaultSession,
          utilityProcess: electron.utilityProcess,
          electron,
        };
        try {
          return typeof Reflect.get(objects[name]!, key);
        } catch (error) {
          return (error as Error).message;
        }
      },
      [object, property] as const,
    );
    expect(words).toMatch(new RegExp(`^electron stand-in: \\w+\\.${property} is not implemented$`));
  });
});
