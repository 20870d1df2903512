import { afterEach, describe, expect, it } from 'vitest';
import type { SimulatedMiner } from '../../../src-main/demo/fleet.ts';
import type { ActionPart, ActionReading, MinerCommand, WriteResponse } from '../../../src-main/drivers/commands.ts';
import type { DriverSession, MinerTarget } from '../../../src-main/drivers/driver.ts';
import { vnish } from '../../../src-main/drivers/vnish/driver.ts';
import { systemClock } from '../../../src-main/runtime/clock.ts';
import { limitMs } from '../../fixtures/patience.ts';
import { type FleetSession, startSession } from './simulator-session.ts';

interface Acting {
  readonly farm: FleetSession;
  readonly miner: SimulatedMiner;
  send(command: MinerCommand, timeoutMs?: number): Promise<WriteResponse>;
  read(...parts: ActionPart[]): Promise<ActionReading>;
  /** Number of each write that arrived. */
  writes(): Record<string, number>;
}

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/**
 * A healthy miner that hashes at a tuned preset above other tuned ones, and a driver with its key.
 */
async function acting(firmware = '1.2.7'): Promise<Acting> {
  const farm = await startSession(44, { count: 24, profile: 's19jpro' });
  const session: DriverSession = vnish.open({ timeoutMs: limitMs(), clock: systemClock });
  endings.push(() => farm.fleet.stop());
  endings.push(() => session.close());
  const miner = farm.find(({ firmware: is, device }) => {
    const { runningRung: now, tunedRungs, machine } = device;
    return (
      is === firmware && machine.state === 'mining' && [now, now - 1, now - 2].every((rung) => tunedRungs.has(rung))
    );
  });
  const address: MinerTarget = { host: miner.host, port: miner.port, mac: miner.mac.toLowerCase(), kind: 'vnish' };
  const obtained = await session.actions.obtainKey?.(
    address,
    { kind: 'password', password: 'admin' },
    { description: 'PowerHive', refusedKey: null },
  );
  if (obtained?.ok !== true) throw new Error('no key');
  const target = { ...address, apiKey: obtained.value.key };
  const read = async (...parts: ActionPart[]): Promise<ActionReading> => {
    const reading = await session.actions.read?.(target, parts);
    if (reading?.ok !== true) throw new Error(JSON.stringify(reading));
    return reading.value;
  };
  return {
    farm,
    miner,
    read,
    send: async (command, timeoutMs) => {
      const answer = await session.actions.send?.(target, command, { timeoutMs });
      if (answer === undefined) throw new Error('no answer');
      return answer;
    },
    writes: () =>
      Object.fromEntries(
        [...miner.requestCounts].filter(([call]) => call.startsWith('POST') && !/unlock|lock|apikeys/.test(call)),
      ),
  };
}

const rungBelow = ({ device }: SimulatedMiner, steps = 1): string => device.rung(device.runningRung - steps).name;
const toPreset = (preset: string): MinerCommand => ({ kind: 'preset', preset, switcher: null });
const ONE_WRITE = { 'POST /settings': 1 };

