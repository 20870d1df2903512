import { expect, it } from 'vitest';
import { latestOutage } from '../../../../../src-renderer/features/fleet/outage.ts';
import { followOutages, type SeenOutage } from '../../../../../src-renderer/features/fleet/outage-ends.ts';
import { MINUTE_MS } from '../../../../../src-shared/milliseconds.ts';
import type { Miner } from '../../../../../src-shared/model/index.ts';
import { minerRow, NOW, offlineRow } from '../../miner-row.ts';

const idOf = (n: number): string => `02:95:23:00:00:${String(n).padStart(2, '0')}`;
const at = (n: number) => ({ id: idOf(n), place: `R7/${n}`, last_ip: `127.88.0.${n}` });
const gone = (n: number): Miner => offlineRow({ ...at(n), offline_since_at: NOW - MINUTE_MS });
const online = (n: number): Miner => minerRow({ ...at(n), ip: `127.88.0.${n}` });
const RACK = [1, 2, 3, 4, 5, 6];
const others = [online(20), online(21)];

/** A page that sees these farms, each a time after the one before. Returns what it says at each. */
function said(...farms: (readonly [afterMs: number, miners: readonly Miner[]])[]): string[][] {
  let seen: readonly SeenOutage[] = [];
  let nowMs = NOW;
  return farms.map(([afterMs, rack]) => {
    nowMs += afterMs;
    const miners = [...rack, ...others];
    const next = followOutages(
      seen,
      latestOutage(miners, () => false),
      miners,
      nowMs,
    );
    seen = next.seen;
    return next.ended.map(({ rack: name, back, left }) => `${name}: ${back.length}, without ${left.length}`);
  });
}
const back = (...ids: number[]): Miner[] => RACK.map((n) => (ids.includes(n) ? online(n) : gone(n)));

it('the end of an outage is said once: at once where all are back, else after a minute without another', () => {
  expect(said([0, back()], [1000, back(1, 2)], [1000, back(...RACK)], [1000, back(...RACK)])).toEqual([
    [],
    [],
    ['R7: 6, without 0'],
    [],
  ]);
  const most = back(1, 2, 3, 4, 5);
  expect(said([0, back()], [1000, most], [30_000, most], [30_000, most], [30_000, most])).toEqual([
    [],
    [],
    [],
    ['R7: 5, without 1'],
    [],
  ]);
});

it('few that are back end no outage, and what was removed is no part of it', () => {
  expect(said([0, back()], [1000, back(1, 2)], [120_000, back(1, 2)])).toEqual([[], [], []]);
  expect(said([0, back()], [1000, back(...RACK).slice(2)])).toEqual([[], ['R7: 4, without 0']]);
  expect(said([0, back()], [1000, []])).toEqual([[], []]);
  // It grows while some are back.
  const grown = [...back(1).slice(0, 5), gone(6), gone(7)];
  expect(said([0, back().slice(0, 5)], [1000, grown], [1000, [...RACK, 7].map(online)])).toEqual([
    [],
    [],
    ['R7: 7, without 0'],
  ]);
  // By miners of another rack, after the first ones are back: then it is that of no rack.
  const next = [...RACK.slice(3), 8].map((n) => ({ ...gone(n), place: `R8/${n}` }));
  const both = [...[1, 2, 3].map(gone), ...next.slice(0, 3)];
  const later = [...[1, 2, 3].map(online), ...next];
  expect(said([0, both], [1000, later], [1000, [...RACK, 8].map(online)])).toEqual([[], [], ['null: 7, without 0']]);
});
