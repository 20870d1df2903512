import { beforeEach, describe, expect, it } from 'vitest';
import { incidentText } from '../../../src-main/alerts/messages/message-text.ts';
import type { Actor, Miner } from '../../../src-shared/model/index.ts';
import { AlertFarm } from '../../fixtures/alerts/alert-farm.ts';
import { minerRow, NOW, status } from '../renderer/miner-row.ts';

const OPERATOR: Actor = { via: 'browser', name: 'browser', scope: 'operate' };
const FAN: Miner['attention'] = [{ code: 'fan_lost', severity: 'critical', message: 'Fan 3 of 4 stopped.' }];
const HOT: Miner['attention'] = [{ code: 'hot', severity: 'warning', message: 'Chip at 96 °C.' }];
const BOARD: Miner['attention'] = [{ code: 'board_failed', severity: 'critical', message: 'Board 2 not detected.' }];

let farm: AlertFarm;

/** Adds `count` miners, 250 per network, named by their index. */
function addMiners(count: number, each: (i: number) => Partial<Miner> = () => ({})): string[] {
  return Array.from({ length: count }, (_, i) => {
    const id = `02:95:23:00:${hex(i >> 8)}:${hex(i & 255)}`;
    const ip = `10.1.${Math.floor(i / 250)}.${(i % 250) + 1}`;
    farm.rows.set(id, minerRow({ id, ip, nickname: `M${i}`, ...each(i) }));
    return id;
  });
}
const hex = (value: number): string => value.toString(16).padStart(2, '0');
const low = (share: number) => ({ latest_status: status({ hashrate_hs: 104e12 * share }) });

/** Numbers from 0 to 1, reproducible. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Kills the program and starts it again with what is on disk. */
async function again(): Promise<void> {
  const { rows, store, clock } = farm;
  const next = new AlertFarm(clock.nowMs());
  for (const [id, row] of rows) next.rows.set(id, row);
  for (const [id, row] of store.incidentRows) next.store.incidentRows.set(id, row);
  farm = await next.start();
}

beforeEach(async () => {
  farm = await new AlertFarm(NOW).start();
});

describe('many miners with one cause', () => {
  it('are one incident and one message: 300 of 1,000 drop at once', async () => {
    const ids = addMiners(1000);
    await farm.pass(60);
    const gone = [...ids.slice(0, 250), ...ids.slice(250, 300)];
    farm.drop(gone);
    await farm.pass(170);
    expect(farm.incidents.views.open()).toEqual([]);
    await farm.pass(30);
    const [incident, ...others] = farm.incidents.views.open();
    expect(others).toEqual([]);
    expect(incident).toMatchObject({
      severity: 'critical',
      state: 'open',
      title: '300 of 1,000 miners offline',
    });
    expect(new Set(incident?.miner_ids)).toEqual(new Set(gone));
    expect(farm.said()).toEqual(['opened: 300 of 1,000 miners offline']);

    farm.bring(gone);
    await farm.pass(20);
    expect(farm.said().slice(1)).toEqual(['resolved: 300 of 1,000 miners offline']);
    const [over] = await farm.incidents.views.list(['resolved'], 10);
    expect(over).toMatchObject({ state: 'resolved', miners_total: 300, miner_ids: expect.any(Array) });
    // The activity has its beginning and its end, with what was lost meanwhile.
    const about = { incident_id: over?.incident_id, miners: 300, rule_id: 'offline', since_at: over?.since_at };
    expect(farm.recorded).toEqual([
      { event: 'incident_opened', data: { ...about, severity: 'critical', title: '300 of 1,000 miners offline' } },
      {
        event: 'incident_ended',
        data: {
          ...about,
          severity: 'critical',
          title: '300 of 1,000 miners offline',
          lasted_s: ((over?.resolved_at ?? 0) - (over?.since_at ?? 0)) / 1000,
          hashrate_lost_hash: over?.hashrate_lost_hash,
          because: null,
          merged_into: null,
        },
      },
    ]);
  });

  it('are of their pool where the fault may come from there, and from 30 % of it on', async () => {
    const pooled = (pool_url: string) => ({ latest_status: status({ pool_url }) });
    const ids = addMiners(60, (i) =>
      pooled(i < 40 ? 'stratum+tcp://eu.pool.example:3333' : 'stratum+tcp://b.example:1'),
    );
    await farm.pass(60);
    const rejected = [{ code: 'shares_rejected', severity: 'warning', message: 'Rejects 9 % of its shares.' }] as const;
    // 10 of 40 are too few for the pool, the network and the model.
    for (const id of ids.slice(0, 10)) farm.change(id, { attention: [...rejected] });
    await farm.pass(640);
    expect(farm.incidents.views.open().map(({ cause }) => cause.kind)).toEqual(
      Array.from({ length: 10 }, () => 'miner'),
    );
    for (const id of ids.slice(0, 10)) farm.change(id, { attention: [] });
    await farm.pass(3600);
    for (const id of ids.slice(0, 40)) farm.change(id, { attention: [...rejected] });
    await farm.pass(640);
    expect(farm.incidents.views.open()).toMatchObject([
      {
        cause: { kind: 'pool', key: 'eu.pool.example' },
        title: '40 miners with rejected shares on pool eu.pool.example',
      },
    ]);
    // A fault that a pool cannot cause is not attributed to it, though all of these use it.
    farm.drop(ids.slice(0, 40));
    await farm.pass(240);
    const offline = farm.incidents.views.open().filter(({ rule_id }) => rule_id === 'offline');
    expect(offline.map(({ cause }) => cause.kind)).toEqual(['network']);
  });

  it('are of a version of the firmware where only that of their model fails, and of no model that all have', async () => {
    const ids = addMiners(40);
    const versions = ['1.2.6', '1.2.7'];
    for (const [i, id] of ids.entries()) farm.change(id, { firmware_version: versions[i % 2] ?? null });
    await farm.pass(60);
    farm.drop(ids.filter((_, i) => i % 2 === 1));
    await farm.pass(200);
    const [incident, ...others] = farm.incidents.views.open();
    expect(others).toEqual([]);
    expect(incident).toMatchObject({
      title: '20 miners offline of model s19jpro with firmware 1.2.7',
      cause: { kind: 'firmware', key: 's19jpro 1.2.7' },
    });
    farm.bring(ids);
    await farm.pass(60);
    farm.drop(ids.filter((_, i) => i % 4 < 2));
    await farm.pass(200);
    expect(farm.incidents.views.open().map(({ title }) => title)).toEqual(['20 of 40 miners offline']);
  });

  it('are of one cause although each shows it after shares of its own', async () => {
    const ids = addMiners(100, (i) => ({ place: `R${Math.floor(i / 20)}/${i % 20}` }));
    const attention: Miner['attention'] = [
      { code: 'shares_rejected', severity: 'warning', message: 'Half of its shares are rejected.' },
    ];
    for (const id of ids.slice(0, 12)) {
      farm.change(id, { attention });
      await farm.pass(40);
    }
    await farm.pass(600);
    expect(farm.said()).toEqual(['opened: 12 miners with rejected shares in rack R0']);
  });

  it('are called by name once only one of them is left, and all of them are in the title of what is over', async () => {
    const ids = addMiners(100);
    farm.drop(ids.slice(0, 60));
    await farm.pass(200);
    farm.bring(ids.slice(0, 59));
    await farm.pass(20);
    expect(farm.incidents.views.open()[0]).toMatchObject({ title: 'M59: Offline' });
    farm.bring(ids.slice(59, 60));
    await farm.pass(20);
    expect(farm.said().at(-1)).toBe('resolved: 60 miners offline in 10.1.0.0/24');
  });

  it('are said again when those that had recovered drop once more, and a late one is an incident of its own', async () => {
    const ids = addMiners(40);
    await farm.pass(60);
    farm.drop(ids.slice(0, 34));
    await farm.pass(200);
    expect(farm.said()).toHaveLength(1);
    farm.bring(ids.slice(1, 34));
    await farm.pass(3600);
    const before = farm.said().length;
    farm.drop(ids.slice(1, 34));
    await farm.pass(300);
    const again = farm.said().slice(before);
    expect(again).toEqual([expect.stringMatching(/^opened: 33 miners offline/)]);
    await farm.pass(3600);
    farm.drop(ids.slice(34, 35));
    await farm.pass(300);
    expect(farm.said().at(-1)).toMatch(/^opened: M34/);
  });

  it('stay owed while the outbox takes nothing', async () => {
    const ids = addMiners(40);
    await farm.pass(60);
    farm.outboxBroken = new Error('the disk is full');
    farm.drop(ids);
    await farm.pass(300);
    expect(farm.said()).toEqual([]);
    farm.outboxBroken = null;
    await farm.pass(10);
    expect(farm.said()).toEqual([expect.stringMatching(/^opened: /)]);
  });

  it('are the network where all of it is gone, and nothing else is said of its miners', async () => {
    const ids = addMiners(500);
    await farm.pass(20);
    for (const id of ids.slice(0, 40)) farm.change(id, { attention: FAN });
    await farm.pass(20);
    farm.drop(ids.slice(250));
    await farm.pass(200);
    expect(farm.said().filter((text) => text.includes('offline'))).toEqual([
      'opened: Network 10.1.1.0/24 is gone: all 250 miners offline',
    ]);
  });

  it('are one from the first moment on, however far the readings of them lie apart', async () => {
    const ids = addMiners(40, (i) => ({ tags: i < 12 ? ['breaker-3'] : [] }));
    for (const id of ids.slice(0, 12)) {
      farm.change(id, { attention: FAN });
      await farm.pass(10);
      if (id === ids[3]) expect(farm.incidents.views.open()).toEqual([]);
    }
    await farm.pass(60);
    expect(farm.incidents.views.open().map(({ title, cause }) => ({ title, cause }))).toEqual([
      { title: '12 miners with a stopped fan with tag breaker-3', cause: { kind: 'tag', key: 'breaker-3' } },
    ]);
    expect(farm.announcements.filter(({ event }) => event === 'opened')).toHaveLength(1);
  });

  it('are each their own below five, and below 30 % of all they have in common', async () => {
    const ids = addMiners(100);
    for (const id of ids.slice(0, 4)) farm.change(id, { attention: FAN });
    await farm.pass(100);
    expect(farm.incidents.views.open().map(({ cause }) => cause.kind)).toEqual(['miner', 'miner', 'miner', 'miner']);
  });

  it('are of their rack, although a stray one elsewhere drops too', async () => {
    const each = (i: number) => ({
      ...{ ip: `10.${i >> 5}.1.${i + 1}`, tags: [], model_alias: `m${i}` },
      place: `R${Math.floor(i / 60)}/1-${i}`,
    });
    const ids = addMiners(200, each);
    await farm.pass(60);
    farm.drop([...ids.slice(0, 60), ids[199] as string]);
    await farm.pass(220);
    expect(
      farm.incidents.views
        .open()
        .map(({ title }) => title)
        .sort(),
    ).toEqual(['M199: Offline', 'Rack R0 is dark: all 60 miners offline']);
  });

  it('are of their rack, although there are only two in its network, and a stray one drops in the other', async () => {
    const ids = addMiners(24, (i) => ({ place: `R${Math.floor(i / 12)}/${i % 12}` }));
    farm.drop([...ids.slice(12), ids[4] ?? '']);
    await farm.pass(200);
    const titles = farm.incidents.views.open().map(({ title }) => title);
    expect(titles).toEqual(expect.arrayContaining(['Rack R1 is dark: all 12 miners offline', 'M4: Offline']));
    expect(titles).toHaveLength(2);
  });

  it('that come and go stand in the timeline as what they do', async () => {
    const ids = addMiners(100, (i) => ({ ip: `10.7.1.${i + 1}`, tags: [], model_alias: 'm' }));
    const change = (from: number, to: number, attention: Miner['attention']): void => {
      for (const id of ids.slice(from, to)) farm.change(id, { attention });
    };
    await farm.pass(60);
    change(0, 40, FAN);
    await farm.pass(200);
    change(40, 43, FAN);
    await farm.pass(150);
    change(0, 2, []);
    await farm.pass(150);
    const [incident] = farm.incidents.views.open();
    const detail = await farm.incidents.views.get(incident?.incident_id ?? '');
    expect(detail?.timeline.map(({ event }) => event)).toEqual(['opened', 'grew', 'shrank']);
  });

  it('are named in full where what was resolved is taken back', async () => {
    const ids = addMiners(300, (i) => ({ ip: `10.${i}.1.1`, tags: [], model_alias: `m${i}` }));
    await farm.pass(60);
    farm.drop(ids.slice(0, 25));
    await farm.pass(220);
    const [incident] = farm.incidents.views.open();
    expect(incident?.title).toBe('25 of 300 miners offline');
    const id = incident?.incident_id ?? '';
    await farm.incidents.actions.resolve(id, '', OPERATOR);
    await farm.pass(30);
    expect(await farm.incidents.actions.reopen(id, OPERATOR)).toMatchObject({ title: '25 of 300 miners offline' });
  });

  it('never are more than twenty messages of one moment', async () => {
    const ids = addMiners(1000);
    for (let i = 0; i < 200; i += 8) farm.change(ids[i * 4] ?? '', { attention: FAN });
    await farm.pass(100);
    expect(farm.incidents.views.open()).toHaveLength(1);
    expect(farm.incidents.views.open()[0]).toMatchObject({
      cause: { kind: 'site' },
      title: '25 of 1,000 miners with a stopped fan',
    });
  });
});

