import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { planWindow, readWindowFacts } from '../../../src-main/commands/desktop-window.ts';
import { type Serving, startServing } from '../../fixtures/program/program.ts';

const canOpenWindow = planWindow(readWindowFacts(false)).kind === 'open';

let folder: string;
let serving: Serving | null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-start-'));
  serving = null;
});
afterEach(async () => {
  if (serving?.child.exitCode === null) await serving.stop();
  rmSync(folder, { recursive: true, force: true });
});

const reasons = (): number => serving?.stderr().match(/^No desktop window: .+$/gm)?.length ?? 0;

it.skipIf(canOpenWindow)('says in one line why there is no window, and serves the screens instead', async () => {
  serving = await startServing(['start', '--data', folder, '--port', '0']);
  expect(reasons()).toBe(1);
  expect((await serving.rest('GET', '/health')).body).toMatchObject({ watching: { state: expect.any(String) } });
  expect(await serving.stop()).toBe(0);
});

it('says nothing of a window when none is wanted', async () => {
  serving = await startServing(['start', '--headless', '--data', folder, '--port', '0']);
  expect(reasons()).toBe(0);
});
