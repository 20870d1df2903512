import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { DRIVERS } from '../../../src-main/drivers/registry.ts';
import { Feed } from '../../../src-main/fleet/feed.ts';
import { minerRow } from '../../../src-main/fleet/miner-row.ts';
import type { LiveEvent, Miner } from '../../../src-shared/model/index.ts';
import { anIncident, incidentId } from '../../fixtures/alerts/incidents.ts';
import { entry, storedMiner, storedModel } from '../../fixtures/farm/fleet-entries.ts';
import { runningScanOf, scanOf } from '../../fixtures/served/scan.ts';

const idOf = (n: number): string =>
  `02:00:00:00:${(n >> 8).toString(16).padStart(2, '0')}:${(n & 255).toString(16).padStart(2, '0')}`;

function setUp(count: number) {
  const made = { models: 0 };
  const rows = new Map<string, Miner>();
  for (let n = 0; n < count; n++) {
    const id = idOf(n);
    rows.set(
      id,
      minerRow(entry({ stored: storedMiner({ id }) }), storedModel(), {
        requireMaxPreset: true,
        telemetryMs: 60_000,
        rack: null,
        site: { id: 'site', name: null },
        driver: DRIVERS.get('vnish'),
        usual: { preset: null, firmware: null, pools: null },
        atItsAddress: null,
      }),
    );
  }
  const feed = new Feed(
    {
      minerIds: () => [...rows.keys()],
      miner: (id) => rows.get(id) ?? null,
      models: () => {
        made.models += 1;
        return [];
      },
      scan: () => null,
      lastFinishedScan: () => null,
      watching: () => ({ state: 'watching', since_at: 1, reason: null }),
      recording: () => ({ state: 'recording', since_at: 1, reason: null }),
      changes: () => [],
      jobs: () => [],
      minersInJobs: () => new Map(),
      incidents: () => [],
    },
    1000,
  );
  const rename = (n: number, nickname: string): void => {
    rows.set(idOf(n), { ...(rows.get(idOf(n)) as Miner), nickname });
    feed.minersChanged([idOf(n)]);
  };
  return { feed, rows, rename, made };
}

/** Reads events until the condition holds. */
async function readUntil(
  stream: AsyncIterator<LiveEvent>,
  enough: (events: LiveEvent[]) => boolean,
): Promise<LiveEvent[]> {
  const events: LiveEvent[] = [];
  while (!enough(events)) {
    const next = await stream.next();
    if (next.done === true) break;
    events.push(next.value);
  }
  return events;
}

const complete = (events: LiveEvent[]): boolean => events.some((event) => event.type === 'snapshot' && event.last);