describe('one miner', () => {
  it('with dead chips, or chips missing, on a board is a warning after ten minutes, which a restart may cure', async () => {
    const [id = '', other = ''] = addMiners(10);
    farm.change(id, {
      attention: [{ code: 'chips_silent', severity: 'warning', message: 'Board 2: 11 of 108 chips not hashing.' }],
    });
    farm.change(other, {
      attention: [{ code: 'chips_missing', severity: 'warning', message: 'Board 3 shows 57 of 76 chips.' }],
    });
    await farm.pass(590);
    expect(farm.incidents.views.open()).toEqual([]);
    await farm.pass(30);
    expect(farm.incidents.views.open()).toMatchObject([
      { title: 'M0: Board 2: 11 of 108 chips not hashing', severity: 'warning', rule_id: 'chips_dead' },
      { title: 'M1: Board 3 shows 57 of 76 chips', severity: 'warning', suggested_action: { action: 'restart' } },
    ]);
    // A single hashing reading is no recovery.
    farm.change(id, { attention: [] });
    await farm.pass(300);
    expect(farm.incidents.views.open()).toHaveLength(2);
  });

  it('has its messages although other rules have used up those of the same rack', async () => {
    const ids = addMiners(100, (i) => ({ place: `R${Math.floor(i / 20)}/${i % 20}` }));
    const rack = ids.slice(0, 20);
    for (let i = 0; i < 2; i++) {
      for (const id of rack) farm.change(id, { attention: FAN });
      await farm.pass(90);
      for (const id of rack) farm.change(id, { attention: [] });
      await farm.pass(90);
    }
    const before = farm.said().length;
    farm.drop(rack);
    await farm.pass(200);
    expect(farm.said().slice(before)).toEqual(['opened: Rack R0 is dark: all 20 miners offline']);
    expect(farm.incidents.views.open()).toMatchObject([{ unsteady: false }]);
  });

  it('has the advice of its fault once, and that of the rule where the fault says none', async () => {
    const [id = '', other = '', ...rest] = addMiners(10);
    const locked = (message: string): Partial<Miner> => ({
      attention: [{ code: 'api_key', severity: 'warning', message }],
    });
    farm.change(id, locked('Wrong miner password. Enter the right one.'));
    farm.change(other, locked('Login blocked by the miner.'));
    await farm.pass(80);
    const [first, second] = farm.announcements.map((said) => {
      return incidentText('opened', said.incident, { at: said.at, now: said.at });
    });
    expect(first?.title).toBe('Warning: M0: Wrong miner password');
    expect(first?.body).toMatch(/^Since \S+ \(1 min\)\nEnter the right one\.$/);
    expect(second).toMatchObject({
      title: 'Warning: M1: Login blocked by the miner',
      body: expect.stringMatching(/\nSet the right miner password, in the panel .*\.$/),
    });
    for (const one of rest) farm.change(one, locked('Wrong miner password. The next one is tried in 5 min.'));
    await farm.pass(80);
    const group = farm.incidents.views.open().find(({ miner_ids }) => miner_ids.length > 1);
    expect(group?.advice).toMatch(/^Set the right miner password, in the panel/);
  });

  it('with several faults is one row, named by the worst', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, { attention: FAN });
    await farm.pass(80);
    farm.change(id, { attention: [...BOARD, ...FAN], latest_status: status({ hashrate_hs: 60e12 }) });
    await farm.pass(700);
    const [incident] = farm.incidents.views.open();
    expect(incident).toMatchObject({ title: 'M0: Board 2 not detected, +1', rule_id: 'board_lost', miner_ids: [id] });
    // The lower hash rate follows from the missing board.
    expect(incident?.faults.map(({ rule_id }) => rule_id)).toEqual(['board_lost', 'fan_lost']);
    farm.change(id, { attention: FAN });
    await farm.pass(80);
    expect(farm.incidents.views.open()[0]).toMatchObject({ title: 'M0: Fan 3 of 4 stopped', rule_id: 'fan_lost' });
  });

  it('that is offline has no other fault, and keeps those that it had', async () => {
    const [id = ''] = addMiners(10);
    farm.drop([id]);
    farm.change(id, { latest_status: status({ chip_temp_max_c: 99 }) });
    await farm.pass(200);
    expect(farm.incidents.views.open().map(({ faults }) => faults.map(({ rule_id }) => rule_id))).toEqual([
      ['offline'],
    ]);
  });

  it('that loses a second board is said again, once that has lasted', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, { attention: BOARD });
    await farm.pass(150);
    const { incident_id = '' } = farm.incidents.views.open()[0] ?? {};
    await farm.incidents.actions.acknowledge(incident_id, OPERATOR);
    const second = {
      ...BOARD[0],
      code: 'board_failed',
      severity: 'critical',
      message: 'Board 3 not detected.',
    } as const;
    farm.change(id, { attention: [...BOARD, second] });
    await farm.pass(60);
    expect(farm.incidents.views.open()[0]).toMatchObject({ title: 'M0: Board 2 not detected', state: 'acknowledged' });
    await farm.pass(200);
    expect(farm.said()).toEqual([
      'opened: M0: Board 2 not detected',
      'changed: M0: Board 2 not detected; Board 3 not detected',
    ]);
    expect(farm.incidents.views.open()[0]).toMatchObject({ incident_id, state: 'open' });
    // The recovery of one of them sends no message, but the text is updated.
    farm.change(id, { attention: [second] });
    await farm.pass(80);
    expect(farm.said()).toHaveLength(2);
    expect(farm.incidents.views.open()[0]).toMatchObject({ title: 'M0: Board 3 not detected' });
  });

  it('that loses one more board is said again, however many are named, and after a restart of the program too', async () => {
    const [id = ''] = addMiners(10);
    const boards = (count: number): Miner['attention'] =>
      Array.from({ length: count }, (_, i) => ({
        ...{
          code: 'board_failed',
          severity: 'critical',
          message: `Board ${i + 1} failed: no response; check the cable.`,
        },
      }));
    farm.change(id, { attention: boards(4) });
    await farm.pass(150);
    await again();
    await farm.pass(200);
    expect(farm.said()).toEqual([]);
    farm.change(id, { attention: boards(5) });
    await farm.pass(200);
    expect(farm.said()).toHaveLength(1);
    expect(farm.said()[0]).toMatch(/^changed: M0: .*; and 2 more$/);
    // Other words for the same boards are no news.
    const cables = boards(5).map((one) => ({ ...one, message: 'Failed; check the cable; check the board.' }));
    farm.change(id, { attention: cables });
    await farm.pass(300);
    expect(farm.said()).toHaveLength(1);
  });

  it('is called as it is called now, and shows its faults as they are', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, { attention: HOT });
    await farm.pass(150);
    farm.change(id, {
      nickname: 'R1-S01',
      attention: [{ code: 'hot', severity: 'warning', message: 'Chip at 99 °C.' }],
    });
    await farm.pass(80);
    expect(farm.incidents.views.open()[0]).toMatchObject({ title: 'R1-S01: Chip at 99 °C' });
    expect(farm.said()).toHaveLength(1);
  });

  it('that is back and does not answer is not offline', async () => {
    const [id = ''] = addMiners(10);
    farm.drop([id]);
    await farm.pass(200);
    farm.bring([id]);
    const polling = { eligible: true } as Miner['polling'];
    farm.change(id, {
      polling,
      attention: [{ code: 'not_answering', severity: 'warning', message: 'Not answering.' }],
    });
    farm.unread.add(id);
    await farm.pass(300);
    expect(farm.incidents.views.open()).toMatchObject([{ title: 'M0: Not answering', rule_id: 'not_answering' }]);
  });

  it('is found although PowerHive sees it with breaks only, which do not count', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, { attention: [{ code: 'not_hashing', severity: 'critical', message: 'Mining, but 0 TH/s.' }] });
    for (let seen = 0; seen < 2; seen++) {
      await farm.pass(130);
      farm.watching = { state: 'not_watching', since_at: farm.clock.nowMs(), reason: 'No route.' };
      await farm.pass(180);
      farm.watching = { state: 'watching', since_at: farm.clock.nowMs(), reason: null };
    }
    await farm.pass(30);
    expect(farm.incidents.views.open()).toEqual([]);
    await farm.pass(60);
    expect(farm.incidents.views.open()).toMatchObject([{ rule_id: 'not_hashing' }]);
  });

  it('that is back is not offline while it starts', async () => {
    const [id = ''] = addMiners(10);
    farm.drop([id]);
    await farm.pass(200);
    farm.bring([id]);
    farm.change(id, { latest_status: status({ state: 'initializing', hashrate_hs: 0 }) });
    await farm.pass(20);
    expect(farm.incidents.views.open()).toEqual([]);
    expect(farm.said()).toEqual(['opened: M0: Offline', 'resolved: M0: Offline']);
  });

  it('is slow only after ten minutes, and well again only above the higher mark', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, low(0.8));
    await farm.pass(590);
    expect(farm.incidents.views.open()).toEqual([]);
    await farm.pass(30);
    expect(farm.incidents.views.open()[0]).toMatchObject({
      severity: 'warning',
      title: 'M0: Hash rate at 80 % of expected',
    });
    farm.change(id, low(0.86));
    await farm.pass(900);
    expect(farm.incidents.views.open()).toHaveLength(1);
    farm.change(id, low(0.95));
    await farm.pass(320);
    expect(farm.incidents.views.open()).toEqual([]);
    expect(farm.announcements.map(({ event }) => event)).toEqual(['opened', 'resolved']);
  });

  it('says at the next round what it loses then, and sends nothing else of it again', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, low(0.8));
    await farm.pass(640);
    const sent = farm.shown.length;
    const [{ incident_id } = { incident_id: '' }] = farm.incidents.views.open();
    farm.losses.length = 0;
    farm.change(id, low(0.79));
    await farm.pass(20);
    expect(farm.losses).toEqual([{ incident_id, hashrate_lost_hs: farm.incidents.views.open()[0]?.hashrate_lost_hs }]);
    expect(farm.losses[0]?.hashrate_lost_hs).toBeCloseTo(104e12 * 0.21, -10);
    expect(farm.shown).toHaveLength(sent);
    farm.change(id, low(0.79001));
    await farm.pass(20);
    expect(farm.losses).toHaveLength(1);
  });

  it('loses what it falls short of, for as long as it is open', async () => {
    const [id = ''] = addMiners(10);
    farm.drop([id]);
    await farm.pass(190);
    const before = farm.incidents.views.open()[0]?.hashrate_lost_hash ?? 0;
    await farm.pass(600);
    const [incident] = farm.incidents.views.open();
    expect(incident?.hashrate_lost_hs).toBe(104e12);
    expect((incident?.hashrate_lost_hash ?? 0) - before).toBeCloseTo(104e12 * 600, -12);
  });

  it('has lost from the beginning of its fault on, and not only since it was found', async () => {
    const [id = ''] = addMiners(10);
    await farm.pass(30);
    farm.drop([id]);
    await farm.pass(190);
    farm.bring([id]);
    await farm.pass(20);
    const [over] = await farm.incidents.views.list(['resolved'], 1);
    const lastedS = ((over?.resolved_at ?? 0) - (over?.since_at ?? 0)) / 1000;
    expect(lastedS).toBeGreaterThanOrEqual(180);
    expect((over?.hashrate_lost_hash ?? 0) / 104e12 / lastedS).toBeCloseTo(1, 0);
    expect(over?.hashrate_lost_hash).toBeGreaterThanOrEqual(104e12 * 170);
  });

  it('that comes and goes makes three messages in an hour, and is called unsteady', async () => {
    const [id = ''] = addMiners(10);
    for (let i = 0; i < 6; i++) {
      farm.change(id, { attention: FAN });
      await farm.pass(80);
      farm.change(id, { attention: [] });
      await farm.pass(80);
    }
    expect(farm.announcements).toHaveLength(3);
    const [incident] = farm.incidents.views.open();
    expect(incident).toMatchObject({ unsteady: true, state: 'open' });
    // A kill does not begin the count again.
    await again();
    await farm.pass(80);
    farm.change(id, { attention: FAN });
    await farm.pass(80);
    expect(farm.announcements).toEqual([]);
    farm.change(id, { attention: [] });
    await farm.pass(2000);
    expect(farm.incidents.views.open()).toEqual([]);
  });

  it('whose fan comes and goes is online as soon as any other', async () => {
    const ids = addMiners(10);
    const [id = ''] = ids;
    for (let i = 0; i < 4; i++) {
      farm.change(id, { attention: FAN });
      await farm.pass(80);
      farm.change(id, { attention: [] });
      await farm.pass(80);
    }
    expect(farm.incidents.views.open()).toMatchObject([
      { title: 'M0: Fan 3 of 4 stopped (well again)', unsteady: true },
    ]);
    farm.drop(ids);
    await farm.pass(200);
    farm.bring(ids);
    await farm.pass(30);
    expect(farm.incidents.views.open()).toMatchObject([{ title: 'M0: Fan 3 of 4 stopped (well again)' }]);
    farm.drop([id]);
    await farm.pass(200);
    expect(farm.incidents.views.open()).toMatchObject([{ title: 'M0: Offline, +1' }]);
    farm.bring([id]);
    await farm.pass(30);
    expect(farm.incidents.views.open()).toMatchObject([{ title: 'M0: Fan 3 of 4 stopped (well again)' }]);
  });

  it('that has sent its messages of the hour says another critical fault at once', async () => {
    const [id = ''] = addMiners(10);
    for (let i = 0; i < 2; i++) {
      farm.change(id, { attention: FAN });
      await farm.pass(80);
      farm.change(id, { attention: [] });
      await farm.pass(80);
    }
    farm.change(id, { attention: FAN });
    await farm.pass(80);
    const before = farm.said().length;
    farm.change(id, { attention: [...FAN, ...BOARD] });
    await farm.pass(140);
    expect(farm.said().slice(before)).toEqual(['opened: M0: Board 2 not detected, +1']);
    // The same fault again is part of the coming and going.
    farm.change(id, { attention: FAN });
    await farm.pass(80);
    farm.change(id, { attention: [...FAN, ...BOARD] });
    await farm.pass(140);
    expect(farm.said()).toHaveLength(before + 1);
  });

  it('that was last said to be well is said to be offline at once, whatever was sent in this hour', async () => {
    const [id = ''] = addMiners(10);
    farm.drop([id]);
    await farm.pass(200);
    const [incident] = farm.incidents.views.open();
    await farm.incidents.actions.snooze(incident?.incident_id ?? '', farm.clock.nowMs() + 60_000, OPERATOR);
    await farm.pass(120);
    farm.bring([id]);
    await farm.pass(120);
    expect(farm.said().map((text) => text.split(':')[0])).toEqual(['opened', 'reminder', 'resolved']);
    farm.drop([id]);
    await farm.pass(200);
    expect(farm.said().at(-1)).toBe('opened: M0: Offline');
    // The operator knows that it is broken: what follows is within the limit.
    farm.bring([id]);
    await farm.pass(120);
    farm.drop([id]);
    await farm.pass(200);
    expect(farm.said()).toHaveLength(4);
  });
});

