import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Sites } from '../../../src-main/sites/sites.ts';
import type { LiveEvent } from '../../../src-shared/model/index.ts';
import { pause, scaledMs, until } from '../../fixtures/patience.ts';
import { otherSites } from '../../fixtures/sites/other-sites.ts';

/** For example 2700; without it the test is skipped. */
const MINERS = Number(process.env['POWERHIVE_FAR_MINERS'] ?? 0);
const SITES = Number(process.env['POWERHIVE_FAR_SITES'] ?? 3);
const ROUND_TRIP_MS = 100;
const FOLLOWED_MS = 20_000;

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

it.skipIf(MINERS === 0)(
  `of ${SITES} sites with ${MINERS} miners each and a round trip of 100 ms, the header is there within 2 s and each change within 3 s`,
  async () => {
    const remote = await Promise.all(Array.from({ length: SITES }, startSite));
    const { sites, close } = otherSites();
    endings.push(close);
    await sites.load(remote.map(({ url, token }, i) => ({ name: `Hall ${i}`, url, token })));

    const startedMs = performance.now();
    sites.start();
    await until('all to be in the header', () => sites.list().every(({ state }) => state.summary?.miners === MINERS), {
      often: true,
    });
    const headerMs = performance.now() - startedMs;

    const end = new AbortController();
    const lagsMs: number[] = [];
    const rows = sites.list().map(({ id }) => follow(sites, id, end.signal, lagsMs));
    await until('all rows', () => rows.every((known) => known.size === MINERS));
    lagsMs.length = 0;
    await pause(FOLLOWED_MS);
    end.abort();
    lagsMs.sort((a, b) => a - b);
    const [p50 = 0, p99 = 0, most = 0] = [0.5, 0.99, 1].map(
      (share) => lagsMs[Math.min(lagsMs.length - 1, Math.floor(share * lagsMs.length))],
    );
    const words = [p50, p99, most].map((ms) => `${Math.round(ms)} ms`).join(', ');
    process.stdout.write(
      `${SITES} sites of ${MINERS}: header after ${Math.round(headerMs)} ms; ${lagsMs.length} changed rows, lag (median, p99, most) ${words}\n`,
    );
    // Each row changes every 15 s.
    expect(lagsMs.length).toBeGreaterThan(SITES * MINERS);
    expect(headerMs).toBeLessThan(scaledMs(2000));
    expect(most).toBeLessThan(scaledMs(3000));
  },
);

/** The ids of a site's rows; each change adds its delay from the reading to here. */
function follow(sites: Sites, id: string, signal: AbortSignal, lagsMs: number[]): ReadonlySet<string> {
  const known = new Set<string>();
  const read = async (): Promise<void> => {
    for await (const text of sites.events(id, signal) ?? []) {
      const now = Date.now();
      const event = JSON.parse(text) as LiveEvent;
      if (event.type !== 'snapshot' && event.type !== 'miners') continue;
      for (const { id: miner, latest_status } of event.miners) {
        known.add(miner);
        if (event.type === 'miners' && latest_status !== null) lagsMs.push(now - latest_status.recorded_at);
      }
    }
  };
  read().catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  return known;
}

async function startSite(): Promise<{ readonly url: string; readonly token: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'site-child.ts'), String(MINERS)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  endings.push(async () => {
    const gone = once(child, 'exit');
    child.kill();
    await gone;
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { port, token } = JSON.parse(line.toString()) as { port: number; token: string };
  return { url: await farAway(port), token };
}

/** A relay to a port on this computer with the delay of a distant site. */
async function farAway(port: number): Promise<string> {
  const way: Server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    delayed(near, far);
    delayed(far, near);
  });
  way.listen(0, '127.0.0.1');
  await once(way, 'listening');
  endings.push(() => way.close());
  return `http://127.0.0.1:${(way.address() as AddressInfo).port}`;
}

function delayed(from: Socket, to: Socket): void {
  const later = (deed: () => unknown): void => void setTimeout(deed, ROUND_TRIP_MS / 2);
  from.on('data', (bytes) => later(() => to.write(bytes)));
  from.on('end', () => later(() => to.end()));
  from.on('error', () => later(() => to.destroy()));
  from.on('close', () => later(() => to.destroy()));
}
