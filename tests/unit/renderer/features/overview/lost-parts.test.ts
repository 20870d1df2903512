import { expect, it } from 'vitest';
import {
  lostInAll,
  lostParts,
  lostSetAside,
  namedParts,
} from '../../../../../src-renderer/features/overview/lost-parts.ts';
import { needsNow } from '../../../../../src-renderer/features/overview/needs.ts';
import { overviewTexts } from '../../../../../src-renderer/features/overview/overview-texts.ts';
import { momentOf } from '../../../../../src-shared/miner/miner-now.ts';
import type { Incident, Maintenance } from '../../../../../src-shared/model/index.ts';
import { matchesQuery, parseQuery, withMaintenance } from '../../../../../src-shared/query/index.ts';
import { partOfHashrate } from '../../../../../src-shared/units.ts';
import { minerRow, NOW, offlineRow, status } from '../../miner-row.ts';

const moment = momentOf(NOW, 15);
const problem = (code: string) => ({ code, severity: 'warning', message: '' }) as const;
const hot = problem('hot');
const stopped = status({ state: 'stopped', hashrate_hs: 0 });
const none = { problems: 0, foreign: 0, noPool: 0, rejected: 0, unread: 0, resting: 0, starting: 0, below: 0 };
const farm = [
  minerRow({ id: 'whole' }),
  minerRow({ id: 'hot', latest_status: status({ hashrate_hs: 50e12 }), attention: [hot] }),
  offlineRow({ id: 'gone', latest_status: status() }),
  minerRow({ id: 'stopped', latest_status: stopped }),
  minerRow({ id: 'served', tags: ['served'], latest_status: stopped, attention: [hot] }),
  minerRow({ id: 'slow', latest_status: status({ hashrate_hs: 96e12 }) }),
  minerRow({ id: 'starting', latest_status: status({ state: 'starting', hashrate_hs: 4e12 }) }),
  minerRow({ id: 'left alone', managed: false }),
  minerRow({ id: 'stolen', attention: [problem('pool_foreign')] }),
  minerRow({ id: 'no pool', attention: [problem('pools_down')] }),
  minerRow({ id: 'half', rejected_percent: 50, attention: [problem('shares_rejected')] }),
  minerRow({ id: 'frozen', figures_unchanged_since_at: NOW - 900_000, attention: [problem('figures_frozen')] }),
  minerRow({ id: 'silent', latest_status: status({ recorded_at: NOW - 600_000 }) }),
  minerRow({ id: 'fell', preset_fall: { from: '3240', hashrate_lost_hs: 6e12 }, attention: [problem('preset_fell')] }),
];

it('what is lost is split by its reason: what the listed problems lose, and a rest that is named', () => {
  const window: Maintenance = {
    id: '0199c000-0000-7000-8000-000000000001',
    query: 'tag:served',
    starts_at: NOW - 1000,
    ends_at: NOW + 1000,
    reason: '',
    rule_ids: [],
    created_at: NOW - 2000,
    actor: { via: 'browser', name: 'operator', scope: 'operate' },
  };
  const parts = lostParts(farm, 'sha256d', withMaintenance(moment, [window]));
  expect(parts).toEqual({
    problems: 54e12 + 2 * 104e12 + 6e12,
    foreign: 104e12,
    noPool: 104e12,
    rejected: 52e12,
    unread: 104e12,
    resting: 2 * 104e12,
    starting: 100e12,
    below: 8e12,
  });
  const listed = needsNow(
    [],
    farm.filter(({ id, attention, online }) => id !== 'served' && (attention.length > 0 || !online)),
    moment,
  );
  const listedHs = listed.reduce((sum, { hashrate_lost_hs }) => sum + (hashrate_lost_hs ?? 0), 0);
  expect(listedHs).toBe(parts.problems + parts.foreign + parts.noPool + parts.rejected);
  expect(lostInAll(parts)).toBe(listedHs + parts.unread + parts.resting + parts.starting + parts.below);
  expect(lostInAll(lostParts(farm, 'scrypt', moment))).toBe(0);
});

it('the parts that are named add up to all that is lost, in its unit: small ones are one', () => {
  const parts = { ...none, problems: 790e12, noPool: 180e12, rejected: 110e12, unread: 12e12, starting: 3e12 };
  const named = namedParts(parts);
  expect(named.map(({ part, lostHs }) => `${partOfHashrate(lostHs, lostInAll(parts))} ${part}`)).toEqual([
    ...['0.79 problems', '0.18 noPool', '0.11 rejected', '0.01 other'],
  ]);
  expect(namedParts({ ...none, rejected: 0.1e12, problems: 0.2e12 }).map(({ part }) => part)).toEqual([
    ...['problems', 'rejected'],
  ]);
  expect(namedParts(none)).toEqual([]);
});

it('the search behind it finds exactly the miners that lose', () => {
  const query = parseQuery('losing');
  expect(query.errors).toEqual([]);
  const found = farm.filter((miner) => matchesQuery(query, miner, moment.nowMs, moment.staleAfterMs));
  expect(found.map(({ id }) => id)).toEqual([
    ...['hot', 'gone', 'stopped', 'served', 'slow', 'starting'],
    ...['stolen', 'no pool', 'half', 'frozen', 'silent', 'fell'],
  ]);
});

it('what is acknowledged or snoozed is named, of the miners of one algorithm', () => {
  const incident = (state: Incident['state'], miner: string, hashrate_lost_hs: number | null) => ({
    ...{ state, miner_ids: [miner], hashrate_lost_hs },
  });
  const known = [
    incident('open', 'a', 9e12),
    incident('acknowledged', 'a', 5e12),
    incident('acknowledged', 'b', 7e9),
    incident('snoozed', 'a', null),
  ];
  const isA = (id: string): boolean => id === 'a';
  expect(lostSetAside(known, isA)).toEqual({ hashrateHs: 5e12, states: ['acknowledged'] });
  expect(lostSetAside([...known, incident('snoozed', 'a', 1e12)], isA)).toEqual({
    hashrateHs: 6e12,
    states: ['acknowledged', 'snoozed'],
  });
  expect(overviewTexts.tiles.setAside('6.0', ['acknowledged', 'snoozed'])).toBe('6.0 of it acknowledged or snoozed');
});
