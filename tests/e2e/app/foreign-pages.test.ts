import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActivityEntry, Miner } from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { launchBrowser, openPage } from '../../fixtures/page/browser.ts';
import { limitMs } from '../../fixtures/patience.ts';
import { startWatchedFarm, type WatchedFarm } from '../../fixtures/program/watched-farm.ts';

/** A name of the attacker that resolves to this computer after his page is loaded. */
const REBOUND = 'rebound.test';

let farm: WatchedFarm;
let browser: Browser;
let attacker: Server;
/** Requests to the attacker's own server, possibly with the token. */
let loot: string[];
let page: Page;
let miner: Miner;

beforeAll(async () => {
  const net = await claimNet();
  farm = await startWatchedFarm({ listen: `${net}.1.1:8987`, profile: 'healthy' });
  [miner] = (await farm.miners()) as [Miner];
  loot = [];
  attacker = createServer((request, response) => {
    loot.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
    response.setHeader('content-type', 'text/html').end('<title>free hashrate</title><body></body>');
  });
  await new Promise<void>((listening) => attacker.listen(0, '127.0.0.1', listening));
  browser = await launchBrowser({ names: [REBOUND] });
  page = await openPage(browser);
});

afterAll(async () => {
  await browser?.close();
  await farm?.[Symbol.asyncDispose]();
  attacker?.close();
});

const operatorChanges = async (): Promise<string[]> =>
  ((await farm.serving.rest('GET', '/activity?limit=500')).body as ActivityEntry[])
    .filter(({ kind }) => kind === 'operator_change')
    .map(({ message }) => message);

describe('a foreign page, open in the same browser', () => {
  it('can read nothing, change nothing and open no stream, whatever it tries', async () => {
    // The operator is signed in in another page.
    const own = await page.context().newPage();
    await own.goto(`${farm.serving.url}/#token=${farm.serving.token}`);
    await own.goto(`${farm.serving.url}/#/fleet`);
    await own.getByRole('grid', { name: 'Miners' }).waitFor();

    await page.goto(`http://127.0.0.1:${(attacker.address() as AddressInfo).port}/`);
    const before = { miner: (await farm.miners())[0], changes: await operatorChanges() };
    const outcomes = await page.evaluate(tryEverything, { url: farm.serving.url, id: miner.id, ms: limitMs() });
    expect(outcomes).toEqual({
      read: 'refused',
      readWithToken: 'refused',
      opaque: 'refused',
      opaquePost: 'refused',
      patch: 'refused',
      form: 'not readable',
      sandboxed: 'refused',
      socket: 'closed',
      events: 'closed',
      script: 'refused',
      image: 'refused',
      frame: 'not readable',
      opened: 'not readable',
    });
    expect({ managed: (await farm.miners())[0]?.managed, changes: await operatorChanges() }).toEqual({
      managed: before.miner?.managed,
      changes: before.changes,
    });
    expect(loot.join('\n')).not.toContain(farm.serving.token);
    // A page that frames the screens does not get to show them.
    for (const frame of page.frames().slice(1)) expect(await frame.content()).not.toContain('id="root"');
  });

  it('gets nothing under a name of its own that leads here', async () => {
    const { port } = new URL(farm.serving.url);
    for (const path of ['/', '/api/health', '/api/miners', '/assets/index.js']) {
      const answer = await page.goto(`http://${REBOUND}:${port}${path}`);
      expect(answer?.status()).toBe(403);
      expect(await page.content()).toContain('the Host header must be');
    }
    // The page itself came from the attacker, under the same name and port, before the name was
    // rebound.
    await page.route(`http://${REBOUND}:${port}/lure`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<title>lure</title>' }),
    );
    await page.goto(`http://${REBOUND}:${port}/lure`);
    const statuses = await page.evaluate(async (id) => {
      const change = { method: 'PATCH', body: '{"managed":false}', headers: { 'content-type': 'application/json' } };
      const asked = [fetch('/api/health'), fetch('/'), fetch(`/api/miners/${id}`), fetch(`/api/miners/${id}`, change)];
      return (await Promise.all(asked)).map(({ status }) => status);
    }, miner.id);
    expect(statuses).toEqual([403, 403, 403, 403]);
    expect((await farm.miners())[0]?.managed).toBe(true);
  });

  it('would have been noticed: the same call from our own page is answered', async () => {
    await page.goto(`${farm.serving.url}/`);
    const answered = await page.evaluate(
      async ({ token, id }) => {
        const answer = await fetch(`/api/miners/${id}`, { headers: { authorization: `Bearer ${token}` } });
        return ((await answer.json()) as { id: string }).id;
      },
      { token: farm.serving.token, id: miner.id },
    );
    expect(answered).toBe(miner.id);
  });
});

