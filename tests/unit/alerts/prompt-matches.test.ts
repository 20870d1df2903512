import { beforeEach, expect, it } from 'vitest';
import type { Miner } from '../../../src-shared/model/index.ts';
import { AlertFarm } from '../../fixtures/alerts/alert-farm.ts';
import { minerRow, NOW, status } from '../renderer/miner-row.ts';

const ID = '02:95:23:00:00:00';
const FAN: Miner['attention'] = [{ code: 'fan_lost', severity: 'critical', message: 'Fan 3 of 4 stopped.' }];
const OPERATOR = { via: 'browser', name: 'browser', scope: 'operate' } as const;

let farm: AlertFarm;
beforeEach(async () => {
  farm = await new AlertFarm(NOW).start();
  farm.rows.set(ID, minerRow({ id: ID, nickname: 'M0' }));
  farm.incidents.minersChanged([ID]);
});

/** Lets the loop of the alerts run for some seconds; the miner is read every fifteen. */
async function run(seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    await farm.clock.advance(1000);
    if (Math.round(farm.clock.nowMs() / 1000) % 15 === 7) farm.read();
    await farm.incidents.next();
  }
}

const offlineSince = (since_at: number): Partial<Miner> => ({
  ip: null,
  online: false,
  attention: [{ code: 'offline', severity: 'critical', message: 'Offline.', since_at }],
});

it('a fault is matched within a second of the reading that shows it, and announced a second after its time', async () => {
  await run(34);
  farm.change(ID, { attention: FAN });
  await run(60);
  expect(farm.said()).toEqual([]);
  await run(1);
  expect(farm.said()).toEqual(['opened: M0: Fan 3 of 4 stopped']);
  expect(farm.announcements[0]?.incident.hashrate_lost_hs).not.toBeNull();
  farm.change(ID, { attention: [] });
  await run(62);
  expect(farm.said()).toHaveLength(2);
});

it('a miner is offline since it answered last, and not only since a scan was sure of it', async () => {
  await run(100);
  farm.change(ID, offlineSince(farm.clock.nowMs() - 40_000));
  await run(139);
  expect(farm.said()).toEqual([]);
  await run(2);
  expect(farm.said()).toEqual(['opened: M0: Offline']);
});

it('what is recognised late has lasted, and cost, since it began', async () => {
  await run(700);
  const since_at = farm.clock.nowMs() - 660_000;
  const message = 'Figures unchanged since 13:29.';
  farm.change(ID, { attention: [{ code: 'figures_frozen', severity: 'critical', message, since_at }] });
  await run(3);
  const incident = farm.announcements[0]?.incident;
  expect(incident?.since_at).toBe(since_at);
  const lostSeconds = (incident?.hashrate_lost_hash ?? 0) / (incident?.hashrate_lost_hs ?? 0);
  expect(Math.round(lostSeconds / 10)).toBe(66);
});

it('what a stop has hidden for days did not last meanwhile', async () => {
  await run(700);
  const since_at = farm.clock.nowMs() - 600_000;
  const message = 'No share accepted for days.';
  farm.change(ID, { attention: [{ code: 'cooling_at_limit', severity: 'warning', message, since_at }] });
  await run(3);
  expect(farm.announcements[0]?.incident.since_at).toBeGreaterThan(since_at + 200_000);
});

it('a preset fell when it did, also if that was a notice for hours, and a warm farm is one problem', async () => {
  const ids = Array.from({ length: 6 }, (_, i) => `02:95:23:00:01:0${i}`);
  for (const [i, id] of ids.entries()) farm.rows.set(id, minerRow({ id, nickname: `W${i}` }));
  farm.incidents.minersChanged(ids);
  await farm.pass(11_400, 30);
  const since_at = farm.clock.nowMs() - 10_800_000;
  for (const [i, id] of ids.entries()) {
    const message = 'Preset fell: 2150, 2500 before.';
    farm.change(id, {
      attention: [{ code: 'preset_fell', severity: 'warning', message, since_at: since_at + i * 100_000 }],
    });
  }
  await farm.pass(20);
  expect(farm.said()).toHaveLength(1);
  expect(farm.announcements[0]?.incident).toMatchObject({ since_at, miners_total: 6 });
});

it('what began before the farm was watched counts from then on', async () => {
  farm.change(ID, offlineSince(NOW - 3_600_000));
  await run(178);
  expect(farm.said()).toEqual([]);
  await run(4);
  expect(farm.said()).toHaveLength(1);
});

