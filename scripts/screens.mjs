// Takes the pictures of docs/screens: each screen, in both colour schemes, with farms of 0, 1, 50
// and 10,000 simulated miners.
//   npm run screens -- [--miners none,0,1,50,10000] [--only fleet,miner] [--format webp|png] [--out
//   FOLDER]
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { BROWSER_ARGS, findBrowser } from './browser.mjs';
import { failsAtRestart, findFarm, settleFarm, startFarm } from './screens/farm.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    miners: { type: 'string', default: 'none,0,1,50,10000' },
    only: { type: 'string' },
    format: { type: 'string', default: 'webp' },
    out: { type: 'string', default: join(root, 'docs', 'screens') },
  },
});
const out = resolve(values.out);
const only = values.only?.split(',');
const VIEWPORT = { width: 1440, height: 900 };
/** Charts need some minutes of history, and chips their first readings. */
const SETTLE_MS = 75_000;
/** Most problems have lasted for long enough to be in the list. */
const PROBLEMS_MS = 390_000;
/** A restart takes 100 seconds. */
const JOB_MS = 130_000;

/** The pictures of a farm: name of the file, route, and steps before. */
async function scenes(farm, count) {
  if (count === null) return [{ name: 'welcome', route: '/fleet' }];
  const plain = [
    ...['models', 'anomalies', 'activity'].map((name) => ({ name, route: `/${name}` })),
    { name: 'settings', route: '/settings', whole: true },
  ];
  const overview = { name: 'overview', route: '/overview' };
  if (count === 0) return [overview, { name: 'fleet', route: '/fleet' }, ...plain];
  const anomalies = await farm.rest('GET', '/anomalies');
  const silent = anomalies.find(({ code }) => code === 'chip_zero_hashrate') ?? anomalies[0];
  const [first] = await farm.rest('GET', '/miners');
  const id = silent?.miner_id ?? first.id;
  const board = silent?.chain_id == null ? '' : `/board/${silent.chain_id}/${silent.chip_ids.slice(0, 12).join(',')}`;
  return [
    overview,
    { name: 'fleet', route: '/fleet' },
    { name: 'miner', route: `/fleet/${id}` },
    { name: 'chips', route: `/fleet/${id}${board}`, wide: true },
    { name: 'history', route: '/fleet/history' },
    { name: 'preview', route: '/jobs/new/restart?q=online' },
    { name: 'typed-count', route: '/jobs/new/stop?q=online' },
    { name: 'search', route: '/fleet', typed: 'managed state:' },
    ...plain,
  ];
}

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({ executablePath: findBrowser() ?? undefined, args: BROWSER_ARGS });
for (const text of values.miners.split(',')) {
  const count = text === 'none' ? null : Number(text);
  process.stderr.write(`${count === null ? 'Before a network is named' : `${count} miners`} ...\n`);
  await using farm = await startFarm(count);
  if (count !== null && count > 0) {
    await findFarm(farm, count);
    await takePictures(farm, count, [{ name: 'found', route: '/fleet' }]);
    await settleFarm(farm, count);
    await new Promise((settled) => setTimeout(settled, SETTLE_MS));
  }
  await takePictures(farm, count, await scenes(farm, count));
  if (count > 0) await takeProblems(farm, count);
  // Last: the other pictures are of a farm at work.
  if (count > 0) await takeJobs(farm, count);
}
await browser.close();

function isWanted(name) {
  return only === undefined || only.includes(name);
}

/** The list of problems with the worst one opened, the editor of a rule, and the channels. */
async function takeProblems(farm, count) {
  const names = ['problems', 'rule', 'channels'];
  if (!names.some(isWanted)) return;
  // Nothing is sent: none of them is on.
  const url = 'http://127.0.0.1:9/';
  const hold = { digest_at: ['07:00', '19:00'], quiet_hours: { from: '22:00', to: '06:00' } };
  for (const channel of [
    { kind: 'telegram', name: 'Operators', settings: { bot_token: '1:a', chat_id: '-100123' }, ...hold },
    { kind: 'webhook', name: 'Ticket system', settings: { url, secret: 'secret' }, min_severity: 'critical' },
    { kind: 'heartbeat', name: 'Watchdog', settings: { url, every_seconds: 60 } },
  ]) {
    await farm.rest('POST', '/channels', { ...channel, enabled: false });
  }
  const until = Date.now() + PROBLEMS_MS;
  const open = () => farm.rest('GET', '/incidents?state=open');
  while (Date.now() < until) await new Promise((later) => setTimeout(later, 1000));
  const [worst] = await open();
  await takePictures(farm, count, [
    { name: 'problems', route: worst === undefined ? '/incidents' : `/incidents/${worst.incident_id}` },
    { name: 'rule', route: '/incidents/rules', opened: 'Edit Hash rate below expected' },
    { name: 'channels', route: '/settings', section: 'Alert channels' },
  ]);
}