describe('nothing is found', () => {
  it.each<[string, (id: string) => void]>([
    ['starts', (id) => farm.change(id, { settling: true })],
    [
      'tunes, of its rates',
      (id) => farm.change(id, { latest_status: status({ state: 'auto-tuning', hashrate_hs: 10e12 }), attention: [] }),
    ],
    [
      'has just begun to tune',
      (id) => farm.change(id, { latest_status: status({ state: 'auto-tuning' }), settling: true }),
    ],
    [
      'was stopped',
      (id) => farm.change(id, { latest_status: status({ state: 'stopped', hashrate_hs: 0 }), attention: [] }),
    ],
    ['sleeps', (id) => farm.change(id, { latest_status: status({ state: 'sleep', hashrate_hs: 0 }), attention: [] })],
    ['is in a job', (id) => farm.inJob.add(id)],
    ['is not managed', (id) => farm.change(id, { managed: false })],
    ['is in a network that cannot be reached', (id) => farm.beyondReach.add(id)],
  ])('of a miner that %s', async (_, quiet) => {
    const ids = addMiners(10);
    for (const id of ids) farm.change(id, { attention: FAN, ...low(0.5) });
    for (const id of ids) quiet(id);
    await farm.pass(1200);
    expect(farm.incidents.views.open()).toEqual([]);
    expect(farm.announcements).toEqual([]);
  });

  it('in maintenance, until it is over', async () => {
    const ids = addMiners(10, (i) => ({ tags: i < 3 ? ['r7'] : [] }));
    const ends_at = farm.clock.nowMs() + 600_000;
    await farm.maintenance.add(
      { query: 'tag:r7', ends_at, reason: 'fans', rule_ids: [] },
      OPERATOR,
      farm.clock.nowMs(),
    );
    for (const id of ids.slice(0, 3)) farm.change(id, { attention: FAN });
    await farm.pass(590);
    expect(farm.incidents.views.open()).toEqual([]);
    await farm.pass(90);
    expect(farm.incidents.views.open().flatMap(({ miner_ids }) => miner_ids)).toHaveLength(3);
  });

  it('in maintenance that has begun, also after the clock was set back before its start', async () => {
    const [id = ''] = addMiners(10);
    const now = farm.clock.nowMs();
    await farm.maintenance.add({ query: 'name:M0', ends_at: now + 600_000, reason: '', rule_ids: [] }, OPERATOR, now);
    farm.clock.setBack(3_600_000);
    farm.change(id, { attention: FAN });
    await farm.pass(600);
    expect(farm.incidents.views.open()).toEqual([]);
  });

  it('in maintenance or snoozed by a clock that was a year ahead, but not for a year', async () => {
    const [id = '', other = ''] = addMiners(10);
    const now = farm.clock.nowMs();
    await farm.maintenance.add({ query: 'name:M0', ends_at: now + 3_600_000, reason: '', rule_ids: [] }, OPERATOR, now);
    for (const miner of [id, other]) farm.change(miner, { attention: FAN });
    await farm.pass(100);
    const [open] = farm.incidents.views.open();
    expect(open?.miner_ids).toEqual([other]);
    await farm.incidents.actions.snooze(open?.incident_id ?? '', now + 3_600_000, OPERATOR);
    farm.clock.setBack(365 * 86_400_000);
    await farm.pass(300);
    const found = farm.incidents.views.open().flatMap(({ state, miner_ids }) => miner_ids.map((one) => [state, one]));
    expect(found.sort()).toEqual([
      ['open', id],
      ['open', other],
    ]);
  });

  it('after a start with a clock that was ahead at the end: how long nothing was seen is not known, and not said', async () => {
    const [gone = ''] = addMiners(10, () => ({ last_seen_at: NOW }));
    // Of an offline miner nothing follows: it was seen long before.
    farm.change(gone, { online: false, ip: null, last_seen_at: NOW - 400 * 86_400_000 });
    farm.clock.setBack(365 * 86_400_000);
    await again();
    expect(await farm.incidents.views.list(['resolved'], 10)).toEqual([]);
  });

  it('while this computer cannot see, which is an incident itself; and not for what it missed', async () => {
    const ids = addMiners(300);
    await farm.pass(30);
    farm.watching = { state: 'not_watching', since_at: NOW, reason: 'No network leads there.' };
    farm.faults = [{ rule_id: 'not_watching', key: 'not_watching', message: 'Not monitoring' }];
    for (const id of ids) farm.change(id, { attention: FAN });
    await farm.pass(900);
    expect(farm.said()).toEqual(['opened: Not monitoring']);
    expect(farm.incidents.views.open()[0]).toMatchObject({
      cause: { kind: 'site' },
      miner_ids: [],
      severity: 'critical',
    });
    for (const id of ids) farm.change(id, { attention: [] });
    farm.watching = { state: 'watching', since_at: NOW, reason: null };
    farm.faults = [];
    await farm.pass(300);
    expect(farm.said()).toEqual(['opened: Not monitoring', 'resolved: Not monitoring']);
  });

  it('of miners, where a rack draws too much: that is about the rack, beside what its miners have', async () => {
    const ids = addMiners(10, () => ({ place: 'A/R7' }));
    await farm.pass(30);
    farm.faults = [{ rule_id: 'rack_overload', key: 'A/R7', rack: 'A/R7', message: 'Rack A/R7 draws 62 kW' }];
    await farm.pass(290);
    expect(farm.incidents.views.open()).toEqual([]);
    await farm.pass(30);
    expect(farm.incidents.views.open()).toMatchObject([
      { cause: { kind: 'rack', key: 'A/R7' }, title: 'Rack A/R7 draws 62 kW', severity: 'warning', miner_ids: [] },
    ]);
    farm.drop(ids);
    await farm.pass(300);
    expect(farm.incidents.views.open()).toHaveLength(2);
    farm.faults = [];
    farm.unknown = new Set(['rack:A/R7']);
    await farm.pass(600);
    expect(farm.incidents.views.open()).toHaveLength(2);
    farm.unknown = new Set();
    await farm.pass(330);
    expect(farm.incidents.views.open().map(({ rule_id }) => rule_id)).toEqual(['offline']);
  });

  it('by what was about to be found before a sleep', async () => {
    const [id = ''] = addMiners(10);
    farm.drop([id]);
    await farm.pass(100);
    await farm.clock.advance(8 * 3_600_000);
    await farm.pass(60);
    expect(farm.incidents.views.open()).toEqual([]);
    await farm.pass(180);
    expect(farm.incidents.views.open()).toHaveLength(1);
  });

  it('of the time in which nobody saw the farm, but that time is in the list, and nothing is sent of it', async () => {
    addMiners(10, () => ({ last_seen_at: NOW + 60_000 }));
    const list = async () => (await farm.incidents.views.list(['resolved'], 10)).map(({ title }) => title);
    await farm.pass(60);
    const asleepAt = farm.clock.nowMs();
    await farm.clock.advance(8 * 3_600_000 + 55 * 60_000);
    await farm.pass(60);
    const [slept] = await farm.incidents.views.list(['resolved'], 10);
    expect(slept).toMatchObject({
      title: 'Not monitored for 8 h 55 min: this computer slept, or its clock was set',
      rule_id: 'not_watching',
      since_at: asleepAt,
      resolved_at: asleepAt + 8 * 3_600_000 + 55 * 60_000 + 10_000,
      miner_ids: [],
    });
    expect(farm.incidents.views.open()).toEqual([]);
    // A start soon after the end is no time without monitoring.
    for (const id of farm.rows.keys()) farm.change(id, { last_seen_at: farm.clock.nowMs() - 60_000 });
    await again();
    await farm.pass(60);
    expect(await list()).toHaveLength(1);
    await farm.clock.advance(2 * 3_600_000);
    await again();
    await farm.pass(60);
    await again();
    await farm.pass(60);
    expect(await list()).toContain('Not monitored for 2 h 2 min, until PowerHive started');
    expect(farm.said()).toEqual([]);
  });

  it('of single polls that are lost: 5 % of them, for an hour', async () => {
    const ids = addMiners(100);
    const random = randomFrom(1);
    for (let round = 0; round < 360; round++) {
      const before = new Map(farm.rows);
      await farm.clock.advance(10_000);
      farm.read();
      for (const id of ids) {
        const row = before.get(id);
        if (random() < 0.05 && row !== undefined) farm.rows.set(id, row);
      }
      await farm.incidents.tick();
    }
    expect(farm.announcements).toEqual([]);
  });
});