it('what began while its network was out of reach counts from its return on', async () => {
  await run(20);
  farm.beyondReach.add(ID);
  farm.change(ID, offlineSince(farm.clock.nowMs()));
  await run(600);
  farm.beyondReach.delete(ID);
  await run(165);
  expect(farm.said()).toEqual([]);
  await run(30);
  expect(farm.said()).toHaveLength(1);
});

/** Creates a rule that finds at once what its query asks for. */
const withRule = (query: string) =>
  farm.rules.create(
    {
      name: 'Old',
      query,
      for_seconds: 0,
      clear_query: null,
      clear_for_seconds: 0,
      severity: 'warning',
      enabled: true,
      channels: [],
      repeat_seconds: null,
      escalation: null,
      ...{ suggested_action: null, not_while: null, grouping: 'cause' },
    },
    OPERATOR,
  );

it('a rule about a time finds a miner of which nothing changes', async () => {
  await withRule('seen>2min');
  await run(35);
  farm.change(ID, { last_seen_at: farm.clock.nowMs() });
  farm.unread.add(ID);
  await run(119);
  expect(farm.incidents.views.open()).toEqual([]);
  await run(12);
  expect(farm.incidents.views.open()).toMatchObject([{ title: expect.stringContaining('M0') }]);
});

it.each(['state:recent', 'recent', 'hashing:no', '-state:mining', 'state!=mining', '-mining'])(
  'a rule %s finds a miner whose reading has grown old, in the next round',
  async (query) => {
    await withRule(query);
    // Readings are old after 45 s here, and all miners were matched 20 s before that.
    await run(35);
    farm.change(ID, { latest_status: status({ recorded_at: farm.clock.nowMs() }) });
    farm.unread.add(ID);
    await run(45);
    expect(farm.incidents.views.open()).toEqual([]);
    await run(11);
    expect(farm.incidents.views.open()).toMatchObject([{ title: expect.stringContaining('M0') }]);
  },
);

it('while nothing can be written, each round is a whole one, as rare as it fails', async () => {
  await run(20);
  farm.change(ID, { attention: FAN });
  await run(55);
  farm.store.broken = new Error('the disk is full');
  await farm.clock.advance(9_000);
  farm.read();
  await expect(farm.incidents.next()).rejects.toThrow('the disk is full');
  expect(farm.incidents.loop.health().interval_ms).toBe(10_000);
  farm.store.broken = null;
  await farm.clock.advance(10_000);
  await farm.incidents.next();
  expect(farm.incidents.loop.health().interval_ms).toBe(1000);
});

it('incidents of which nothing changes are neither stored nor sent to pages every minute', async () => {
  const ids = Array.from({ length: 40 }, (_, i) => `02:95:24:00:00:${i.toString(16).padStart(2, '0')}`);
  // One network each, so that each is an incident of its own.
  for (const [i, id] of ids.entries()) farm.rows.set(id, minerRow({ id, ip: `10.1.${i}.1`, model_alias: `m${i}` }));
  for (let i = 0; i < ids.length; i += 4) {
    for (const id of ids.slice(i, i + 4))
      farm.change(id, { attention: FAN, latest_status: status({ hashrate_hs: 90e12 }) });
    await farm.pass(120);
  }
  expect(farm.incidents.views.open().length).toBe(40);
  await farm.pass(3600);
  const [shown, losses] = [farm.shown.length, farm.losses.length];
  const writes = farm.store.written;
  const lost = (): number => farm.incidents.views.open()[0]?.hashrate_lost_hash ?? 0;
  const lostBefore = lost();
  await farm.pass(600);
  expect([farm.shown.length - shown, farm.losses.length - losses]).toEqual([0, 0]);
  // Each once, as its loss has grown by a few per cent.
  expect(farm.store.written - writes).toBeLessThanOrEqual(3 * 40);
  expect(lost() - lostBefore).toBeCloseTo(600 * 14e12, -13);
  // What it loses is sent once it is another amount, without the rest of it.
  for (const id of ids.slice(0, 2)) farm.change(id, { latest_status: status({ hashrate_hs: 60e12 }) });
  await farm.pass(120);
  expect([farm.shown.length - shown, farm.losses.length - losses]).toEqual([0, 2]);
});