describe('a preset change', () => {
  it('is stored, taken on by a restart after about 100 s, and reached after about 165 s', async () => {
    const { miner, farm, send, read, writes } = await acting();
    const preset = rungBelow(miner);
    const before = await read('state', 'perf', 'settings', 'presets', 'running');
    expect(before.presets?.find(({ name }) => name === preset)?.status).toBe('tuned');
    expect(await send(toPreset(preset))).toMatchObject({ sent: 'accepted', restart_required: true });
    expect((await read('settings')).settings?.preset).toBe(preset);
    expect((await read('perf')).perf?.preset).toBe(before.perf?.preset);
    expect(await send({ kind: 'restart' })).toMatchObject({ sent: 'accepted' });
    expect((await read('state')).state?.state).toBe('restarting');
    farm.pass(85);
    expect((await read('state')).state?.state).toBe('initializing');
    farm.pass(30);
    expect((await read('state')).state?.state).toBe('mining');
    farm.pass(65);
    const after = await read('state', 'perf', 'running');
    expect(after.perf?.preset).toBe(preset);
    expect(after.state?.restart_required).toBe(false);
    const { power_w, hashrate_hs, hashrate_expected_hs, boards_failed } = after.running ?? {};
    expect(Math.abs((power_w ?? 0) / Number(after.perf?.preset_power_w) - 1)).toBeLessThan(0.1);
    expect((hashrate_hs ?? 0) / (hashrate_expected_hs ?? 1)).toBeGreaterThan(0.9);
    expect(boards_failed).toBe(0);
    expect(writes()).toEqual({ 'POST /settings': 1, 'POST /mining/restart': 1 });
  });

  it.each([
    ['reply-lost', 'unknown', true],
    ['write-reset', 'unknown', false],
    ['slow-writes', 'unknown', true],
    ['no-effect', 'accepted', false],
  ])('under %s is %s, and sent once', async (fault, sent, isStored) => {
    const { miner, send, read, writes } = await acting();
    const [preset, before] = [rungBelow(miner), miner.device.settings.miner.overclock.preset];
    miner.injectFault(fault);
    const answer = await send(toPreset(preset), fault === 'slow-writes' ? 2000 : undefined);
    expect(answer.sent).toBe(sent);
    if (answer.sent === 'accepted') expect(answer.restart_required).toBe(false);
    expect((await read('settings')).settings?.preset).toBe(isStored ? preset : before);
    expect(writes()).toEqual(ONE_WRITE);
  });

  it('under applied-late counts only later', async () => {
    const { miner, farm, send, read, writes } = await acting();
    const preset = rungBelow(miner);
    miner.injectFault('applied-late=30');
    expect(await send(toPreset(preset))).toMatchObject({ sent: 'accepted', restart_required: false });
    farm.pass(29);
    expect((await read('settings')).settings?.preset).not.toBe(preset);
    farm.pass(2);
    expect((await read('settings')).settings?.preset).toBe(preset);
    expect(writes()).toEqual(ONE_WRITE);
  });

  it('under live-presets needs a restart for some, and for others a minute', async () => {
    const { miner, farm, send, read } = await acting();
    miner.injectFault('live-presets');
    const below = [1, 2].map((steps) => miner.device.runningRung - steps).sort((a, b) => (a % 2) - (b % 2));
    const [live, other] = below.map((rung) => miner.device.rung(rung).name) as [string, string];
    expect(await send(toPreset(live))).toMatchObject({ restart_required: false });
    farm.pass(70);
    const after = await read('state', 'perf', 'running');
    expect([after.perf?.preset, after.state?.state]).toEqual([live, 'mining']);
    expect(Math.abs((after.running?.power_w ?? 0) / Number(live) - 1)).toBeLessThan(0.1);
    expect(await send(toPreset(other))).toMatchObject({ restart_required: true });
  });

  it('under climbs-back does not last, unless the top of the switcher goes down with it', async () => {
    const { miner, farm, send, read } = await acting();
    miner.injectFault('climbs-back');
    const [preset, before] = [rungBelow(miner), miner.device.settings.miner.overclock.preset];
    const { settings } = await read('settings');
    const change = async (switcher: Record<string, unknown> | null): Promise<string | null | undefined> => {
      await send({ kind: 'preset', preset, switcher });
      await send({ kind: 'restart' });
      farm.pass(900);
      return (await read('perf')).perf?.preset;
    };
    expect(await change(null)).toBe(before);
    expect(await change({ ...settings?.switcher, top_preset: preset })).toBe(preset);
    expect(miner.device.settings.miner.overclock.preset_switcher).toEqual({
      ...settings?.switcher,
      top_preset: preset,
    });
  });

  it('under switcher-waits is stored with its switcher, which runs from the next start on', async () => {
    const { miner, farm, send, read } = await acting();
    miner.injectFault('climbs-back');
    miner.injectFault('switcher-waits');
    const [preset, top] = [rungBelow(miner), miner.device.settings.miner.overclock.preset];
    const { settings } = await read('settings');
    const switcher = { ...settings?.switcher, top_preset: preset };
    expect(await send({ kind: 'preset', preset, switcher })).toMatchObject({ restart_required: true });
    const tops = async () => {
      const { settings, perf } = await read('settings', 'perf');
      return [settings?.switcher?.['top_preset'], perf?.switcher?.top];
    };
    expect(await tops()).toEqual([preset, top]);
    await send({ kind: 'restart' });
    farm.pass(200);
    expect(await tops()).toEqual([preset, preset]);
  });

  it('of a switcher without a top preset puts that back as it was', async () => {
    const { miner, send, read } = await acting();
    miner.injectFault('no-switcher-top');
    const { settings, perf } = await read('settings', 'perf');
    expect([settings?.switcher?.['top_preset'], perf?.switcher?.top, perf?.switcher?.enabled]).toEqual([
      null,
      null,
      true,
    ]);
    const preset = rungBelow(miner);
    await send({ kind: 'preset', preset, switcher: { ...settings?.switcher, top_preset: preset } });
    expect((await read('perf')).perf?.switcher?.top).toBe(preset);
    expect(await send({ kind: 'preset', preset, switcher: settings?.switcher ?? null })).toMatchObject({
      sent: 'accepted',
    });
    expect((await read('perf')).perf?.switcher?.top).toBeNull();
  });

  it('under refused-but-done is stored although it was answered with 500', async () => {
    const { miner, send, read } = await acting();
    miner.injectFault('refused-but-done');
    const preset = rungBelow(miner);
    expect(await send(toPreset(preset))).toMatchObject({ sent: 'refused' });
    expect((await read('settings')).settings?.preset).toBe(preset);
  });

  it('under other-hand finds another preset than it was', async () => {
    const { miner, read } = await acting();
    const before = await read('perf', 'settings');
    miner.injectFault('other-hand');
    const after = await read('perf', 'settings');
    expect(after.settings?.preset).not.toBe(before.settings?.preset);
    expect(after.perf?.preset).toBe(after.settings?.preset);
  });

  it('under settings-corrupt is refused with the text of the firmware, until it reboots', async () => {
    const { miner, farm, send, read, writes } = await acting();
    miner.injectFault('settings-corrupt');
    expect(await read('state', 'settings')).toMatchObject({
      config_corrupt: true,
      settings: null,
      state: { state: 'mining' },
    });
    const refused = await send(toPreset(rungBelow(miner)));
    expect(refused).toMatchObject({ sent: 'refused', message: expect.stringMatching(/cgminer\.conf/) });
    expect(await send({ kind: 'reboot' })).toMatchObject({ sent: 'accepted' });
    farm.pass(30);
    const after = await read('settings');
    expect([after.config_corrupt, after.uptime_s]).toEqual([false, 0]);
    expect(writes()).toEqual({ 'POST /settings': 1, 'POST /system/reboot': 1 });
  });
});