describe('an operator', () => {
  it('acknowledges, and hears no more of it but its end', async () => {
    const [id = ''] = addMiners(10);
    await farm.rules.change(farm.rules.get('fan_lost') as never, { repeat_seconds: 60 }, OPERATOR);
    farm.change(id, { attention: FAN });
    await farm.pass(80);
    const [incident] = farm.incidents.views.open();
    const acknowledged = await farm.incidents.actions.acknowledge(incident?.incident_id ?? '', OPERATOR);
    expect(acknowledged).toMatchObject({ state: 'acknowledged', acknowledged_by: 'browser' });
    expect(farm.recorded.at(-1)).toMatchObject({ event: 'incident_acknowledged', actor: OPERATOR });
    await farm.pass(600);
    expect(farm.announcements.map(({ event }) => event)).toEqual(['opened']);
    farm.change(id, { attention: [] });
    await farm.pass(80);
    expect(farm.announcements.map(({ event }) => event)).toEqual(['opened', 'resolved']);
  });

  it('hears of it again when it gets worse, or when the snooze is over', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, low(0.8));
    await farm.pass(620);
    const { incident_id = '' } = farm.incidents.views.open()[0] ?? {};
    await farm.incidents.actions.snooze(incident_id, farm.clock.nowMs() + 300_000, OPERATOR);
    await farm.pass(290);
    expect(farm.announcements).toHaveLength(1);
    await farm.pass(20);
    expect(farm.incidents.views.open()[0]).toMatchObject({ state: 'open', snoozed_until: null });
    expect(farm.announcements.map(({ event }) => event)).toEqual(['opened', 'reminder']);
    await farm.incidents.actions.acknowledge(incident_id, OPERATOR);
    farm.change(id, { attention: BOARD });
    await farm.pass(140);
    expect(farm.incidents.views.open()[0]).toMatchObject({
      state: 'open',
      severity: 'critical',
      acknowledged_by: null,
    });
    expect(farm.announcements.map(({ event }) => event)).toEqual(['opened', 'reminder', 'changed']);
    const worsened = farm.recorded.filter(({ event }) => event === 'incident_worsened');
    expect(worsened).toMatchObject([{ miner_id: id, data: { incident_id, severity: 'critical' } }]);
  });

  it('hears nothing of what is snoozed without a moment until it gets worse', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, low(0.8));
    await farm.pass(620);
    const { incident_id = '' } = farm.incidents.views.open()[0] ?? {};
    await farm.incidents.actions.snooze(incident_id, null, OPERATOR);
    await farm.pass(86_400);
    expect(farm.incidents.views.open()).toMatchObject([{ state: 'snoozed', snoozed_until: null }]);
    expect(farm.announcements).toHaveLength(1);
    farm.change(id, { attention: BOARD });
    await farm.pass(140);
    expect(farm.incidents.views.open()).toMatchObject([{ state: 'open', severity: 'critical' }]);
  });

  it('takes back that it was resolved, and it ends with its fault', async () => {
    const [id = '', other = ''] = addMiners(10);
    farm.change(id, { attention: FAN });
    await farm.pass(80);
    const { incident_id = '' } = farm.incidents.views.open()[0] ?? {};
    // At once, and after it was stored and announced.
    for (const seconds of [0, 60]) {
      await farm.incidents.actions.resolve(incident_id, '', OPERATOR);
      expect(farm.incidents.views.open()).toEqual([]);
      await farm.pass(seconds);
      const back = await farm.incidents.actions.reopen(incident_id, OPERATOR);
      expect(back).toMatchObject({ incident_id, state: 'open', resolved_at: null, miner_ids: [id] });
      await farm.pass(20);
      expect(farm.incidents.views.open()).toMatchObject([{ incident_id, state: 'open', miner_ids: [id] }]);
      expect(await farm.incidents.views.list(['resolved'], 10)).toEqual([]);
    }
    expect(farm.announcements.map(({ event }) => event)).toEqual(['opened', 'reminder', 'resolved', 'reminder']);
    await farm.pass(3600);
    await again();
    await farm.pass(60);
    expect(farm.incidents.views.open()).toMatchObject([{ incident_id, miner_ids: [id] }]);
    farm.change(id, { attention: [] });
    await farm.pass(80);
    expect(farm.incidents.views.open()).toEqual([]);
    const timeline = (await farm.incidents.views.get(incident_id))?.timeline.map(({ event }) => event);
    expect(timeline).toEqual(['opened', 'resolved', 'reopened', 'resolved', 'reopened', 'resolved']);
    // Nothing is wrong any more, or another incident covers it.
    expect(await farm.incidents.actions.reopen(incident_id, OPERATOR)).toBeNull();
    farm.change(id, { attention: FAN });
    farm.change(other, { attention: FAN });
    await farm.pass(80);
    expect(farm.incidents.views.open()).toHaveLength(2);
    expect(await farm.incidents.actions.reopen(incident_id, OPERATOR)).toBeNull();
  });

  it('names what is still wrong when it is taken back', async () => {
    const ids = addMiners(8);
    for (const [i, id] of ids.entries()) farm.change(id, { ip: `10.9.9.${i + 1}`, attention: FAN });
    await farm.pass(120);
    const [group] = farm.incidents.views.open();
    expect(group).toMatchObject({ cause: { kind: 'network' }, title: expect.stringContaining('8 miners') });
    await farm.incidents.actions.resolve(group?.incident_id ?? '', '', OPERATOR);
    for (const id of ids.slice(2)) farm.change(id, { attention: [] });
    await farm.pass(120);
    const back = await farm.incidents.actions.reopen(group?.incident_id ?? '', OPERATOR);
    expect(back).toMatchObject({ title: expect.stringContaining('2 miners'), miner_ids: ids.slice(0, 2) });
  });

  it('is of the breaker that feeds several racks, where all of them lose power', async () => {
    const ids = addMiners(30);
    for (const [i, id] of ids.entries()) {
      const rack = Math.floor(i / 6);
      const pdu = rack === 1 || rack === 2 ? 'Breaker 4' : null;
      farm.change(id, { ip: `10.${i}.1.1`, place: `R${rack}/1-${i}`, pdu, tags: [], model_alias: `m${i}` });
    }
    farm.drop(ids.slice(6, 18));
    await farm.pass(220);
    expect(farm.incidents.views.open()).toMatchObject([
      { cause: { kind: 'pdu', key: 'Breaker 4' }, title: '12 miners offline on PDU Breaker 4' },
    ]);
    // A single rack of it is that rack.
    farm.bring(ids.slice(6, 18));
    await farm.pass(300);
    farm.drop(ids.slice(6, 12));
    await farm.pass(220);
    expect(farm.incidents.views.open()).toMatchObject([{ cause: { kind: 'rack', key: 'R1' } }]);
  });

  it('goes into the incident that its miner has meanwhile: one cause is never in two rows', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, { attention: FAN });
    await farm.pass(80);
    const first = farm.incidents.views.open()[0]?.incident_id ?? '';
    await farm.incidents.actions.resolve(first, '', OPERATOR);
    farm.change(id, { attention: [...FAN, ...HOT] });
    await farm.pass(150);
    const [second] = farm.incidents.views.open();
    expect(second?.incident_id).not.toBe(first);
    const back = await farm.incidents.actions.reopen(first, OPERATOR);
    expect(back).toMatchObject({ incident_id: second?.incident_id, state: 'open', severity: 'critical' });
    await farm.pass(20);
    expect(farm.incidents.views.open()).toHaveLength(1);
    expect(back?.faults.map(({ rule_id }) => rule_id)).toEqual(['fan_lost', 'chip_hot']);
    farm.change(id, { attention: [] });
    await farm.pass(200);
    expect(farm.incidents.views.open()).toEqual([]);
  });

  it('goes there aloud where it is worse, also where that one was put aside', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, { attention: FAN });
    await farm.pass(80);
    const first = farm.incidents.views.open()[0]?.incident_id ?? '';
    await farm.incidents.actions.resolve(first, '', OPERATOR);
    farm.change(id, { attention: [...FAN, ...HOT] });
    await farm.pass(150);
    const second = farm.incidents.views.open()[0]?.incident_id ?? '';
    await farm.incidents.actions.acknowledge(second, OPERATOR);
    const before = farm.said().length;
    const back = await farm.incidents.actions.reopen(first, OPERATOR);
    expect(back).toMatchObject({ incident_id: second, state: 'open', severity: 'critical', acknowledged_at: null });
    await farm.pass(120);
    expect(farm.announcements.slice(before)).toMatchObject([{ event: 'changed', incident: { incident_id: second } }]);
    // A milder fault does not change what was resolved by hand.
    await farm.incidents.actions.resolve(second, '', OPERATOR);
    farm.change(id, { attention: [...FAN, ...HOT, ...BOARD] });
    await farm.pass(150);
    const third = farm.incidents.views.open()[0]?.incident_id ?? '';
    await farm.incidents.actions.acknowledge(third, OPERATOR);
    expect(await farm.incidents.actions.reopen(second, OPERATOR)).toMatchObject({
      incident_id: third,
      state: 'acknowledged',
    });
  });

  it('goes there also where that one opens while it is written', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, { attention: FAN });
    await farm.pass(80);
    const first = farm.incidents.views.open()[0]?.incident_id ?? '';
    await farm.incidents.actions.resolve(first, '', OPERATOR);
    await farm.pass(60);
    farm.change(id, { attention: [...FAN, ...HOT] });
    await farm.pass(100);
    let answer = (): void => undefined;
    farm.store.answers = new Promise((resolve) => {
      answer = resolve;
    });
    const back = farm.incidents.actions.reopen(first, OPERATOR);
    // The round that finds it also waits for the disk.
    const round = farm.pass(40);
    await new Promise(setImmediate);
    farm.store.answers = null;
    answer();
    await Promise.all([back, round]);
    await farm.pass(20);
    expect(farm.incidents.views.open()).toMatchObject([{ state: 'open', miner_ids: [id], severity: 'critical' }]);
    expect(farm.incidents.views.open()[0]?.faults).toHaveLength(2);
    expect(farm.store.incidentRows.get(first)?.incident.state).toBe(
      farm.incidents.views.open()[0]?.incident_id === first ? 'open' : 'resolved',
    );
  });

  it('cannot take back what ended while that was written', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, { attention: FAN });
    await farm.pass(80);
    const { incident_id = '' } = farm.incidents.views.open()[0] ?? {};
    await farm.incidents.actions.resolve(incident_id, '', OPERATOR);
    await farm.pass(60);
    let answer = (): void => undefined;
    farm.store.answers = new Promise((resolve) => {
      answer = resolve;
    });
    const back = farm.incidents.actions.reopen(incident_id, OPERATOR);
    farm.change(id, { attention: [] });
    await farm.pass(80);
    farm.store.answers = null;
    answer();
    expect(await back).toMatchObject({ state: 'resolved' });
    await farm.pass(20);
    expect(farm.incidents.views.open()).toEqual([]);
    expect(farm.store.incidentRows.get(incident_id)?.incident.state).toBe('resolved');
  });

  it('is not heard where the disk refuses, and nothing looks as if', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, { attention: FAN });
    await farm.pass(80);
    const { incident_id = '' } = farm.incidents.views.open()[0] ?? {};
    farm.store.broken = new Error('disk full');
    await expect(farm.incidents.actions.acknowledge(incident_id, OPERATOR)).rejects.toThrow('disk full');
    farm.store.broken = null;
    await farm.pass(10);
    const detail = await farm.incidents.views.get(incident_id);
    expect(detail).toMatchObject({ state: 'open', acknowledged_at: null });
    expect(detail?.timeline.map(({ event }) => event)).toEqual(['opened']);
  });

  it('has rules of their own, and built-in ones back as they came', async () => {
    const ids = addMiners(3);
    const rule = await farm.rules.create(
      {
        name: 'Warm',
        query: 'temp>80',
        for_seconds: 30,
        clear_query: null,
        clear_for_seconds: 0,
        severity: 'info',
        not_while: null,
        grouping: 'cause',
        enabled: true,
        channels: ['c1'],
        repeat_seconds: null,
        escalation: null,
        suggested_action: null,
      },
      OPERATOR,
    );
    farm.change(ids[1] ?? '', { latest_status: status({ chip_temp_max_c: 85 }) });
    await farm.pass(60);
    expect(farm.announcements[0]).toMatchObject({
      channelIds: ['c1'],
      incident: { title: 'M1: Warm', severity: 'info' },
    });
    await farm.rules.remove(rule, OPERATOR);
    await farm.pass(10);
    expect(farm.incidents.views.open()).toEqual([]);

    const offline = farm.rules.get('offline');
    if (offline === null) throw new Error('no rule');
    await farm.rules.change(offline, { for_seconds: 30, enabled: false }, OPERATOR);
    expect(farm.rules.get('offline')).toMatchObject({ for_seconds: 30, enabled: false, changed: true, built_in: true });
    await farm.rules.remove(offline, OPERATOR);
    expect(farm.rules.get('offline')).toEqual(offline);
  });
});

