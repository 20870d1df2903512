import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Miner } from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { collectComplaints, openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { scaledMs, until } from '../../fixtures/patience.ts';
import { SourceCopy } from '../../fixtures/program/source-copy.ts';

const net = await claimNet();
const LISTEN = `${net}.3.1-${net}.3.2:8985`;

let copy: SourceCopy;
let dev: ChildProcess;
let url: string;
let token: string;
let browser: Browser;
let page: Page;
let complaints: string[];
let said = '';

beforeAll(async () => {
  copy = new SourceCopy();
  const data = join(copy.root, 'data');
  mkdirSync(data);
  writeFileSync(join(data, 'dev-farm.json'), JSON.stringify({ listen: LISTEN }));
  writeFileSync(join(data, 'config.json'), JSON.stringify({ network: { subnets: [LISTEN] } }));
  const args = ['scripts/dev.ts', '--headless', '--json', '--port', '0', '--data', data];
  dev = spawn(process.execPath, args, { cwd: copy.root, stdio: ['ignore', 'pipe', 'inherit'] });
  dev.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [started] = await Promise.all([
    shareBrowser(),
    until('npm run dev to be ready', () => said.includes('\n') || dev.exitCode !== null),
  ]);
  browser = started;
  const ready = JSON.parse(said.slice(0, said.indexOf('\n'))) as { url: string; token_file: string };
  url = ready.url;
  token = readFileSync(ready.token_file, 'utf8').trim();
  page = await openPage(browser);
  complaints = collectComplaints(page);
  await page.goto(`${url}/#token=${token}`);
  await page.goto(`${url}/#/fleet`);
  await page.getByText(`${net}.3.2`).first().waitFor();
});

afterAll(async () => {
  await browser?.close();
  if (dev !== undefined && dev.exitCode === null) {
    dev.kill('SIGTERM');
    await once(dev, 'close');
  }
  copy?.[Symbol.dispose]();
});

/** Milliseconds from a change of a source until it is visible. */
async function timed(name: string, change: () => void, seen: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  change();
  await seen();
  const ms = Math.round(performance.now() - startedMs);
  process.stdout.write(`${name}: ${ms} ms\n`);
  return ms;
}

/** The response of PowerHive through the page's address; null while it restarts. */
async function ask<T>(path: string, method = 'GET'): Promise<T | null> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/api${path}`, { method, headers }).catch(() => null);
  return response?.ok === true ? ((await response.json()) as T) : null;
}

const minerIds = async (): Promise<string[] | undefined> => (await ask<Miner[]>('/miners'))?.map(({ id }) => id);

/** The status of the response to a request with these headers. */
async function statusOf(path: string, headers: Record<string, string>): Promise<number | undefined> {
  const asking = request(`${url}${path}`, { headers }).end();
  const [event, response] = await Promise.race([
    once(asking, 'response').then(([answer]) => ['response', answer] as const),
    once(asking, 'upgrade').then(([answer, socket]) => {
      socket.destroy();
      return ['upgrade', answer] as const;
    }),
  ]);
  if (event === 'response') response.resume();
  return response.statusCode;
}

describe('npm run dev', () => {
  it('shows a changed colour and a changed component without a reload', async () => {
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    const colourMs = await timed(
      'a colour, until it is on the screen',
      () => copy.edit('src-renderer/app/brand.module.css', 'fill: var(--ph-accent)', 'fill: rgb(1, 2, 3)'),
      () =>
        page.waitForFunction(() => {
          const mark = document.querySelector('header svg path');
          return mark !== null && getComputedStyle(mark).fill === 'rgb(1, 2, 3)';
        }),
    );
    expect(colourMs).toBeLessThan(scaledMs(1000));
    await timed(
      'a component, until it is on the screen',
      () => copy.edit('src-renderer/app/brand.tsx', '{appTexts.name}', 'HoneyHive'),
      () => page.getByText('HoneyHive').waitFor(),
    );
    expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('passes on only what its own page asks, and PowerHive refuses the rest as ever', async () => {
    const { host } = new URL(url);
    const authorization = `Bearer ${token}`;
    const socket = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    };
    expect(await statusOf('/api/miners', { host, authorization })).toBe(200);
    expect(await statusOf('/api/miners', { host })).toBe(401);
    expect(await statusOf('/api/miners', { host: 'farm.example', authorization })).toBe(403);
    expect(await statusOf('/api/miners', { host, authorization, origin: 'http://farm.example' })).toBe(403);
    expect(await statusOf('/ws', { ...socket, host, origin: url })).toBe(101);
    expect(await statusOf('/ws', { ...socket, host, origin: 'http://farm.example' })).toBe(403);
    expect(await statusOf('/ws', { ...socket, host: 'farm.example', origin: url })).toBe(403);
    expect(await statusOf('/main.tsx', { host: 'farm.example' })).toBe(403);
    expect(await statusOf(`/@fs${join(copy.root, 'data', 'token')}`, { host })).toBe(403);
  });

  it('restarts the program with a changed parser, and the farm is known at once', async () => {
    const before = await minerIds();
    const path = `/miners/${before?.[0]}`;
    const version = async (): Promise<string | null> => {
      const isChecked = (await ask(`${path}/rescan`, 'POST')) !== null;
      return isChecked ? ((await ask<Miner>(path))?.firmware_version ?? null) : null;
    };
    await timed(
      'a parser, until a REST answer shows it',
      () =>
        copy.edit(
          'src-main/drivers/vnish/payloads/info.ts',
          "parseVersion(payload['fw_version']) ??",
          "'9.9.9-dev' ??",
        ),
      () => until('the answer of the changed parser', async () => (await version()) === '9.9.9-dev', { often: true }),
    );
    expect(said).toContain('"restarted":true,"files":["src-main/drivers/vnish/payloads/info.ts"]');
    expect(await minerIds()).toEqual(before);
    await page.getByText(`${net}.3.2`).first().waitFor();
  });
});