describe('the live feed', () => {
  it('begins with the whole state in chunks, a screenful first, the last of which says so', async () => {
    const { feed } = setUp(1061);
    const stop = new AbortController();
    const events = await readUntil(feed.events(stop.signal, null), complete);
    expect(events.map((event) => event.type === 'snapshot' && event.miners.length)).toEqual([60, 500, 500, 1]);
    expect(events.map((event) => event.type === 'snapshot' && [event.first, event.last])).toEqual([
      [true, false],
      [false, false],
      [false, false],
      [false, true],
    ]);
    expect(events.map((event) => event.seq)).toEqual([0, 0, 0, 1000]);
    stop.abort();
  });

  it('of an empty farm is one empty chunk', async () => {
    const { feed } = setUp(0);
    const events = await readUntil(feed.events(new AbortController().signal, null), complete);
    expect(events).toMatchObject([{ type: 'snapshot', first: true, last: true, miners: [] }]);
  });

  it('sends a miner that changed many times once, with its newest row', async () => {
    const { feed, rename } = setUp(3);
    const stop = new AbortController();
    const stream = feed.events(stop.signal, null);
    await readUntil(stream, complete);
    for (let i = 0; i <= 50; i++) rename(1, `name ${i}`);
    const [change] = await readUntil(stream, (events) => events.length === 1);
    expect(change).toMatchObject({ seq: 1001, type: 'miners', miners: [{ id: idOf(1), nickname: 'name 50' }] });
    stop.abort();
    expect((await stream.next()).done).toBe(true);
  });

  it('sends what an incident loses now with the incidents, and not again where the incident itself is sent', async () => {
    const { feed } = setUp(0);
    const stop = new AbortController();
    const stream = feed.events(stop.signal, null);
    await readUntil(stream, complete);
    const [a, b] = [anIncident({ incident_id: incidentId() }), anIncident({ incident_id: incidentId() })];
    const lossOf = ({ incident_id }: typeof a, hashrate_lost_hs: number) => ({ incident_id, hashrate_lost_hs });
    feed.incidentsChanged([], [lossOf(a, 1), lossOf(b, 2)]);
    feed.incidentsChanged([a], [lossOf(b, 3)]);
    const [event] = await readUntil(stream, (events) => events.length === 1);
    expect(event).toMatchObject({ type: 'incidents', incidents: [a], losses: [lossOf(b, 3)] });
    stop.abort();
  });

  it('sends the rows of many miners in chunks', async () => {
    const { feed, rows } = setUp(1061);
    const stop = new AbortController();
    const stream = feed.events(stop.signal, null);
    await readUntil(stream, complete);
    feed.minersChanged(rows.keys());
    const events = await readUntil(stream, (read) => read.length === 3);
    expect(events.map((event) => event.type === 'miners' && event.miners.length)).toEqual([500, 500, 61]);
    stop.abort();
  });

  it('sends the end of a scan although the next one begins in the same breath', async () => {
    const { feed } = setUp(3);
    const stop = new AbortController();
    const stream = feed.events(stop.signal, null);
    await readUntil(stream, complete);
    feed.scanChanged(runningScanOf({ scan_id: 'a' }));
    feed.scanChanged(scanOf({ scan_id: 'a' }));
    feed.scanChanged(runningScanOf({ scan_id: 'b' }));
    feed.scanChanged(runningScanOf({ scan_id: 'b', addresses_done: 9 }));
    const events = await readUntil(stream, (read) => read.length === 2);
    expect(events).toMatchObject([
      { seq: 1001, type: 'scan', scan: { scan_id: 'a', phase: 'done' } },
      { seq: 1002, type: 'scan', scan: { scan_id: 'b', addresses_done: 9 } },
    ]);
    stop.abort();
  });

  it('gives a caller who comes back only what it missed', async () => {
    const { feed, rename } = setUp(3);
    const first = new AbortController();
    const stream = feed.events(first.signal, null);
    await readUntil(stream, complete);
    first.abort();
    rename(0, 'a');
    await sleep(150);
    rename(2, 'b');
    const again = feed.events(new AbortController().signal, 1001);
    const [missed] = await readUntil(again, (events) => events.length === 1);
    expect(missed).toMatchObject({ seq: 1002, type: 'miners', miners: [{ nickname: 'b' }] });
  });

  it('gives a caller who comes back the newest row of a miner, also for an older change', async () => {
    const { feed, rename } = setUp(3);
    rename(0, 'older');
    feed.close();
    rename(0, 'newest');
    const missed = await readUntil(feed.events(new AbortController().signal, 1000), (events) => events.length === 2);
    expect(missed).toMatchObject([
      { seq: 1001, type: 'miners', miners: [{ id: idOf(0), nickname: 'newest' }], removed_ids: [] },
      { seq: 1002, type: 'miners', miners: [{ id: idOf(0), nickname: 'newest' }], removed_ids: [] },
    ]);
  });

  it('gives a fresh snapshot to a caller with an unknown number', async () => {
    const { feed } = setUp(3);
    for (const afterSeq of [5, 99_999]) {
      const [event] = await readUntil(
        feed.events(new AbortController().signal, afterSeq),
        (events) => events.length === 1,
      );
      expect(event).toMatchObject({ type: 'snapshot', first: true });
    }
  });

  it('gives a caller who reads too slowly a fresh snapshot instead of a growing queue', async () => {
    const { feed } = setUp(3);
    const stop = new AbortController();
    const stream = feed.events(stop.signal, null);
    await readUntil(stream, complete);
    const reading = stream.next();
    for (let i = 0; i < 400; i++) {
      feed.watchingChanged({ state: 'watching', since_at: i, reason: null });
      feed.close();
    }
    expect((await reading).value).toMatchObject({ type: 'snapshot', first: true, last: true, seq: 1400 });
    stop.abort();
  });
});

describe('the models', () => {
  it('are made for callers alone', async () => {
    const { feed, made } = setUp(1);
    feed.modelsChanged();
    feed.close();
    expect(made.models).toBe(0);
    const missed = feed.events(new AbortController().signal, 1000);
    expect((await missed.next()).value).toEqual({ seq: 1001, type: 'models', models: [] });
    expect(made.models).toBe(1);
  });

  it('are sent once a second while they keep changing, and at once where they changed once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const { feed } = setUp(1);
      for (let ms = 0; ms < 3000; ms += 20) {
        feed.modelsChanged();
        vi.advanceTimersByTime(20);
      }
      vi.advanceTimersByTime(5000);
      feed.modelsChanged();
      vi.advanceTimersByTime(100);
      const missed = feed.events(new AbortController().signal, 1000);
      const seen = await readUntil(missed, (events) => events.at(-1)?.seq === 1005);
      expect(seen.map(({ type }) => type)).toEqual(Array.from({ length: 5 }, () => 'models'));
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