it('an incident is as severe as its rule is now, and is said again where that is more', async () => {
  const [id = ''] = addMiners(10);
  farm.change(id, { attention: HOT });
  await farm.pass(150);
  const [incident] = farm.incidents.views.open();
  await farm.incidents.actions.acknowledge(incident?.incident_id ?? '', OPERATOR);
  const change = async (severity: 'info' | 'critical'): Promise<void> => {
    const rule = farm.rules.get('chip_hot') ?? expect.fail('no rule');
    await farm.rules.change(rule, { severity }, OPERATOR);
    await farm.pass(20);
  };
  await change('critical');
  expect(farm.incidents.views.open()).toMatchObject([{ severity: 'critical', state: 'open' }]);
  expect(farm.said().slice(1)).toEqual(['changed: M0: Chip at 96 °C']);
  await change('info');
  expect(farm.incidents.views.open()).toMatchObject([{ severity: 'info', state: 'open' }]);
  expect(farm.said()).toHaveLength(2);
});

describe('an incident that ends although its fault may go on', () => {
  const ends: readonly [string, () => unknown][] = [
    [
      'maintenance began',
      async () =>
        farm.maintenance.add({ ...MAINTENANCE, ends_at: farm.clock.nowMs() + 600_000 }, OPERATOR, farm.clock.nowMs()),
    ],
    ['no longer managed', () => farm.change(hotMiner, { managed: false })],
    [
      'stopped on request',
      () => farm.change(hotMiner, { attention: [], latest_status: status({ state: 'stopped', hashrate_hs: 0 }) }),
    ],
    ['removed from the fleet', () => farm.rows.delete(hotMiner)],
    [
      'the rule is off or deleted',
      async () => {
        const rule = farm.rules.get('chip_hot');
        if (rule !== null) await farm.rules.change(rule, { enabled: false }, OPERATOR);
      },
    ],
    [
      'the rule was changed',
      async () => {
        const rule = farm.rules.get('chip_hot');
        if (rule !== null) await farm.rules.change(rule, { query: 'condition=hot -name:M0' }, OPERATOR);
      },
    ],
    [
      'resolved by hand in a browser: fan ordered',
      async () =>
        farm.incidents.actions.resolve(farm.incidents.views.open()[0]?.incident_id ?? '', 'fan ordered', OPERATOR),
    ],
  ];
  const MAINTENANCE = { query: 'name:M0', reason: '', rule_ids: [] };
  let hotMiner = '';

  it.each(ends)('says so: %s', async (because, end) => {
    [hotMiner = ''] = addMiners(10);
    farm.change(hotMiner, { attention: HOT });
    await farm.pass(150);
    expect(farm.incidents.views.open()).toMatchObject([{ ended_because: null }]);
    await end();
    await farm.pass(80);
    const said = farm.announcements.at(-1);
    const resolved_by = because.startsWith('resolved by') ? 'browser' : null;
    expect(said).toMatchObject({ event: 'resolved', incident: { ended_because: because, resolved_by } });
    if (said === undefined) return;
    const { title, body } = incidentText('resolved', said.incident, { at: said.at, now: said.at });
    expect(title).toBe(`Closed${resolved_by === null ? `, ${because}` : ''}: M0: Chip at 96 °C`);
    expect(body.split('\n')[0]).toBe(`Not known to be over: ${because}.`);
  });

  it('is over where its fault is, although its rule was changed before and still found it', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, { attention: HOT });
    await farm.pass(150);
    const rule = farm.rules.get('chip_hot') ?? expect.fail('no rule');
    await farm.rules.change(rule, { query: 'condition=hot name:M0' }, OPERATOR);
    await farm.pass(20);
    farm.change(id, { attention: [] });
    await farm.pass(80);
    expect(farm.announcements.at(-1)).toMatchObject({ event: 'resolved', incident: { ended_because: null } });
  });

  it('and one that is over says nothing of the kind', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, { attention: HOT });
    await farm.pass(150);
    farm.change(id, { attention: [] });
    await farm.pass(80);
    expect(farm.announcements.at(-1)).toMatchObject({ event: 'resolved', incident: { ended_because: null } });
  });
});