describe('mining commands', () => {
  it('pause, resume, stop and start, and are refused where the state forbids', async () => {
    const { farm, send, read, writes } = await acting();
    expect(await send({ kind: 'resume' })).toMatchObject({ sent: 'refused' });
    expect(await send({ kind: 'pause' })).toMatchObject({ sent: 'accepted' });
    expect((await read('state')).state?.state).toBe('stopped');
    expect(await send({ kind: 'resume' })).toMatchObject({ sent: 'accepted' });
    expect(await send({ kind: 'stop' })).toMatchObject({ sent: 'accepted' });
    farm.pass(5);
    expect(await send({ kind: 'start' })).toMatchObject({ sent: 'accepted' });
    expect((await read('state')).state?.state).toBe('initializing');
    expect(Object.values(writes())).toEqual([2, 1, 1, 1]);
  });

  it('under restart-fails end in failure', async () => {
    const { miner, farm, send, read } = await acting();
    miner.injectFault('restart-fails');
    expect(await send({ kind: 'restart' })).toMatchObject({ sent: 'accepted' });
    farm.pass(300);
    expect((await read('state')).state?.state).toBe('failure');
    miner.injectFault('restart-fails=0');
    await send({ kind: 'restart' });
    farm.pass(200);
    expect((await read('state')).state?.state).toBe('mining');
  });

  it('throttle live on 1.3, and do not exist on 1.2', async () => {
    const newer = await acting('1.3.4');
    expect(await newer.send({ kind: 'throttle', percent: 60 })).toMatchObject({ sent: 'accepted' });
    expect((await newer.read('state')).state?.throttled_percent).toBe(60);
    const older = await acting();
    expect(await older.send({ kind: 'throttle', percent: 60 })).toMatchObject({ sent: 'refused' });
  });
});

