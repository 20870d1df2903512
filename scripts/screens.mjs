// Takes the pictures of docs/screens from the demo fleet: the fleet and one miner, in both schemes.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { BROWSER_ARGS, findBrowser } from './browser.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, 'docs', 'screens');
const data = mkdtempSync(join(tmpdir(), 'powerhive-screens-'));
const args = [
  join(root, 'dist/main/cli.js'),
  'demo',
  '--headless',
  '--data',
  data,
  '--time-scale',
  '1',
  ...process.argv.slice(2),
];
const demo = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
const ready = await new Promise((resolve) => demo.stdout.once('data', (line) => resolve(JSON.parse(String(line)))));
const token = readFileSync(ready.token_file, 'utf8').trim();
const rest = async (method, path, body) => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(`${ready.url}/api${path}`, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  return response.json();
};
const until = async (holds) => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 500));
};

await until(async () => {
  const models = await rest('GET', '/models');
  return (
    models.length > 0 &&
    models.every((model) => model.presets.length > 0) &&
    (await rest('GET', '/miners')).every((miner) => miner.has_api_key)
  );
});
for (const { alias, presets } of await rest('GET', '/models'))
  await rest('PATCH', `/models/${alias}`, { max_preset: presets.at(-1).name });
const miners = await rest('GET', '/miners');
// One in twelve is left alone, as on a real farm.
for (const [i, { id }] of miners.entries()) if (i % 12 !== 7) await rest('PATCH', `/miners/${id}`, { managed: true });
await until(async () =>
  (await rest('GET', '/miners')).every((miner) => !miner.managed || miner.latest_status !== null),
);
// A chart wants some minutes of history, and the chips their first reading.
await new Promise((resolve) => setTimeout(resolve, 75_000));

const browser = await chromium.launch({
  executablePath: findBrowser() ?? undefined,
  args: BROWSER_ARGS,
});
mkdirSync(out, { recursive: true });
const worst = (await rest('GET', '/anomalies'))[0]?.miner_id ?? miners[0].id;
for (const colorScheme of ['dark', 'light']) {
  const page = await (
    await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme, reducedMotion: 'reduce' })
  ).newPage();
  const shoot = async (name, route, settled) => {
    await page.goto(`${ready.url}/#${route}`);
    await settled();
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(out, `${name}-${colorScheme}.png`) });
  };
  await page.goto(`${ready.url}/#token=${token}`);
  await page.getByRole('grid', { name: 'Miners' }).waitFor();
  await shoot('fleet', '/fleet', () => page.getByRole('grid', { name: 'Miners' }).waitFor());
  await shoot('miner', `/fleet/${worst}`, () => page.getByRole('complementary', { name: /^Miner/ }).waitFor());
  for (const name of ['models', 'anomalies', 'activity', 'settings'])
    await shoot(name, `/${name}`, () => page.getByRole('heading').first().waitFor());
}
await browser.close();
demo.kill('SIGTERM');
await new Promise((resolve) => demo.once('close', resolve));
rmSync(data, { recursive: true, force: true });