describe('a restart', () => {
  it('keeps what is open, since when, and what was said', async () => {
    const ids = addMiners(100);
    farm.drop(ids.slice(0, 60));
    farm.change(ids[70] ?? '', { attention: FAN });
    await farm.pass(200);
    const before = farm.incidents.views.open();
    expect(before).toHaveLength(2);
    await again();
    expect(farm.incidents.views.open()).toEqual(
      before.map((incident) => ({ ...incident, hashrate_lost_hs: null, hashrate_lost_hash: expect.any(Number) })),
    );
    await farm.pass(60);
    expect(farm.announcements).toEqual([]);
    expect(farm.incidents.views.open().map(({ incident_id }) => incident_id)).toEqual(
      before.map((one) => one.incident_id),
    );
    farm.bring(ids.slice(0, 60));
    await farm.pass(20);
    expect(farm.announcements.map(({ event }) => event)).toEqual(['resolved']);
  });

  it('ends nothing of which only a scan or an answer of the miner can say that it is over', async () => {
    const [locked = '', silent = '', twice = ''] = addMiners(10);
    const polling = { eligible: true, reason: null, last_success_at: null, consecutive_failures: 0 };
    farm.change(locked, {
      has_api_key: false,
      latest_status: null,
      attention: [{ code: 'api_key', severity: 'warning', message: 'Wrong miner password.' }],
    });
    farm.change(silent, {
      latest_status: null,
      polling: { ...farm.rows.get(silent)?.polling, ...polling } as Miner['polling'],
      attention: [{ code: 'not_answering', severity: 'warning', message: 'Not answering.' }],
    });
    farm.change(twice, { attention: [{ code: 'address_conflict', severity: 'warning', message: 'Duplicate MAC.' }] });
    await farm.pass(200);
    expect(farm.incidents.views.open()).toHaveLength(3);
    // At the start of the program the problem is not known yet.
    for (const id of [locked, silent, twice]) farm.change(id, { attention: [] });
    await again();
    farm.scans = false;
    await farm.pass(30);
    expect(farm.incidents.views.open()).toHaveLength(3);
    farm.scans = true;
    await farm.pass(30);
    expect(farm.said()).toEqual(['resolved: M2: Duplicate MAC']);
    for (const id of [locked, silent]) farm.change(id, { has_api_key: true, latest_status: status() });
    await farm.pass(20);
    // A reading that needs no key does not show that the key works again.
    expect(farm.incidents.views.open()).toMatchObject([{ rule_id: 'locked' }]);
    await farm.pass(120);
    expect(farm.incidents.views.open()).toEqual([]);
  });

  it('says what was on disk and not said yet', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, { attention: FAN });
    await farm.pass(80);
    const [[key, row] = ['', undefined]] = farm.store.incidentRows;
    if (row === undefined) throw new Error('nothing is stored');
    // The state after the first of the two writes.
    const { opened_at } = row.incident;
    const incident = { ...row.incident, owed_event: 'opened', owed_at: opened_at, notified_at: null } as const;
    farm.store.incidentRows.set(key, { ...row, incident });
    await again();
    await farm.pass(10);
    expect(farm.announcements.map(({ event, at }) => ({ event, at }))).toEqual([{ event: 'opened', at: opened_at }]);
  });
});

