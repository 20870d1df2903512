import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseJson } from '../../src-main/drivers/http/describe-body.ts';
import { DRIVERS } from '../../src-main/drivers/registry.ts';
import { parseChains } from '../../src-main/drivers/vnish/payloads/chains-with-chips.ts';
import { parseInfo } from '../../src-main/drivers/vnish/payloads/info.ts';
import { parsePerformance } from '../../src-main/drivers/vnish/payloads/performance.ts';
import { parsePresets } from '../../src-main/drivers/vnish/payloads/presets.ts';
import { parseSummary } from '../../src-main/drivers/vnish/payloads/summary.ts';
import { Fleet } from '../../src-main/fleet/fleet.ts';
import { boardsReading } from '../../src-main/gateway/boards-reading.ts';
import { HistoryWriter } from '../../src-main/recording/history-writer.ts';
import { systemClock } from '../../src-main/runtime/clock.ts';
import { openKeyFileBox } from '../../src-main/secrets/secret-box.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import type { Store } from '../../src-main/store/store.ts';
import { HOUR_MS } from '../../src-shared/milliseconds.ts';
import { MinerDetail, MinerModel, Status, TelemetrySnapshot } from '../../src-shared/model/index.ts';
import { fixtureText } from '../unit/drivers/fixture.ts';
import { cases, LONG_MS } from './cases.ts';
import { mangled } from './odd-values.ts';

const MAC = '02:95:23:00:00:01';

let folder: string;
let store: Store;
let history: HistoryWriter;
let fleet: Fleet;
/** Far in the past, so that what is written can be compacted; each reading is a moment later. */
let nowMs = Math.floor((Date.now() - 48 * HOUR_MS) / HOUR_MS) * HOUR_MS;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-fuzz-'));
  store = await openStore({ path: join(folder, 'powerhive.db') });
  history = new HistoryWriter({ store, clock: systemClock });
  fleet = new Fleet({
    store,
    history,
    record: () => Promise.reject(new Error('nothing is decided here')),
    secrets: openKeyFileBox(join(folder, 'secret.key')),
    drivers: DRIVERS,
    clock: { ...systemClock, nowMs: () => nowMs },
    requireMaxPreset: () => false,
    manageNew: () => false,
    rack: () => null,
    telemetryMs: () => 60_000,
    onMinersChanged: () => undefined,
    onModelsChanged: () => undefined,
  });
  await fleet.load();
});

afterAll(async () => {
  await store?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a parser makes of a mangled payload; null where it refuses it. */
function readings<T>(endpoint: string, parse: (payload: unknown) => T | null): fc.Arbitrary<T | null> {
  return mangled(fixtureText('1.2.6', endpoint)).map((text) => {
    const parsed = parseJson(text);
    return parsed.json ? parse(parsed.value) : null;
  });
}

it(
  'whatever the parsers let through can be stored, shown, compacted, and is the same again',
  async () => {
    const anyReadings = fc.record({
      info: readings('info', parseInfo),
      summary: readings('summary', (payload) => parseSummary(payload, 'GH/s')),
      perf: readings('perf-summary', parsePerformance),
      chains: readings('chains', (payload) => parseChains(payload, 'GH/s')),
      presets: readings('autotune-presets', parsePresets),
    });
    let written = 0;
    await fc.assert(
      fc.asyncProperty(anyReadings, async ({ info, summary, perf, chains, presets }) => {
        nowMs += 5000;
        const whole = info ?? parseInfo(JSON.parse(fixtureText('1.2.6', 'info')));
        if (whole === null) throw new Error('the recorded miner is none');
        fleet.upsertSeen(MAC, '127.0.0.1', { kind: 'vnish', info: whole });
        await fleet.save();
        if (presets !== null && whole.model_alias !== null) fleet.setModel(whole.model_alias, null, presets);
        if (summary !== null) fleet.readings.recordStatus(MAC, summary, perf);
        if (chains !== null)
          fleet.readings.recordBoards(
            MAC,
            boardsReading(chains.chains, { minerState: 'mining', boardStates: [], chipsPerBoard: 126 }),
          );
        await Promise.all([fleet.save(), history.idle()]);
        expect(history.dropped).toBe(0);
        written += 1;
        MinerDetail.parse(fleet.detail(MAC));
        MinerModel.array().parse(fleet.modelRows());
        fleet.anomalies();
        if (summary === null) return;
        const [latest] = await store.statuses(MAC, { limit: 1 });
        const shown = fleet.detail(MAC);
        expect(latest).toMatchObject({ ...shown?.latest_status, fans: shown?.fans, chains: shown?.chains });
      }),
      cases(50, { cost: 25 }),
    );
    expect(written).toBeGreaterThanOrEqual(50);

    const readAll = async () => ({
      statuses: await store.statuses(MAC, { limit: 5000 }),
      telemetry: await store.telemetry(MAC, { limit: 5000 }),
    });
    const before = await readAll();
    Status.array().parse(before.statuses);
    TelemetrySnapshot.array().parse(before.telemetry);
    const { troubles } = await store.compact({
      hoursBeforeAt: Math.floor(Date.now() / HOUR_MS) * HOUR_MS,
    });
    expect(troubles).toEqual([]);
    expect(await readAll()).toEqual(before);
  },
  LONG_MS,
);