/** Runs in the foreign page. */
async function tryEverything({
  url,
  id,
  ms,
}: {
  url: string;
  id: string;
  ms: number;
}): Promise<Record<string, string>> {
  const asking = (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, init).then(
      async (answer) => `${answer.status} ${await answer.text()}`,
      () => 'refused',
    );
  const within = <T>(work: Promise<T>): Promise<T | 'in vain'> =>
    Promise.race([work, new Promise<'in vain'>((resolve) => setTimeout(() => resolve('in vain'), ms))]);
  const element = (tag: 'script' | 'img', src: string) =>
    within(
      new Promise<string>((resolve) => {
        const made = document.createElement(tag);
        made.onload = () => resolve('loaded');
        made.onerror = () => resolve('refused');
        made.src = src;
        document.body.append(made);
      }),
    );
  const framed = (prepare: (frame: HTMLIFrameElement) => void) =>
    within(
      new Promise<string>((resolve) => {
        const frame = document.createElement('iframe');
        frame.name = `frame${document.querySelectorAll('iframe').length}`;
        document.body.append(frame);
        frame.onload = () => {
          try {
            const text = frame.contentDocument?.body.innerText;
            resolve(text === undefined ? 'not readable' : `read ${text}`);
          } catch {
            resolve('not readable');
          }
        };
        prepare(frame);
      }),
    );
  const change = JSON.stringify({ managed: false });
  return {
    read: await asking('/api/miners'),
    readWithToken: await asking('/api/miners', { headers: { authorization: 'Bearer x' } }),
    opaque: await asking('/api/health', { mode: 'no-cors', credentials: 'include' }).catch(() => 'refused'),
    opaquePost: await asking('/api/rescan', { method: 'POST', mode: 'no-cors', body: '{}' }),
    patch: await asking(`/api/miners/${id}`, {
      method: 'PATCH',
      body: change,
      headers: { 'content-type': 'application/json' },
    }),
    form: await framed((frame) => {
      const form = document.createElement('form');
      Object.assign(form, {
        method: 'post',
        enctype: 'text/plain',
        action: `${url}/api/miners/${id}/rescan`,
        target: frame.name,
      });
      const field = document.createElement('input');
      Object.assign(field, { name: '{"a":"', value: '"}' });
      form.append(field);
      document.body.append(form);
      form.submit();
    }),
    // A page with an opaque origin reports the result.
    sandboxed: await within(
      new Promise<string>((resolve) => {
        addEventListener('message', ({ data }) => resolve(String(data)), { once: true });
        const frame = document.createElement('iframe');
        frame.setAttribute('sandbox', 'allow-scripts');
        frame.srcdoc = `<script>fetch('${url}/api/miners').then(() => 'read', () => 'refused').then((end) => parent.postMessage(end, '*'))</script>`;
        document.body.append(frame);
      }),
    ),
    socket: await within(
      new Promise<string>((resolve) => {
        const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`);
        socket.onopen = () => resolve('open');
        socket.onclose = () => resolve('closed');
      }),
    ),
    events: await within(
      new Promise<string>((resolve) => {
        const events = new EventSource(`${url}/api/events`);
        events.onopen = () => resolve('open');
        events.onerror = () => resolve(events.readyState === EventSource.CLOSED ? 'closed' : 'trying');
      }),
    ),
    script: await element('script', `${url}/api/miners`),
    image: await element('img', `${url}/icon.svg`),
    frame: await framed((frame) => {
      frame.src = `${url}/`;
    }),
    opened: await within(
      new Promise<string>((resolve) => {
        const other = window.open(`${url}/`);
        const look = (): string | null => {
          try {
            if (other === null || other.closed) return 'not readable';
            // Until it has navigated, it is an empty page of the opener's origin.
            return other.location.href === 'about:blank' ? null : `read ${other.document.title}`;
          } catch {
            return 'not readable';
          }
        };
        const timer = setInterval(() => {
          const seen = look();
          if (seen === null) return;
          clearInterval(timer);
          resolve(seen);
        }, 50);
      }),
    ),
  };
}