it('a day of chaos at 5 % faults: each real fault is in an incident, and messages stay few', async () => {
  const ids = addMiners(100);
  const random = randomFrom(7);
  /** Start and duration of each fault. */
  const faults = new Map<string, { from: number; to: number }>();
  let real = 0;
  const missed: string[] = [];
  for (let step = 0; step < 24 * 12; step++) {
    const nowMs = farm.clock.nowMs();
    for (const id of ids) {
      const fault = faults.get(id);
      if (fault !== undefined && fault.to <= nowMs) {
        const found = [...farm.store.incidentRows.values()].some(({ members }) =>
          members.some((one) => one.miner_id === id && one.since_at >= fault.from),
        );
        if (!found) missed.push(id);
        farm.change(id, { attention: [] });
        faults.delete(id);
      } else if (fault === undefined && random() < 0.008) {
        real += 1;
        farm.change(id, { attention: random() < 0.5 ? FAN : BOARD });
        faults.set(id, { from: nowMs, to: nowMs + 600_000 + random() * 6_000_000 });
      }
    }
    await farm.pass(300, 30);
  }
  expect(real).toBeGreaterThan(200);
  expect(missed).toEqual([]);
  expect(farm.announcements.length).toBeLessThanOrEqual(2 * real);
});

describe('a database that cannot be written', () => {
  it('holds back no message, and what was found is kept once it can be', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, { attention: FAN });
    farm.store.broken = new Error('disk full');
    farm.passFails = true;
    await farm.pass(80);
    expect(farm.said()).toEqual(['opened: M0: Fan 3 of 4 stopped']);
    expect(farm.failures.at(-1)).toBe('disk full');
    const { incident_id = '' } = farm.incidents.views.open()[0] ?? {};
    expect(await farm.incidents.views.get(incident_id)).toMatchObject({
      state: 'open',
      timeline: [{ event: 'opened' }],
    });
    farm.store.broken = null;
    await farm.pass(10);
    expect(farm.said()).toHaveLength(1);
    expect(farm.store.incidentRows.get(incident_id)).toMatchObject({
      incident: { owed_event: null, notified_at: expect.any(Number) },
      timeline: [{ event: 'opened' }],
    });
  });
});

describe('a disk that is slow', () => {
  /** A round with this duration. */
  const round = async (takesMs: number): Promise<void> => {
    await farm.clock.advance(10_000);
    farm.read();
    const ticking = farm.incidents.tick().catch(({ message }: Error) => farm.failures.push(message));
    await farm.clock.advance(takesMs);
    await ticking;
  };

  it('does not make a long round forget what was about to be found', async () => {
    const [first = '', second = ''] = addMiners(10);
    farm.change(first, { attention: FAN });
    await farm.pass(50);
    farm.change(second, { attention: FAN });
    await farm.pass(10);
    farm.outboxTakesMs = 70_000;
    await round(70_000);
    expect(farm.said()).toEqual(['opened: M0: Fan 3 of 4 stopped']);
    await round(70_000);
    expect(farm.said()).toContain('opened: M1: Fan 3 of 4 stopped');
  });

  it('is given no second write while the first has no answer, holds back no message, and is written once', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, { attention: FAN });
    await farm.pass(40);
    const { saves } = farm.store;
    const { promise, resolve } = Promise.withResolvers<void>();
    farm.store.answers = promise;
    for (let n = 0; n < 6; n++) await round(31_000);
    expect(farm.said()).toEqual(['opened: M0: Fan 3 of 4 stopped']);
    expect(farm.store.saves - saves).toBe(1);
    expect(farm.failures.at(-1)).toBe('The database has not answered for 30 s');
    farm.store.answers = null;
    resolve();
    await farm.pass(10);
    const { incident_id = '' } = farm.incidents.views.open()[0] ?? {};
    expect(farm.store.incidentRows.get(incident_id)).toMatchObject({
      incident: { owed_event: null },
      timeline: [{ event: 'opened' }],
    });
    expect(farm.store.incidentRows.get(incident_id)?.timeline).toHaveLength(1);
  });

  it.each(['acknowledge', 'resolve'] as const)(
    'that refuses to %s late does not open again what has ended meanwhile',
    async (action) => {
      const [id = ''] = addMiners(10);
      farm.change(id, { attention: FAN });
      await farm.pass(80);
      const { incident_id = '' } = farm.incidents.views.open()[0] ?? {};
      const { promise, reject } = Promise.withResolvers<void>();
      farm.store.answers = promise;
      const { actions } = farm.incidents;
      const acting =
        action === 'resolve' ? actions.resolve(incident_id, '', OPERATOR) : actions.acknowledge(incident_id, OPERATOR);
      const refused = expect(acting).rejects.toThrow('disk full');
      farm.store.answers = null;
      farm.change(id, { attention: [] });
      await farm.pass(80);
      reject(new Error('disk full'));
      await refused;
      await farm.pass(10);
      expect(farm.incidents.views.open()).toEqual([]);
      expect(farm.said()).toEqual(['opened: M0: Fan 3 of 4 stopped', 'resolved: M0: Fan 3 of 4 stopped']);
      expect(farm.store.incidentRows.get(incident_id)).toMatchObject({ incident: { state: 'resolved' } });
    },
  );
});

describe('what is wrong with PowerHive itself', () => {
  it('is not over because the program started again and has not checked it yet', async () => {
    farm.faults = [{ rule_id: 'backup_failed', key: 'backup_failed', message: 'Backup failed: no room' }];
    await farm.pass(10);
    expect(farm.said()).toEqual(['opened: Backup failed: no room']);
    await again();
    farm.unknown = new Set(['backup_failed']);
    await farm.pass(120);
    expect(farm.announcements).toEqual([]);
    expect(farm.incidents.views.open()).toHaveLength(1);
    farm.unknown = new Set();
    await farm.pass(10);
    expect(farm.said()).toEqual(['resolved: Backup failed: no room']);
  });

  it('is found as soon as ever although the clock is set back meanwhile', async () => {
    farm.faults = [{ rule_id: 'powerhive_trouble', key: 'thread:reader', message: 'The reader hangs' }];
    await farm.pass(120);
    farm.clock.setBack(3_600_000);
    await farm.pass(320);
    expect(farm.incidents.views.open().map(({ title }) => title)).toEqual(['The reader hangs']);
  });

  it('is not over either where one of several faults of a rule has not been checked', async () => {
    const [scan, thread] = ['loop:discovery', 'thread:writer'].map((key) => {
      return { rule_id: 'powerhive_trouble', key, message: `${key} fails` };
    });
    if (scan === undefined || thread === undefined) throw new Error('there are two');
    farm.faults = [scan, thread];
    await farm.pass(900);
    await again();
    farm.faults = [];
    farm.unknown = new Set([scan.key]);
    await farm.pass(900);
    expect(farm.said()).toEqual(['resolved: thread:writer fails']);
    expect(farm.incidents.views.open().map(({ cause }) => cause.key)).toEqual(['powerhive:loop:discovery']);
  });
});

