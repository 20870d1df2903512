import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { real, runApp, spawnApp } from '../launch.ts';
import { fixtureApp, launchFixture } from './fixture.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-lifecycle-'));
});
afterAll(() => {
  const left = processesOf(folder);
  rmSync(folder, { recursive: true });
  expect(left).toEqual([]);
});

const at = (name: string): string => join(folder, name);
const file = (name: string): string => join(fixtureApp, name);

/** The processes, browser and all, that were started with a folder under this one. */
function processesOf(path: string): string[] {
  return execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(path) && !line.includes('ps -eo'));
}

function ended(app: {
  process(): { once(event: 'exit', listener: (code: number | null) => void): unknown };
}): Promise<number | null> {
  const process = app.process();
  return new Promise((resolve) => process.once('exit', resolve));
}

describe('an app', () => {
  it('asks before it quits, and ends with code 0, with its browser and with the folder of the test', async () => {
    const { app } = await launchFixture();
    const userData = await app.evaluate(({ app: main }) => main.getPath('userData'));
    expect(existsSync(userData)).toBe(true);
    const code = ended(app);
    await app.evaluate(({ app: main }) => {
      for (const name of ['before-quit', 'window-all-closed', 'will-quit', 'quit']) {
        (main as NodeJS.EventEmitter).on(name, () => process.stderr.write(`${name}\n`));
      }
    });
    const said: string[] = [];
    app.process().stderr?.on('data', (data: Buffer) => said.push(String(data)));
    expect(processesOf(userData).length).toBeGreaterThan(1);
    await app.close();
    expect(await code).toBe(0);
    expect(said.join('').match(/^(before-quit|window-all-closed|will-quit|quit)$/gm)).toEqual([
      'before-quit',
      'will-quit',
      'quit',
    ]);
    expect(processesOf(userData)).toEqual([]);
    await expect.poll(() => existsSync(userData)).toBe(false);
  });

  it('ends when its last window is closed and nothing listens for that', async () => {
    const { app } = await launchFixture({ userDataDir: at('last') });
    const code = ended(app);
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    expect(await code).toBe(0);
  });

  it('is started once: the second start hands over; it stays when a window refuses to close, and ends at once with the code it names', async () => {
    const userDataDir = at('twice');
    const { app, page } = await launchFixture({ userDataDir });
    const code = ended(app);
    const second = await runApp({ entry: fixtureApp, userDataDir, args: ['--rescan', 'powerhive://fleet'] });
    expect(second.exitCode).toBe(0);
    await expect.poll(() => app.evaluate(() => globalThis.seen.secondInstances.length)).toBe(1);
    const [reported] = await app.evaluate(() => globalThis.seen.secondInstances);
    expect(reported?.argv.slice(-2)).toEqual(['--rescan', 'powerhive://fleet']);
    expect(reported).toMatchObject({ cwd: process.cwd(), data: { from: 'fixture' } });

    await app.evaluate(({ app: main, BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.on('close', (event) => event.preventDefault());
      main.quit();
    });
    expect(await page.evaluate(() => globalThis.bridge.invoke('double', 3))).toBe(6);
    await app.evaluate(({ app: main }) => {
      setImmediate(() => main.exit(3));
    });
    expect(await code).toBe(3);
  });

  it('can be started again after it was killed, and quits in order when it is asked to end by a signal', async () => {
    const userDataDir = at('killed');
    const first = await launchFixture({ userDataDir });
    const gone = ended(first.app);
    first.app.process().kill('SIGKILL');
    await gone;
    await expect.poll(() => processesOf(userDataDir)).toEqual([]);
    const { app } = await launchFixture({ userDataDir });
    const code = ended(app);
    app.process().kill('SIGTERM');
    expect(await code).toBe(0);
  });

  it('runs worker threads on plain Node with its database, and without electron', async () => {
    const { exitCode, stderr } = await runApp({ entry: file('worker-main.js'), userDataDir: at('worker') });
    expect(stderr).toContain('"sum":3');
    expect(stderr).toContain("'electron' cannot be imported in a worker thread");
    expect(exitCode).toBe(7);
  });
});

describe('the executable', () => {
  it('is plain Node when the environment says so', () => {
    const executable = createRequire(import.meta.url)('electron') as string;
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    expect(execFileSync(executable, ['-p', '6 * 7'], { encoding: 'utf8', env }).trim()).toBe('42');
  });
});

describe.skipIf(real)('a mistake that Electron would ignore or show in a dialog', () => {
  it('is named when the main module waits for ready at its top level, and nothing else keeps it alive', async () => {
    const { exitCode, stderr } = await runApp({ entry: file('early-wait.js'), userDataDir: at('early') });
    expect(stderr).toContain('Does it await app.whenReady() at its top level?');
    expect(exitCode).toBe(13);
  });

  it('is named when something else keeps it alive', async () => {
    const child = spawnApp({ entry: file('early-wait-awake.js'), userDataDir: at('awake') });
    const closed = new Promise((resolve) => child.once('close', resolve));
    const words = await new Promise<string>((resolve) => child.stderr?.once('data', (data) => resolve(String(data))));
    child.kill('SIGKILL');
    await closed;
    expect(words).toContain('Does it await app.whenReady() at its top level?');
    expect(existsSync(at('awake')) ? readdirSync(at('awake')) : []).toEqual([]);
  });

  it('is reported with its stack when the main module throws', async () => {
    const { exitCode, stderr } = await runApp({ entry: file('broken.js'), userDataDir: at('broken') });
    expect(stderr).toMatch(/App threw an error during load\nError: broken at load\n\s+at .*broken\.js/);
    expect(exitCode).toBe(1);
  });
});
