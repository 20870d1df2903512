import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import { limitMs } from '../../tests/fixtures/patience.ts';

const FIRST_MINER = '127.88.9.1';
const LAST_MINER = '127.88.9.3';

/**
 * Starts a packaged program with three simulated miners, opens one of them with a click, and then
 * every screen of the rail, which are files of their own. That works only if all parts of the package
 * are there. Returns what went wrong.
 */
export async function bootPackage(program: string, root: string, workFolder: string): Promise<string[]> {
  const miners = `${FIRST_MINER}-${LAST_MINER}:${await findFreePort(FIRST_MINER)}`;
  const userData = join(workFolder, 'user-data');
  mkdirSync(userData);
  writeFileSync(join(userData, 'config.json'), JSON.stringify({ network: { subnets: [miners] } }));
  const simulator = spawn(process.execPath, [join(root, 'dist/main/cli.js'), 'sim', '--listen', miners], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const simulatorSaid = collectErrors(simulator);
  try {
    await once(simulator.stdout, 'data', { signal: AbortSignal.timeout(limitMs()) });
    return await clickThrough(program, userData, workFolder);
  } catch (error) {
    return [`${error instanceof Error ? error.message : error}\nThe simulated miners: ${simulatorSaid()}`];
  } finally {
    simulator.kill();
  }
}

async function clickThrough(program: string, userData: string, workFolder: string): Promise<string[]> {
  const launched = await _electron.launch({
    executablePath: program,
    args: [`--user-data-dir=${userData}`],
    cwd: workFolder,
    timeout: limitMs(),
  });
  const child = launched.process();
  const said = collectErrors(child);
  const ended = once(child, 'exit');
  try {
    const page = await launched.firstWindow({ timeout: limitMs() });
    page.setDefaultTimeout(limitMs());
    const packaged = await launched.evaluate(({ app }) => app.isPackaged);
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /^Fleet/ })
      .click();
    await page.getByRole('grid', { name: 'Miners' }).getByText(FIRST_MINER).first().click();
    await page.getByRole('complementary', { name: /^Miner/ }).waitFor();
    for (const link of await page.getByRole('navigation').getByRole('link').all()) {
      const name = ((await link.getAttribute('aria-label')) ?? (await link.textContent()) ?? '').split(',')[0] ?? '';
      await link.click();
      await page.getByRole('heading', { level: 1, name }).waitFor({ state: 'attached' });
    }
    await launched.evaluate(({ app }) => app.quit());
    const [code] = await ended;
    return [
      ...(packaged ? [] : ['it does not know that it is packaged']),
      ...(code === 0 ? [] : [`it ended with code ${code}: ${said()}`]),
    ];
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${said()}`);
  } finally {
    child.kill('SIGKILL');
  }
}

function collectErrors(child: ChildProcess): () => string {
  let said = '';
  child.stderr?.on('data', (text) => {
    said += text;
  });
  return () => said;
}

async function findFreePort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error(`${host} has no ports.`);
  return address.port;
}
