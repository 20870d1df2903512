import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from '../../../src-main/store/open-store.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { hasVictoriaMetrics, VictoriaMetrics } from '../../fixtures/destinations/engines.ts';
import {
  chipReadingOf,
  expectSamePoints,
  pointsOf,
  readingOf,
  seriesOf,
} from '../../fixtures/destinations/remote-points.ts';
import { FastClock, startSending } from '../../fixtures/destinations/sending.ts';
import { until } from '../../fixtures/patience.ts';
import { aMiner, aModel, macOf, recordTelemetry } from '../../unit/store/farm-fixture.ts';

const HOURS = Number(process.env['POWERHIVE_AWAY_HOURS'] ?? 0);
const MINERS = Number(process.env['POWERHIVE_AWAY_MINERS'] ?? 1000);
const WITHIN_MINUTES = 30;
/** Real time: an engine refuses data that is too old. */
const END = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;
const START = END - HOURS * HOUR_MS;

/** What a miner reports in a period, once a minute. */
function* reported<T>(of: (n: number, at: number) => T, n: number, fromAt: number, toAt: number): Generator<T> {
  for (let at = fromAt; at < toAt; at += MINUTE_MS) yield of(n, at + n);
}

it.skipIf(!hasVictoriaMetrics || HOURS === 0)(
  'an engine that was away for days has every point within half an hour after it is back',
  { timeout: 6 * HOUR_MS },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'powerhive-away-'));
    const engine = new VictoriaMetrics(folder);
    const store = await openStore({ path: join(folder, 'powerhive.db') });
    const clock = new FastClock(START);
    const say = (text: string): boolean =>
      process.stdout.write(`${new Date().toISOString()} ${HOURS} h of ${MINERS} miners: ${text}\n`);
    const sending = await startSending(store, clock);
    const miners = Array.from({ length: MINERS }, (_, i) => i + 1);
    try {
      await store.upsertModels([aModel()]);
      await store.upsertMiners(miners.map((n) => aMiner(n)));
      await engine.start();
      await engine.kill();
      await sending.add({ url: engine.writeUrl });
      for (let at = START; at < END; at += HOUR_MS) {
        for (let from = 0; from < MINERS; from += 10) {
          const some = miners.slice(from, from + 10);
          await store.recordMinerStatuses(some.flatMap((n) => [...reported(readingOf, n, at, at + HOUR_MS)]));
          await recordTelemetry(
            store,
            some.flatMap((n) => [...reported(chipReadingOf, n, at, at + HOUR_MS)]),
          );
        }
        await store.compact({ hoursBeforeAt: at });
        clock.nowAt = at + HOUR_MS + 15_000;
        say(`${(at - START) / HOUR_MS + 1} h recorded`);
      }
      await until('the failure to be named', () => sending.destinations.list()[0]?.state.last_error !== null);
      expect(sending.destinations.list()[0]?.state).toMatchObject({ sent: 0, cursor_at: START });

      const backMs = performance.now();
      await engine.start();
      const isSent = () => (sending.destinations.list()[0]?.state.cursor_at ?? 0) >= END;
      // Waits longer than is allowed, so that a late end still shows whether all has arrived.
      await until('everything to be sent', isSent, { plusMs: 4 * WITHIN_MINUTES * MINUTE_MS });
      const tookMs = performance.now() - backMs;
      const { sent, refused } = sending.destinations.list()[0]?.state ?? { sent: 0, refused: 0 };
      say(`${sent} samples sent in ${Math.round(tookMs / 1000)} s`);
      expect(refused).toBe(0);

      const site = (await store.loadFleet()).sites[0]?.id ?? '';
      let same = 0;
      for (let from = 0; from < MINERS; from += 5) {
        const some = miners.slice(from, from + 5);
        same += expectSamePoints(
          await engine.points(seriesOf(`,mac=~"${some.map(macOf).join('|')}"`)),
          pointsOf(
            some.flatMap((n) => [...reported(readingOf, n, START, END)]),
            site,
            some.flatMap((n) => [...reported(chipReadingOf, n, START, END)]),
          ),
        );
      }
      say(`${same} points are the same there`);
      expect(tookMs).toBeLessThan(WITHIN_MINUTES * MINUTE_MS);
    } finally {
      await sending.close();
      await store.close();
      await engine.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
