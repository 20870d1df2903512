import { expect, it } from 'vitest';
import { DRIVERS } from '../../../src-main/drivers/registry.ts';
import { KnownMiners } from '../../../src-main/fleet/known-miners.ts';
import { newEntry } from '../../../src-main/fleet/miner-entry.ts';
import type { StoredMiner } from '../../../src-main/store/store.ts';
import { momentOf } from '../../../src-shared/miner/miner-now.ts';
import { countDrifted, DRIFT_QUERY, greatMajorityOf } from '../../../src-shared/miner/usual-values.ts';
import { matchesQuery, parseQuery } from '../../../src-shared/query/index.ts';
import { figures, statusRecord, storedMiner, storedModel } from '../../fixtures/farm/fleet-entries.ts';

function farm() {
  const renewed: string[][] = [];
  const known = new KnownMiners({
    store: { upsertMiners: async () => undefined },
    modelOf: ({ stored }) => storedModel({ alias: stored.model_alias ?? '' }),
    siteOf: () => ({ id: 'site', name: null }),
    rackOf: () => null,
    driverOf: () => DRIVERS.get('vnish'),
    requireMaxPreset: () => false,
    telemetryMs: () => 60_000,
    onChanged: (ids) => renewed.push([...ids].sort()),
    onStored: () => undefined,
    onConditions: () => undefined,
  });
  const entry = (id: string, preset: string | null, changes: Parameters<typeof storedMiner>[0] = {}) =>
    newEntry(storedMiner({ id, ...changes }), { ...statusRecord({ figures: figures({ preset }) }), id: 1 });
  const usual = (id: string) => known.row(id)?.usual_preset;
  return { known, entry, usual, renewed };
}

it('is the preset with which nearly all monitored miners of the model run', () => {
  const { known, entry, usual, renewed } = farm();
  for (const id of ['a', 'b', 'c', 'd']) known.load([entry(id, '3080')]);
  known.load([
    entry('e', '2500'),
    entry('other', '4000', { model_alias: 's21' }),
    ...['x', 'y', 'z'].map((id) => entry(id, '2500', { managed: false })),
    entry('silent', null),
  ]);
  // One of a model is no majority of it.
  expect(['a', 'e', 'x', 'silent', 'other'].map(usual)).toEqual(['3080', '3080', '3080', '3080', null]);

  // The most frequent of many presets is not usual, and every row of the model says so.
  known.set(entry('f', '2500'));
  expect(['a', 'e', 'f', 'other'].map(usual)).toEqual([null, null, null, null]);
  expect(renewed.pop()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'silent', 'x', 'y', 'z']);

  known.remove('f');
  expect(usual('a')).toBe('3080');
  // A reading that changes nothing of it renews only its own row.
  known.set(entry('e', '2500'));
  expect(renewed.pop()).toEqual(['e']);
  // Miners that are not monitored any more do not count.
  known.set(entry('a', '3080', { managed: false }));
  expect(usual('a')).toBeNull();
});

it('of firmware and pools it is what nearly all have, and the others are found', () => {
  const { known, renewed } = farm();
  const pool = (url: string) => ({ pool_type: 'UserPool', status: 'active', url, user: 'farm.1' }) as never;
  const OWN = [pool('stratum+tcp://Eu.pool.example:3333'), pool('us.pool.example:25')];
  const of = (n: number, firmware_version: string, pools = OWN, changes: Partial<StoredMiner> = {}) =>
    newEntry(storedMiner({ id: `m${n}`, firmware_version, place: `R${n % 2}/${n}`, ...changes }), {
      ...statusRecord({ pools }),
      id: 1,
    });
  const nine = Array.from({ length: 9 }, (_, n) => of(n, '1.2.6'));
  known.load([...nine, of(9, '1.2.7', [pool('evil.example:1')]), of(10, '1.0.0', OWN, { model_alias: 's21' })]);
  const rows = () => known.ids().flatMap((id) => known.row(id) ?? []);
  const { recorded_at: nowMs = 0 } = known.row('m0')?.latest_status ?? {};
  const found = (text: string) => {
    const query = parseQuery(text);
    expect(query.errors).toEqual([]);
    return rows().flatMap((row) => (matchesQuery(query, row, nowMs) ? [row.id] : []));
  };
  expect(known.row('m9')).toMatchObject({
    usual_firmware: 'Vnish 1.2.6',
    usual_pools: ['eu.pool.example', 'us.pool.example'],
  });
  // One of a model is no majority of it: it is neither usual nor unusual.
  expect(known.row('m10')?.usual_firmware).toBeNull();
  expect(found('firmware:unusual')).toEqual(['m9']);
  expect(found('pools:unusual')).toEqual(['m9']);
  expect(found('-firmware:unusual -pools:unusual model:s19jpro')).toHaveLength(9);
  expect(found(DRIFT_QUERY)).toHaveLength(countDrifted(rows(), momentOf(nowMs, 15)) ?? 0);
  expect(
    countDrifted(
      rows().filter(({ id }) => id === 'm0'),
      momentOf(nowMs, 15),
    ),
  ).toBe(0);
  // In the middle of an update nothing is usual, and each row of the model says so.
  renewed.splice(0);
  known.set(of(0, '1.2.7'));
  known.set(of(1, '1.2.7'));
  expect(renewed.at(-1)).toContain('m5');
  expect(found('firmware:unusual')).toEqual([]);
  // Other pools in half of the farm, a rack each: then they are usual in their rack.
  for (const n of [0, 2, 4, 6, 8]) known.set(of(n, '1.2.6', [pool('other.example:1')]));
  expect([known.row('m2'), known.row('m3')].map((row) => row?.usual_pools)).toEqual([
    ['other.example'],
    ['eu.pool.example', 'us.pool.example'],
  ]);
  expect(found('pools:unusual')).toEqual(['m9', 'm10']);
});

it('is the value of at least four fifths, and of at least four', () => {
  const of = (...counts: number[]) => greatMajorityOf(new Map(counts.map((miners, n) => [`v${n}`, miners])));
  expect([of(8, 2), of(4), of(79, 21), of(3), of(4, 2), of()]).toEqual(['v0', 'v0', null, null, null, null]);
});

it('is unknown of a group of which nothing is usual', () => {
  const { known, entry } = farm();
  known.load([entry('a', '3080')]);
  const rows = known.ids().flatMap((id) => known.row(id) ?? []);
  expect(countDrifted(rows, momentOf(0, 15))).toBeNull();
});