describe('what is wrong with a rack', () => {
  it('is unknown by its path alone: its name may be the key of a fault of PowerHive', async () => {
    const rack = { rule_id: 'rack_overload', key: 'paused', rack: 'paused', message: 'Rack paused draws 62 kW' };
    const own = { rule_id: 'not_watching', key: 'paused', message: 'Not monitoring' };
    farm.faults = [rack, own];
    await farm.pass(330);
    const open = () => farm.incidents.views.open().map(({ cause }) => cause.key);
    expect(open().sort()).toEqual(['paused', 'powerhive:paused']);
    farm.faults = [];
    farm.unknown = new Set(['rack:paused']);
    await farm.pass(330);
    expect(open()).toEqual(['paused']);
    farm.faults = [own];
    farm.unknown = new Set();
    await farm.pass(330);
    expect(open()).toEqual(['powerhive:paused']);
    farm.faults = [rack];
    farm.unknown = new Set(['paused']);
    await farm.pass(330);
    expect(open().sort()).toEqual(['paused', 'powerhive:paused']);
    farm.faults = [];
    await farm.pass(330);
    expect(open()).toEqual(['powerhive:paused']);
  });
});

describe('work on a rack', () => {
  it('ends at once what the rack has, and what is about to be found of it', async () => {
    const fault = { rule_id: 'rack_overload', key: 'R7', rack: 'R7', message: 'Rack R7 draws 62 kW' };
    farm.faults = [fault];
    await farm.pass(330);
    expect(farm.said()).toEqual(['opened: Rack R7 draws 62 kW']);
    farm.faults = [];
    farm.silenced = new Set(['rack:R7']);
    await farm.pass(10);
    expect(farm.said().slice(1)).toEqual(['resolved: Rack R7 draws 62 kW']);
    // Afterwards the hold time of the rule begins again.
    farm.silenced = new Set();
    farm.faults = [fault];
    await farm.pass(290);
    expect(farm.incidents.views.open()).toEqual([]);
    await farm.pass(30);
    expect(farm.incidents.views.open()).toHaveLength(1);
  });
});

describe('the list of incidents', () => {
  it('has the worst first: by severity, by the hash rate that is lost now, and by age', async () => {
    const [old = '', young = '', slow = '', hot = '', gone = ''] = addMiners(5, (i) => ({
      ip: `10.${i}.0.1`,
      model_alias: `m${i}`,
    }));
    const losing = (share: number) => ({ ...low(share), attention: HOT });
    farm.change(old, { attention: HOT });
    await farm.pass(180);
    farm.change(young, { attention: HOT });
    farm.change(slow, losing(0.9));
    farm.change(hot, losing(0.88));
    await farm.pass(180);
    farm.drop([gone]);
    await farm.pass(200);
    const all = await farm.incidents.views.list(['open', 'acknowledged', 'snoozed', 'resolved'], 10);
    expect(all.map(({ cause }) => cause.key)).toEqual([gone, hot, slow, old, young]);
    // Resolved incidents are last, whatever they lost.
    farm.bring([gone]);
    await farm.pass(300);
    const later = await farm.incidents.views.list(['open', 'acknowledged', 'snoozed', 'resolved'], 10);
    expect(later.map(({ cause }) => cause.key)).toEqual([hot, slow, old, young, gone]);
    expect(await farm.incidents.views.list(['open'], 1)).toMatchObject([{ cause: { key: hot } }]);
    // What ended before a time can be left out; what is open stays, however old.
    const endedAt = later.at(-1)?.resolved_at ?? 0;
    const since = async (resolvedAfter: number) =>
      (await farm.incidents.views.list(['open', 'resolved'], 10, { resolvedAfter })).map(({ cause }) => cause.key);
    expect(await since(endedAt - 1)).toEqual([hot, slow, old, young, gone]);
    expect(await since(endedAt)).toEqual([hot, slow, old, young]);
  });
});

describe('a note', () => {
  it('is in the match of the incident and in the audit, and changes nothing else', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, { attention: FAN });
    await farm.pass(80);
    const { incident_id = '' } = farm.incidents.views.open()[0] ?? {};
    expect(await farm.incidents.actions.note(incident_id, 'fan ordered', OPERATOR)).toMatchObject({ state: 'open' });
    expect(farm.recorded.at(-1)).toMatchObject({
      event: 'incident_noted',
      actor: OPERATOR,
      data: { text: 'fan ordered' },
    });
    const detail = await farm.incidents.views.get(incident_id);
    expect(detail?.timeline.at(-1)).toMatchObject({ event: 'noted', message: 'fan ordered', actor: OPERATOR });
    await farm.pass(120);
    expect(farm.announcements.map(({ event }) => event)).toEqual(['opened']);
  });
});

describe('an incident that is resolved by hand', () => {
  it('is over with its comment, and its fault opens another one only after it has ended', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, { attention: FAN });
    await farm.pass(80);
    const { incident_id = '' } = farm.incidents.views.open()[0] ?? {};
    const resolved = await farm.incidents.actions.resolve(incident_id, 'fan ordered', OPERATOR);
    expect(resolved).toMatchObject({ state: 'resolved' });
    expect(farm.recorded.at(-1)).toMatchObject({ event: 'incident_resolved', data: { comment: 'fan ordered' } });
    await farm.pass(600);
    expect(farm.incidents.views.open()).toEqual([]);
    const detail = await farm.incidents.views.get(incident_id);
    expect(detail?.timeline.at(-1)).toMatchObject({ event: 'resolved', message: 'fan ordered', actor: OPERATOR });
    farm.change(id, { attention: [] });
    await farm.pass(120);
    farm.change(id, { attention: FAN });
    await farm.pass(80);
    expect(farm.incidents.views.open()).toHaveLength(1);
  });

  it('is open as before where that could not be written', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, { attention: FAN });
    await farm.pass(80);
    const before = farm.incidents.views.open();
    farm.store.broken = new Error('disk full');
    await expect(farm.incidents.actions.resolve(before[0]?.incident_id ?? '', '', OPERATOR)).rejects.toThrow(
      'disk full',
    );
    farm.store.broken = null;
    await farm.pass(10);
    expect(farm.incidents.views.open()).toMatchObject([{ state: 'open', faults: before[0]?.faults }]);
    farm.change(id, { attention: [] });
    await farm.pass(80);
    expect(farm.said()).toEqual(['opened: M0: Fan 3 of 4 stopped', 'resolved: M0: Fan 3 of 4 stopped']);
  });
});

describe('a miner that does not come up', () => {
  it('is an incident although it starts, and has no other fault', async () => {
    const [id = ''] = addMiners(10);
    const starting = { latest_status: status({ state: 'initializing', hashrate_hs: 0 }), settling: false };
    farm.change(id, { ...starting, attention: FAN });
    await farm.pass(600);
    expect(farm.incidents.views.open()).toEqual([]);
    const stuck = { code: 'start_stuck', severity: 'warning', message: 'Still starting since 13:10.' } as const;
    farm.change(id, { ...starting, attention: [stuck, ...FAN] });
    await farm.pass(20);
    expect(farm.said()).toEqual(['opened: M0: Still starting since 13:10']);
    expect(farm.incidents.views.open()[0]?.faults).toHaveLength(1);
  });
});

describe('a miner that tunes', () => {
  const HOT: Miner['attention'] = [{ code: 'hot', severity: 'warning', message: 'Hottest chip at 97 °C.' }];
  const tuning = { latest_status: status({ state: 'auto-tuning', hashrate_hs: 40e12 }) };
  const open = () => farm.incidents.views.open().flatMap(({ faults }) => faults.map(({ rule_id }) => rule_id));

  it('is found hot or with a lost fan as any other, and found well again', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, { ...tuning, attention: [...FAN, ...HOT] });
    await farm.pass(140);
    expect(open()).toEqual(['fan_lost', 'chip_hot']);
    farm.change(id, { ...tuning, attention: [] });
    await farm.pass(80);
    expect(open()).toEqual([]);
  });

  it('is found not hashing', async () => {
    const [id = ''] = addMiners(10);
    const idle = status({ state: 'auto-tuning', hashrate_hs: 0 });
    const message = 'Tuning, but 0 TH/s since 13:10.';
    farm.change(id, { latest_status: idle, attention: [{ code: 'not_hashing', severity: 'critical', message }] });
    await farm.pass(320);
    expect(open()).toEqual(['not_hashing']);
    farm.change(id, { ...tuning, attention: [] });
    await farm.pass(80);
    expect(open()).toEqual([]);
  });

  it('is not found well of what cannot be seen meanwhile', async () => {
    const [id = ''] = addMiners(10);
    farm.change(id, { attention: BOARD, ...low(0.5) });
    await farm.pass(700);
    expect(open()).toEqual(['board_lost']);
    farm.change(id, { ...tuning, attention: [] });
    await farm.pass(1200);
    expect(open()).toEqual(['board_lost']);
    farm.change(id, { ...low(1), attention: [] });
    await farm.pass(80);
    expect(open()).toEqual([]);
  });
});
