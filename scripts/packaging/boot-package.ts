import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { _electron } from 'playwright-core';

const START_TIMEOUT_MS = 30_000;
const STEP_TIMEOUT_MS = 20_000;

/**
 * Starts a packaged program on the demo fleet and opens one miner with a click: every part that the package is made of has to be there for that.
 * Answers what went wrong, if anything did.
 */
export async function bootPackage(program: string, workFolder: string): Promise<string[]> {
  const userData = join(workFolder, 'user-data');
  mkdirSync(userData);
  let said = '';
  try {
    const app = await _electron.launch({
      executablePath: program,
      args: [`--user-data-dir=${userData}`, '--demo={"miners":3}'],
      cwd: workFolder,
      timeout: START_TIMEOUT_MS,
    });
    const child = app.process();
    child.stderr?.on('data', (text) => {
      said += text;
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    try {
      const page = await app.firstWindow({ timeout: START_TIMEOUT_MS });
      page.setDefaultTimeout(STEP_TIMEOUT_MS);
      const packaged = await app.evaluate(({ app: running }) => running.isPackaged);
      const row = page.getByRole('grid', { name: 'Miners' }).getByRole('row').nth(1);
      await row.click();
      await page.getByRole('complementary', { name: /^Miner/ }).waitFor();
      await app.evaluate(({ app: running }) => running.quit());
      const code = await ended;
      return [
        ...(packaged ? [] : ['it does not know that it is packaged']),
        ...(code === 0 ? [] : [`it ended with code ${code}: ${said}`]),
      ];
    } finally {
      child.kill('SIGKILL');
    }
  } catch (error) {
    return [`${error instanceof Error ? error.message : error}\n${said}`];
  }
}