/** Jobs that were undone, that run, and that were halted by a failure on the first miner. */
async function takeJobs(farm, count) {
  const picture = (name, id) => takePictures(farm, count, [{ name, route: `/jobs/${id}` }]);
  if (isWanted('undone')) await picture('undone', await undoneJob(farm));
  if (isWanted('job')) {
    const id = await beginJob(farm);
    await picture('job', id);
    await farm.rest('POST', `/jobs/${id}/stop`);
  }
  if (isWanted('halted')) await picture('halted', await haltedJob(farm, count));
}

/** Pauses some miners, and resumes them by an undo. */
async function undoneJob(farm) {
  const { planned } = await farm.rest('POST', '/jobs/plan', { action: 'pause', query: 'state:mining' });
  const { job } = await farm.rest('POST', '/jobs', { action: 'pause', ids: planned.slice(0, 9).map(({ id }) => id) });
  await ended(farm, job.job_id);
  const { confirm_count } = await farm.rest('POST', `/jobs/${job.job_id}/undo`);
  const undo = await farm.rest('POST', `/jobs/${job.job_id}/undo`, { confirm_count });
  await ended(farm, undo.job.job_id);
  return job.job_id;
}

/** Starts a job, and waits until its first miners are back while others restart or wait. */
async function beginJob({ rest }) {
  const rules = { first_wave: 5, second_wave: 20, stop_wave_failed_percent: 100, stop_total_failed_percent: 100 };
  const { job } = await rest('POST', '/jobs', { action: 'restart', query: 'state:mining', rules });
  await new Promise((later) => setTimeout(later, JOB_MS));
  return job.job_id;
}

/** Restarts miners, the first of which fails at it. */
async function haltedJob(farm, count) {
  const host = failsAtRestart(count);
  const miners = await farm.rest('GET', '/miners');
  const fails = miners.find(({ ip }) => ip?.startsWith(`${host}:`)).id;
  let ids = [];
  while (ids[0] !== fails) {
    await new Promise((later) => setTimeout(later, 2000));
    const { planned } = await farm.rest('POST', '/jobs/plan', { action: 'restart', query: '*' });
    ids = planned.map(({ id }) => id).sort((a, b) => Number(b === fails) - Number(a === fails));
  }
  const { job } = await farm.rest('POST', '/jobs', { action: 'restart', ids });
  await ended(farm, job.job_id);
  return job.job_id;
}

async function ended({ rest }, id) {
  while ((await rest('GET', `/jobs/${id}`)).finished_at === null) await new Promise((later) => setTimeout(later, 1000));
}

/** Takes the wanted pictures, dark and light. */
async function takePictures(farm, count, possible) {
  const wanted = possible.filter(({ name }) => isWanted(name));
  if (wanted.length === 0) return;
  for (const colorScheme of ['dark', 'light']) {
    const options = { viewport: VIEWPORT, colorScheme, reducedMotion: 'reduce' };
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await page.goto(`${farm.url}/#token=${farm.token}`);
    await page.getByRole('heading').first().waitFor();
    for (const { name, route, wide = false, whole = false, typed, opened, section } of wanted) {
      await page.setViewportSize(VIEWPORT);
      await page.evaluate((isWide) => localStorage.setItem('powerhive.wide-panel', String(isWide)), wide);
      await page.goto(`${farm.url}/#${route}`);
      await page.reload();
      await page.getByRole('heading').first().waitFor();
      if (count !== null) await allHaveCome(farm, page);
      await page.waitForTimeout(count === 10_000 ? 5000 : 2500);
      if (whole) await page.setViewportSize({ ...VIEWPORT, height: VIEWPORT.height + (await hiddenBelow(page)) });
      if (typed !== undefined) {
        await page.keyboard.press('/');
        await page.keyboard.type(typed);
        await page.waitForTimeout(1000);
      }
      if (opened !== undefined) {
        await page.getByRole('button', { name: opened }).click();
        await page.waitForTimeout(3000);
      }
      if (section !== undefined)
        await page.getByRole('heading', { name: section }).evaluate((at) => at.scrollIntoView());
      const file = [name, count, colorScheme].filter((part) => part !== null).join('-');
      await shoot(page, join(out, `${file}.${values.format}`));
    }
    await context.close();
  }
}

/** Waits for all miners: a page gets a large farm in chunks. */
async function allHaveCome(farm, page) {
  const miners = await farm.rest('GET', '/miners');
  await page.getByText(` of ${miners.length.toLocaleString('en')} monitored`).waitFor({ timeout: 60_000 });
}

/** How much longer a screen is than the window. */
function hiddenBelow(page) {
  return page.evaluate(() =>
    Math.max(...[...document.querySelectorAll('main, main *')].map((part) => part.scrollHeight - part.clientHeight)),
  );
}

/** Playwright cannot write WebP, which is a third of the size of PNG. */
async function shoot(page, path) {
  const session = await page.context().newCDPSession(page);
  const quality = values.format === 'webp' ? { quality: 90 } : {};
  const { data } = await session.send('Page.captureScreenshot', { format: values.format, ...quality });
  writeFileSync(path, Buffer.from(data, 'base64'));
  await session.detach();
}
