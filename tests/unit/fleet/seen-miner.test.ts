import { expect, it } from 'vitest';
import { seenEntry } from '../../../src-main/fleet/seen-miner.ts';

const NOW = 1_790_000_000_000;
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
  expect(seenEntry(null, sighting(false), NOW).stored.managed).toBe(false);
  const managed = seenEntry(null, sighting(true), NOW);
  expect(managed.stored.managed).toBe(true);
  const unmanaged = { ...managed, stored: { ...managed.stored, managed: false } };
  expect(seenEntry(unmanaged, sighting(true), NOW + 1).stored.managed).toBe(false);
});
