import { describe, expect, it } from 'vitest';
import { parseInfo } from '../../../src-main/drivers/vnish/payloads/info.ts';
import { seenEntry } from '../../../src-main/fleet/seen-miner.ts';

const NOW = 1_790_000_000_000;
const seen = (before: Parameters<typeof seenEntry>[0], miner: Parameters<typeof seenEntry>[1], nowMs: number) =>
  seenEntry(before, miner, { nowMs, monotonicMs: nowMs - NOW });
const recognised = {
  kind: 'vnish',
  info: {
    mac: '02:00:00:00:00:01',
    label: null,
    hostname: null,
    model_alias: 's19jpro',
    miner_name: null,
    fw_name: 'Vnish',
    fw_version: '1.2.6',
    uptime_s: null,
    hr_measure: null,
    algorithm: null,
  },
};
const sighting = (managed: boolean) =>
  ({ mac: '02:00:00:00:00:01', ip: '127.0.0.1:80', recognised, site_key: 1, managed }) as never;

it('a new miner is managed where new ones are, and one that is known stays as it was decided', () => {
  expect(seen(null, sighting(false), NOW).stored.managed).toBe(false);
  const managed = seen(null, sighting(true), NOW);
  expect(managed.stored.managed).toBe(true);
  const unmanaged = { ...managed, stored: { ...managed.stored, managed: false } };
  expect(seen(unmanaged, sighting(true), NOW + 1).stored.managed).toBe(false);
});

it('a control board in a machine of another model forgets the presets of the former one', () => {
  const usual = { preset: '3050', running: '3050', running_ms: 1, accepted: null };
  const before = seen(null, sighting(true), NOW);
  const known = { ...before, stored: { ...before.stored, preset_set: '3050', preset_baseline: usual } };
  expect(seen(known, sighting(true), NOW + 1).stored).toMatchObject({ preset_set: '3050', preset_baseline: usual });
  const info = { ...recognised.info, model_alias: 's19' };
  const moved = { ...(sighting(true) as object), recognised: { ...recognised, info } } as never;
  expect(seen(known, moved, NOW + 1).stored).toMatchObject({ preset_set: null, preset_baseline: null });
});

describe('a miner that says less of itself than before', () => {
  const MAC = '02:00:00:00:00:01';
  const WHOLE = {
    model: 's19jpro',
    fw_name: 'Vnish',
    fw_version: '1.2.6',
    hr_measure: 'GH/s',
    algorithm: 'sha256d',
    system: { miner_name: 'R3-U4', uptime: '9 days, 3:58', network_status: { mac: MAC, hostname: 'miner-34' } },
  };
  const says = (payload: object) =>
    ({ mac: MAC, ip: '127.0.0.1:80', recognised: { kind: 'vnish', info: parseInfo(payload) } }) as never;
  const device = { alias: 's19jpro' } as never;
  const known = () => ({ ...seen(null, says(WHOLE), NOW), device });

  it('keeps its names, its firmware and its hardware as they were known', () => {
    const before = known();
    const part = { model: 's19jpro', fw_name: 'Vnish', system: { network_status: { mac: MAC } } };
    const after = seen(before, says(part), NOW + 1000);
    expect(after.stored).toEqual({ ...before.stored, last_seen_at: NOW + 1000 });
    const { device, bootedAt, reportedUnit } = before;
    expect(after).toMatchObject({ device, bootedAt, reportedUnit });
    // The same complete data again is no change either.
    expect(seen({ ...after, stored: { ...after.stored, firmware_version: null } }, says(WHOLE), NOW).device).toBe(
      device,
    );
  });

  it('has no name any more where it says that it has none', () => {
    const network_status = { ...WHOLE.system.network_status, hostname: '' };
    const renamed = { ...WHOLE, system: { ...WHOLE.system, miner_name: ' ', network_status } };
    expect(seen(known(), says(renamed), NOW + 1000).stored).toMatchObject({ label: null, hostname: null });
  });

  it('keeps nothing of the firmware that was there before', () => {
    const others = { kind: 'other', info: parseInfo({ ...WHOLE, fw_version: null }) };
    const after = seen(known(), { ...(says(WHOLE) as object), recognised: others } as never, NOW + 1000);
    expect(after).toMatchObject({ stored: { firmware_version: null }, device: null });
  });
});
