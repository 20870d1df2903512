import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../src-main/store/open-store.ts';
import type { StatusRecord } from '../../../src-main/store/store.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { hasPrometheus, hasVictoriaMetrics, Prometheus, VictoriaMetrics } from '../../fixtures/destinations/engines.ts';
import { expectSamePoints, pointsOf, readingOf, seriesOf } from '../../fixtures/destinations/remote-points.ts';
import { FastClock, startSending } from '../../fixtures/destinations/sending.ts';
import { SendingProgram } from '../../fixtures/destinations/sending-program.ts';
import { until } from '../../fixtures/patience.ts';
import { aMiner, aModel } from '../../unit/store/farm-fixture.ts';

const KILLS = Number(process.env['POWERHIVE_DESTINATION_KILLS'] ?? 3);
/** More than is sent between the kills, so that each comes during sending. */
const HOURS = 12 + 2 * KILLS;
const MINERS = [1, 2, 3];
/** Real time: an engine refuses data that is too old. */
const END = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;
const START = END - HOURS * HOUR_MS;
/** VictoriaMetrics writes accepted data to disk every five seconds, Prometheus at once. */
const SAFE_MS = 7000;
const WHO = ['PowerHive', 'the engine', 'both'] as const;

const ENGINES = [
  { name: 'VictoriaMetrics', isHere: hasVictoriaMetrics, Engine: VictoriaMetrics },
  { name: 'Prometheus', isHere: hasPrometheus, Engine: Prometheus },
] as const;

describe.each(ENGINES)('$name', ({ isHere, Engine }) => {
  it.skipIf(!isHere)(
    `has every point once after PowerHive, the engine and both were killed amid the sending, ${KILLS} times`,
    { timeout: HOUR_MS },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'powerhive-kills-'));
      const path = join(folder, 'powerhive.db');
      const engine = new Engine(folder);
      const programs: SendingProgram[] = [];
      const start = (): SendingProgram => {
        const program = new SendingProgram([path, String(END + 15_000), String(SAFE_MS)]);
        programs.push(program);
        return program;
      };
      try {
        await engine.start();
        const { all, site } = await recorded(path, engine.writeUrl);
        let program = start();
        let [amid, sentBefore, reachedAt] = [0, 0, START];
        for (let kill = 0; kill < KILLS; kill++) {
          // Now and then accepted data is safe, so that not every kill goes back to the same point.
          const fromMs = performance.now() + (kill % WHO.length === 0 ? SAFE_MS + 1000 : 0);
          await program.until(({ sent }) => sent > sentBefore && performance.now() > fromMs);
          const { sent = 0, cursor_at = END } = program.state ?? {};
          sentBefore = sent;
          reachedAt = Math.max(reachedAt, cursor_at);
          if (cursor_at < END) amid += 1;
          const who = WHO[kill % WHO.length];
          await Promise.all([
            who === 'the engine' ? undefined : program.kill(),
            who === 'PowerHive' ? undefined : engine.kill(),
          ]);
          if (who !== 'PowerHive') await engine.start();
          if (who !== 'the engine') program = start();
        }
        await program.until(({ cursor_at, last_error }) => cursor_at >= END && last_error === null, {
          plusMs: HOURS * 10_000,
        });
        const { sent, refused } = program.state ?? { sent: 0, refused: 0 };
        const here = pointsOf(all, site);
        const hours = ((reachedAt - START) / HOUR_MS).toFixed(0);
        process.stdout.write(
          `${KILLS} kills, ${amid} amid the sending, which was ${hours} h of ${HOURS} on by then; ${here.size} points here, ${sent} sent\n`,
        );
        expect({ amid, refused }).toEqual({ amid: KILLS, refused: 0 });
        await program.kill();
        await until('the points to be the same', async () => (await engine.points(seriesOf())).size >= here.size);
        expectSamePoints(await engine.points(seriesOf()), here);
      } finally {
        await Promise.all(programs.map((program) => program.kill()));
        await engine.kill();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});

/** A database with readings of the whole period, and a destination from its start. */
async function recorded(path: string, url: string) {
  const store = await openStore({ path });
  const sending = await startSending(store, new FastClock(END + 15_000));
  try {
    await store.upsertModels([aModel()]);
    await store.upsertMiners(MINERS.map((n) => aMiner(n)));
    const all: StatusRecord[] = [];
    for (let at = START; at < END; at += MINUTE_MS) for (const n of MINERS) all.push(readingOf(n, at + n * 100));
    for (let i = 0; i < all.length; i += 1000) await store.recordMinerStatuses(all.slice(i, i + 1000));
    await store.compact({ hoursBeforeAt: START + (HOURS / 2) * HOUR_MS });
    await sending.add({ url, since_at: START, max_kbytes_per_s: 40 });
    return { all, site: (await store.loadFleet()).sites[0]?.id ?? '' };
  } finally {
    await sending.close();
    await store.close();
  }
}
