import { expect, it } from 'vitest';
import { incidentText } from '../../../src-main/alerts/messages/message-text.ts';
import { NewRule } from '../../../src-shared/model/index.ts';
import { AlertFarm } from '../../fixtures/alerts/alert-farm.ts';
import { minerRow, NOW, status } from '../renderer/miner-row.ts';

const EXPECTED_HS = 100e12;
const healthy = status({ hashrate_hs: EXPECTED_HS, hashrate_expected_hs: EXPECTED_HS });
const slow = status({ hashrate_hs: EXPECTED_HS / 2, hashrate_expected_hs: EXPECTED_HS });

/** Forty miners, of which the twelve of rack R6 are returned; one of them is slow, and has a problem for it. */
async function farmWithSlowMiner() {
  const farm = await new AlertFarm(NOW).start();
  const ids = Array.from({ length: 40 }, (_, i) => `02:95:23:00:00:${i.toString(16).padStart(2, '0')}`);
  ids.forEach((id, i) => {
    const place = i < 12 ? `R6/${i}` : `R7/${i}`;
    farm.rows.set(id, minerRow({ id, nickname: `M${i}`, ip: `10.1.${i}.1`, place, latest_status: healthy }));
  });
  const [first = '', ...others] = ids.slice(0, 12);
  farm.change(first, { latest_status: slow });
  await farm.pass(660);
  expect(farm.incidents.views.open()).toMatchObject([{ title: 'M0: Hash rate at 50 % of expected' }]);
  return { farm, first, rack: [first, ...others] };
}

it('a miner that goes dark with its rack is lost once, and its older problem says that it is offline now', async () => {
  const { farm, rack } = await farmWithSlowMiner();
  expect(farm.incidents.views.open()).toMatchObject([{ hashrate_lost_hs: EXPECTED_HS / 2 }]);
  farm.drop(rack);
  await farm.pass(200);
  // As every list has them: what is older comes after the rack.
  const listed = await farm.incidents.views.list(['open'], 10);
  expect(listed.map(({ title, hashrate_lost_hs }) => [title, hashrate_lost_hs])).toEqual([
    ['Rack R6 is dark: all 12 miners offline', 12 * EXPECTED_HS],
    ['M0: Hash rate at 50 % of expected (offline now)', null],
  ]);
  // It is shown as soon as it is so.
  expect(farm.shown.findLast(({ title }) => title.startsWith('M0'))?.title).toMatch(/\(offline now\)$/);
  const lostBefore = listed[1]?.hashrate_lost_hash;
  await farm.pass(120);
  const [dark, older] = await farm.incidents.views.list(['open'], 10);
  expect(older?.hashrate_lost_hash).toBe(lostBefore);
  expect(dark?.hashrate_lost_hash).toBeGreaterThan(listed[0]?.hashrate_lost_hash ?? Infinity);

  farm.bring(rack);
  await farm.pass(60);
  expect(farm.incidents.views.open()).toMatchObject([
    { title: 'M0: Hash rate at 50 % of expected', hashrate_lost_hs: EXPECTED_HS / 2 },
  ]);
});

it('a rack that is back was dark', async () => {
  const { farm, rack } = await farmWithSlowMiner();
  farm.drop(rack);
  await farm.pass(200);
  farm.bring(rack);
  await farm.pass(60);
  const [over] = await farm.incidents.views.list(['resolved'], 1);
  expect(over?.title).toBe('Rack R6 was dark: all 12 miners offline');
  expect((await farm.incidents.views.get(over?.incident_id ?? ''))?.title).toBe(over?.title);
  expect(farm.shown.findLast(({ state }) => state === 'resolved')?.title).toBe(over?.title);
  const last = farm.announcements.at(-1) ?? expect.fail('nothing was announced');
  expect(last.event).toBe('resolved');
  expect(incidentText('resolved', last.incident, { at: last.at, now: last.at }).title).toBe(
    'Back: all 12 miners of rack R6',
  );
});

const OWN = { query: 'offline', for_seconds: 600, severity: 'warning', channels: ['chat'] } as const;

it('an own rule about offline miners finds them too, in the problem that is known of them, and notifies its own channels', async () => {
  const farm = await new AlertFarm(NOW).start();
  const actor = { via: 'browser', name: 'browser', scope: 'operate' } as const;
  const own = await farm.rules.create(NewRule.parse({ name: 'Offline long', ...OWN }), actor);
  await farm.rules.change(farm.rules.get('offline') ?? expect.fail('no rule'), { channels: ['mail'] }, actor);
  const ids = Array.from({ length: 20 }, (_, i) => `02:95:24:00:00:${i.toString(16).padStart(2, '0')}`);
  ids.forEach((id, i) => {
    const place = i < 8 ? `R6/${i}` : `R7/${i}`;
    farm.rows.set(id, minerRow({ id, nickname: `M${i}`, ip: `10.1.${i}.1`, place, latest_status: healthy }));
  });
  const alone = ids.at(-1) ?? '';
  farm.drop([alone]);
  await farm.pass(300);
  farm.drop(ids.slice(0, 8));
  await farm.pass(300);
  const faults = () =>
    farm.incidents.views.open().map(({ title, faults: all }) => [title, all.map((one) => one.rule_id)]);
  expect(faults()).toEqual([
    ['M19: Offline', ['offline']],
    ['Rack R6 is dark: all 8 miners offline', ['offline']],
  ]);
  farm.announcements.length = 0;
  await farm.pass(330);
  expect(faults()).toEqual([
    ['M19: Offline', ['offline', own.id]],
    ['Rack R6 is dark: all 8 miners offline', ['offline', own.id]],
  ]);
  expect(farm.announcements.map(({ event, channelIds }) => [event, channelIds])).toEqual([
    ['changed', ['mail', 'chat']],
    ['changed', ['mail', 'chat']],
  ]);
  farm.bring(ids);
  await farm.pass(90);
  expect(farm.incidents.views.open()).toEqual([]);
});
