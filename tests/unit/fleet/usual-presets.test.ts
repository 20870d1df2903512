import { expect, it } from 'vitest';
import { DRIVERS } from '../../../src-main/drivers/registry.ts';
import { KnownMiners } from '../../../src-main/fleet/known-miners.ts';
import { newEntry } from '../../../src-main/fleet/miner-entry.ts';
import { usualPresetOf } from '../../../src-shared/miner/usual-preset.ts';
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

it('is the preset with which most monitored miners of the model run', () => {
  const { known, entry, usual, renewed } = farm();
  for (const [id, preset] of [
    ['a', '3080'],
    ['b', '3080'],
    ['c', '2500'],
  ] as const)
    known.load([entry(id, preset)]);
  known.load([
    entry('other', '4000', { model_alias: 's21' }),
    ...['x', 'y', 'z'].map((id) => entry(id, '2500', { managed: false })),
    entry('silent', null),
  ]);
  expect(['a', 'c', 'x', 'silent', 'other'].map(usual)).toEqual(['3080', '3080', '3080', '3080', '4000']);

  // Two are equally frequent: neither is usual, and every row of the model says so.
  known.set(entry('d', '2500'));
  expect(['a', 'c', 'd', 'other'].map(usual)).toEqual([null, null, null, '4000']);
  expect(renewed.pop()).toEqual(['a', 'b', 'c', 'd', 'silent', 'x', 'y', 'z']);

  known.remove('b');
  expect(usual('a')).toBe('2500');
  // A reading that changes nothing of it renews only its own row.
  known.set(entry('c', '2500'));
  expect(renewed.pop()).toEqual(['c']);
  // Miners that are not monitored any more do not count.
  for (const id of ['c', 'd']) known.set(entry(id, '2500', { managed: false }));
  expect(usual('c')).toBe('3080');
  known.set(entry('a', '3080', { model_alias: 's21' }));
  expect([usual('c'), usual('a')]).toEqual([null, null]);
});

it('is none where nothing is known', () => {
  expect(usualPresetOf(new Map())).toBeNull();
  expect(
    usualPresetOf(
      new Map([
        ['a', 2],
        ['b', 2],
        ['c', 1],
      ]),
    ),
  ).toBeNull();
  expect(
    usualPresetOf(
      new Map([
        ['a', 2],
        ['b', 2],
        ['c', 3],
      ]),
    ),
  ).toBe('c');
});
