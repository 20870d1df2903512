import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import { BY_TESTER } from '../../fixtures/actors.ts';
import { detailOf, type Farm, type FarmOptions, startFarm } from '../../fixtures/farm/farm.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { scaledMs, until } from '../../fixtures/patience.ts';
import { fixtureText } from '../../unit/drivers/fixture.ts';

const net = await claimNet();
let farm: Farm;
const begin = async (options: FarmOptions): Promise<Farm> => {
  farm = await startFarm(options);
  farm.app.start();
  await until(
    'the first scan',
    () => farm.app.operations.scans.latest()?.finished_at != null || options.subnets?.length === 0,
  );
  return farm;
};
afterEach(() => farm.close());

const activityKinds = async (): Promise<string[]> => {
  await until(
    'the activity to be written',
    async () => (await farm.app.operations.app.activity({ limit: 100 })).length > 0,
  );
  return (await farm.app.operations.app.activity({ limit: 100 })).map(({ kind }) => kind);
};

describe('discovery', () => {
  it('finds every miner, its model with presets, and gets a key from each', async () => {
    await begin({ listen: `${net}.1.1-${net}.1.12:8981`, profile: 'mixed' });
    const miners = farm.app.operations.miners.list();
    expect(miners.map(({ id }) => id).sort()).toEqual(farm.fleet.miners.map(({ mac }) => mac.toLowerCase()).sort());
    for (const miner of miners) {
      expect(miner).toMatchObject({
        online: true,
        managed: false,
        has_api_key: true,
        firmware_name: expect.stringMatching(/vnish/i),
      });
      expect(miner.polling).toMatchObject({ eligible: false, reason_code: 'unmanaged' });
    }
    for (const model of farm.app.operations.models.list()) {
      expect(model.presets.length).toBeGreaterThan(5);
      expect(model.name).toMatch(/^Antminer/);
      expect(model.max_preset).toBeNull();
      for (const preset of model.presets.filter(({ name }) => name !== 'disabled')) {
        expect(preset.power_w).toBe(Number(preset.name));
        expect(preset.hashrate_hs).toBeGreaterThan(1e9);
      }
    }
  });

  it('calls a miner by the label on it, and keeps the presets of a model of which one miner is freshly flashed', async () => {
    await begin({
      listen: `${net}.11.1-${net}.11.3:8981`,
      profile: 's19',
      faults: `own-label@${net}.11.1,no-presets@${net}.11.1,no-presets@${net}.11.2`,
    });
    expect(farm.miner(0)).toMatchObject({ label: 'Row 3 unit 1', nickname: null });
    expect(minerName(farm.miner(0))).toBe('Row 3 unit 1');
    expect(farm.miner(1).label).toBeNull();
    const tunedOf = (index: number) => detailOf(farm.app, farm.miner(index).id)?.tuned_presets;
    expect(tunedOf(0)).toEqual([]);
    expect(tunedOf(2)?.length).toBeGreaterThan(0);
    const [model] = farm.app.operations.models.list();
    expect(model?.presets.length).toBeGreaterThan(5);
    const tuned = model?.presets.filter(({ status }) => status === 'tuned').map(({ name }) => name);
    expect(tuned).toEqual(tunedOf(2));
    await farm.scan();
    expect(farm.app.operations.models.list()).toEqual([model]);

    const app = await farm.restart();
    expect(farm.miner(0).label).toBe('Row 3 unit 1');
    expect(app.operations.models.list()).toEqual([model]);
  });

  it('scans nothing until a network is named', async () => {
    await begin({ listen: `${net}.2.1-${net}.2.2:8981`, subnets: [] });
    await until('the loop to have looked', () => farm.app.operations.app.health().loops[0]?.runs === 1);
    expect(farm.app.operations.app.health().watching.state).toBe('no_targets');
    expect(farm.app.operations.scans.start({}, BY_TESTER)).toMatchObject({ ok: false, refusal: { code: 'CONFLICT' } });
    expect(farm.fleet.miners.every((miner) => miner.requestCounts.size === 0)).toBe(true);
  });

  it('marks a miner offline when it is gone, and back when it returns, without losing what was known of it', async () => {
    await begin({ listen: `${net}.3.1-${net}.3.4:8981` });
    const id = farm.miner(2).id;
    await farm.app.operations.miners.update({ params: { id }, body: { nickname: 'R1-S02', managed: true } }, BY_TESTER);
    await farm.fleet.miners[2]?.powerOff();
    await farm.scan();
    expect(farm.miner(2)).toMatchObject({ ip: null, online: false, nickname: 'R1-S02', managed: true });
    expect(farm.miner(2).offline_since_at).toBeGreaterThan(0);
    expect(farm.app.operations.scans.latest()).toMatchObject({ miners_found: 3, miners_offline: 1 });
    await farm.scan();
    expect(farm.app.operations.scans.latest()).toMatchObject({ miners_offline: 0 });

    // The next scan is an hour away.
    await farm.fleet.miners[2]?.powerOn();
    await until('the miner to be back by itself', () => farm.miner(2).online);
    expect(farm.miner(2)).toMatchObject({ offline_since_at: null, nickname: 'R1-S02' });
    await farm.scan();
    expect(farm.app.operations.scans.latest()).toMatchObject({ miners_found: 4, miners_offline: 0 });

    // While the next scan runs, which a host that never responds prolongs, the last one is still
    // visible.
    farm.fleet.miners[2]?.injectFault('hang');
    await farm.fleet.miners[2]?.listenerSynced();
    const { scans } = farm.app.operations;
    const before = scans.latest();
    scans.start({}, BY_TESTER);
    await until('the next scan', () => scans.latest()?.finished_at === null);
    expect(scans.lastFinished()).toEqual(before);
    farm.fleet.miners[2]?.clearFaults();
    await until('its end', () => scans.lastFinished()?.scan_id === scans.latest()?.scan_id);
    await until('the activity', async () => (await activityKinds()).includes('miner_back'));
    await until('the entry', async () => (await activityKinds()).includes('miner_offline'));
  });

  it('leaves miners outside the scanned targets as they are', async () => {
    await begin({ listen: `${net}.4.1-${net}.4.4:8981` });
    await farm.fleet.miners[3]?.powerOff();
    await farm.scan([`${net}.4.1-${net}.4.2:8981`]);
    expect(farm.app.operations.scans.latest()).toMatchObject({ scope: 'targets', miners_found: 2, miners_offline: 0 });
    expect(farm.miner(3).online).toBe(true);
  });

  it('follows a miner to another address by its MAC', async () => {
    await begin({ listen: `${net}.5.1-${net}.5.2:8981`, subnets: [`${net}.5.0/28:8981`] });
    const id = farm.miner(1).id;
    const before = farm.app.operations.miners.list().length;
    await farm.fleet.stop();
    const moved = await startFarm({ listen: `${net}.5.1:8981,${net}.5.9:8981`, subnets: [`${net}.5.1:8981`] });
    await farm.scan();
    expect(farm.app.operations.miners.list()).toHaveLength(before);
    expect(detailOf(farm.app, id)?.ip).toBe(`${net}.5.9:8981`);
    expect(farm.app.operations.scans.latest()).toMatchObject({ miners_moved: 1, miners_new: 0, miners_offline: 0 });
    await moved.close();
  });

  it('shows two addresses that claim one MAC as a conflict, on a row that keeps still', async () => {
    await begin({ listen: `${net}.6.1-${net}.6.3:8981`, faults: `dup-mac@${net}.6.2` });
    const claimed = farm.app.operations.miners.list().find(({ conflict_ips }) => conflict_ips.length > 0);
    expect(claimed?.attention[0]).toMatchObject({ code: 'address_conflict' });
    for (let i = 0; i < 3; i++) {
      await farm.scan();
      const again = detailOf(farm.app, claimed?.id ?? '');
      expect(again).toMatchObject({ ip: claimed?.ip, conflict_ips: claimed?.conflict_ips });
      expect(farm.app.operations.scans.latest()).toMatchObject({ miners_moved: 0, miners_new: 0 });
    }
    // A check of one of the two does not check the other.
    await farm.app.operations.miners.rescan({ id: claimed?.id ?? '' });
    expect(detailOf(farm.app, claimed?.id ?? '')).toMatchObject({ conflict_ips: claimed?.conflict_ips });
    const other = claimed?.conflict_ips[0] ?? '';
    for (const ip of [claimed?.ip ?? '', other]) {
      await farm.scan([ip]);
      expect(farm.app.operations.scans.latest()).toMatchObject({ miners_found: 1, miners_moved: 0 });
      const { ip: stays, conflict_ips } = detailOf(farm.app, claimed?.id ?? '') ?? {};
      expect({ stays, conflict_ips }).toEqual({ stays: claimed?.ip, conflict_ips: claimed?.conflict_ips });
    }
    await until('the activity', async () => (await activityKinds()).includes('address_conflict'));
    expect((await activityKinds()).filter((kind) => kind === 'address_conflict')).toHaveLength(1);
  });

  it('leaves a slow miner its place and its key when another host reports its MAC', async () => {
    const probe_ms = 400;
    const settings = { network: { miner_probe_timeout_ms: probe_ms } };
    await begin({ listen: `${net}.14.1-${net}.14.2:8981`, subnets: [`${net}.14.0/28:8981`], settings });
    const { id, ip } = farm.miner(0);
    expect(farm.miner(0).has_api_key).toBe(true);
    const heard: string[] = [];
    const info = fixtureText('1.2.6', 'info').replace('02:95:23:00:00:01', id.toUpperCase());
    const impostor = createServer(({ url }, response) => {
      heard.push(url ?? '');
      response.end(info);
    });
    await new Promise<void>((resolve) => impostor.listen(8981, `${net}.14.3`, resolve));
    farm.fleet.miners[0]?.device.faults.set('slow', { value: (2 * probe_ms) / 1000, sinceS: 0 });
    await farm.scan();
    impostor.close();
    expect(heard).toEqual(['/api/v1/info']);
    expect(farm.miner(0)).toMatchObject({ ip, conflict_ips: [`${net}.14.3:8981`] });
  });

  it('leaves alone what is no miner, and is not held up by a host that never responds', async () => {
    const printer = createServer((_, response) => response.end('<html><title>Printer</title></html>'));
    const mute = createServer(() => undefined);
    await new Promise<void>((resolve) => printer.listen(8981, `${net}.7.7`, resolve));
    await new Promise<void>((resolve) => mute.listen(8981, `${net}.7.8`, resolve));
    await begin({
      listen: `${net}.7.1-${net}.7.2:8981`,
      subnets: [`${net}.7.0/28:8981`],
      settings: { network: { miner_probe_timeout_ms: scaledMs(300) } },
    });
    expect(farm.app.operations.scans.latest()).toMatchObject({
      addresses_total: 16,
      answered: 4,
      miners_found: 2,
      not_miners: 2,
      other_devices: 1,
      not_identified: 1,
      devices: [
        { ip: `${net}.7.7:8981`, kind: 'other_device', what: 'a web page titled "Printer"' },
        { ip: `${net}.7.8:8981`, kind: 'not_identified', what: 'accepts connections, but did not answer in time' },
      ],
    });
    expect(farm.app.operations.scans.latest()?.duration_ms).toBeLessThan(scaledMs(3000));
    expect(farm.app.operations.miners.list()).toHaveLength(2);
    printer.close();
    mute.closeAllConnections();
    mute.close();
  });

  it('does not repeat a refused password, says so, and takes the right one when it is given', async () => {
    await begin({ listen: `${net}.8.1-${net}.8.2:8981`, faults: `wrong-password@${net}.8.2` });
    const unlocks = (): number => farm.fleet.miners[1]?.requestCounts.get('POST /unlock') ?? 0;
    expect(unlocks()).toBe(1);
    expect(farm.miner(1)).toMatchObject({ has_api_key: false });
    expect(farm.miner(1).attention[0]?.message).toBe('Wrong miner password. Enter the right one.');
    await until('the entry', async () => (await activityKinds()).includes('unlock_refused'));
    const app = farm.app;
    await app.operations.miners.update({ params: { id: farm.miner(1).id }, body: { managed: true } }, BY_TESTER);
    expect(farm.miner(1).polling).toMatchObject({
      eligible: false,
      reason: expect.stringMatching(/password|max preset/),
    });

    expect(app.operations.passwords.list()).toMatchObject({ locked: 1, waiting: 0 });
    await app.operations.passwords.add({ password: 'of the farm' }, BY_TESTER);
    await until('its refusal', () => app.operations.passwords.list().passwords[0]?.refused === 1);
    expect(unlocks()).toBe(2);
    farm.fleet.miners[1]?.clearFaults();
    await app.operations.miners.update({ params: { id: farm.miner(1).id }, body: { unlock_pass: 'admin' } }, BY_TESTER);
    await until('the key', () => farm.miner(1).has_api_key);
    expect(farm.miner(1)).toMatchObject({ attention: [], has_custom_unlock_pass: true });
    expect(unlocks()).toBe(3);
  });

  it('keeps a miner whose web server hangs: its address still responds', async () => {
    await begin({
      listen: `${net}.9.1-${net}.9.2:8981`,
      settings: { network: { miner_probe_timeout_ms: scaledMs(200) } },
    });
    farm.fleet.miners[0]?.injectFault('hang');
    await farm.scan();
    expect(farm.miner(0).online).toBe(true);
    expect(farm.app.operations.scans.latest()).toMatchObject({ miners_offline: 0 });
  });

  it('remembers the farm over a restart and uses the key it has', async () => {
    await begin({ listen: `${net}.10.1-${net}.10.3:8981` });
    await farm.app.operations.miners.update(
      { params: { id: farm.miner(0).id }, body: { nickname: 'first', managed: true } },
      BY_TESTER,
    );
    const keys = farm.fleet.miners.map((miner) => miner.requestCounts.get('POST /apikeys'));
    const app = await farm.restart();
    expect(app.operations.miners.list()).toHaveLength(3);
    expect(farm.miner(0)).toMatchObject({ nickname: 'first', managed: true, has_api_key: true, online: true });
    expect(app.operations.models.list()[0]?.presets.length).toBeGreaterThan(5);
    app.start();
    await until('a scan', () => app.operations.scans.latest()?.finished_at != null);
    expect(farm.fleet.miners.map((miner) => miner.requestCounts.get('POST /apikeys'))).toEqual(keys);
  });
});