describe('pools', () => {
  it('are always written in three slots, and run after a restart', async () => {
    const { farm, send, read } = await acting();
    const pool = { url: 'new.pool.example:3333', user: 'farm.7', pass: 'x' };
    expect(await send({ kind: 'pools', pools: [pool] })).toMatchObject({ sent: 'accepted', restart_required: true });
    const none = { url: '', user: '', pass: '' };
    expect((await read('settings')).settings?.pools).toEqual([pool, none, none]);
    await send({ kind: 'restart' });
    farm.pass(200);
    const own = (await read('running')).running?.pools.filter(({ is_fee }) => !is_fee);
    expect(own).toMatchObject([{ url: pool.url, user: pool.user, status: 'active' }]);
  });

  it('are not written back masked', async () => {
    const { miner, send, read, writes } = await acting();
    miner.injectFault('masked-users');
    const pools = (await read('settings')).settings?.pools ?? [];
    expect(pools[0]?.user).toBe('*****');
    expect(await send({ kind: 'pools', pools })).toMatchObject({ sent: 'not_sent' });
    expect(writes()).toEqual({});
  });

  it('switch to another that runs', async () => {
    const { send, read } = await acting();
    const before = (await read('running')).running?.pools.filter(({ is_fee }) => !is_fee) ?? [];
    expect(await send({ kind: 'switch_pool', pool_id: 99 })).toMatchObject({ sent: 'refused' });
    const next = before.find(({ status }) => status !== 'active')?.pool_id ?? 0;
    expect(await send({ kind: 'switch_pool', pool_id: next })).toMatchObject({ sent: 'accepted' });
    const active = (await read('running')).running?.pools.find(({ pool_id }) => pool_id === next);
    expect(active?.status).toBe('active');
  });
});

describe('the light', () => {
  it('is set on 1.3 however often it is sent, and toggled on 1.2', async () => {
    for (const [firmware, path, isOnAfterTwo] of [
      ['1.3.4', 'POST /locate-miner', true],
      ['1.2.7', 'POST /find-miner', false],
    ] as const) {
      const { miner, send, read, writes } = await acting(firmware);
      const before = await read('state');
      const command = { kind: 'locate', on: true, firmware_version: before.firmware_version } as const;
      const infos = () => miner.requestCounts.get('GET /info') ?? 0;
      const asked = infos();
      expect(await send(command)).toMatchObject({ sent: 'accepted' });
      // Only the identity, on the connection of the write: the firmware is known already.
      expect(infos() - asked).toBe(1);
      expect((await read('state')).state?.find_miner).toBe(true);
      await send(command);
      expect((await read('state')).state?.find_miner).toBe(isOnAfterTwo);
      expect(writes()).toEqual({ [path]: 2 });
    }
  });
});
