import { describe, expect, it } from 'vitest';
import { appTexts } from '../../../../../src-renderer/app/app-texts.ts';
import { latestOutage as latest, missingQuery } from '../../../../../src-renderer/features/fleet/outage.ts';
import { MINUTE_MS } from '../../../../../src-shared/milliseconds.ts';
import { momentOf } from '../../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../../src-shared/model/index.ts';
import { matchesTerms, parseQuery } from '../../../../../src-shared/query/index.ts';
import { minerRow, NOW, offlineRow } from '../../miner-row.ts';

const latestOutage = (farm: readonly Miner[], isSilent = (_: Miner) => false) => latest(farm, isSilent);
const gone = (count: number, minutesAgo: number, subnet = '127.88.0'): Miner[] =>
  Array.from({ length: count }, (_, n) =>
    offlineRow({ offline_since_at: NOW - minutesAgo * MINUTE_MS, last_ip: `${subnet}.${n + 1}` }),
  );

describe('an outage', () => {
  it('is many managed miners that went offline together, with what was lost', () => {
    const farm = [...gone(20, 5), ...gone(14, 4.5), ...Array.from({ length: 40 }, () => minerRow())];
    expect(latestOutage(farm)).toEqual({
      minerCount: 34,
      ids: expect.any(Array),
      sinceAt: NOW - 5 * MINUTE_MS,
      rack: null,
      network: '127.88.0.0/24',
      lostHs: 34 * 104e12,
      whole: false,
    });
  });

  it('adds up no hash rates of different algorithms', () => {
    const scrypt = gone(2, 1, '127.88.1').map((miner) => ({ ...miner, algorithm: 'scrypt' as const }));
    expect(latestOutage([...scrypt, ...gone(5, 1), minerRow()])).toMatchObject({ minerCount: 7, lostHs: 5 * 104e12 });
  });

  it('is named after the rack where all of it stand in one', () => {
    const dark = gone(5, 1).map((miner, n) => ({ ...miner, place: `A/R7/1-${n + 1}` }));
    expect(latestOutage([...dark, minerRow()])).toMatchObject({ rack: 'A/R7', network: '127.88.0.0/24' });
    expect(latestOutage([...dark, ...gone(1, 1), minerRow()])).toMatchObject({ rack: null });
  });

  it('is the latest one, and none of single faults', () => {
    const single = [...gone(1, 1), ...gone(2, 10), minerRow()];
    expect(latestOutage(single)).toBeNull();
    const farm = [...single, ...gone(3, 20, '127.88.1'), ...gone(9, 60)];
    expect(latestOutage(farm)).toMatchObject({ minerCount: 3, network: '127.88.1.0/24' });
  });

  it('is no matter of miners that nobody monitors', () => {
    expect(latestOutage([minerRow(), ...gone(9, 1).map((miner) => ({ ...miner, managed: false }))])).toBeNull();
  });

  it('is none of miners in maintenance, and what the others are expected to hash', () => {
    const farm = [...gone(12, 2, '127.88.2'), ...gone(5, 1), minerRow()];
    const isSilent = ({ last_ip }: Miner): boolean => last_ip?.startsWith('127.88.0') === true;
    expect(latestOutage(farm, isSilent)).toMatchObject({ minerCount: 12, network: '127.88.2.0/24' });
    expect(latestOutage(farm, () => true)).toBeNull();
    const slow = gone(3, 1).map((miner) => {
      const last = miner.latest_status ?? expect.fail('It was read');
      return { ...miner, latest_status: { ...last, hashrate_hs: 1e12, hashrate_expected_hs: 104e12 } };
    });
    expect(latestOutage([...slow, minerRow()])).toMatchObject({ lostHs: 3 * 104e12 });
  });

  it('is of the whole farm where no managed miner is left, however small that is', () => {
    expect(latestOutage([...gone(2, 1), minerRow({ managed: false })])).toMatchObject({ minerCount: 2, whole: true });
    const two = [...gone(3, 1), ...gone(3, 1, '127.88.2')];
    expect(latestOutage(two)).toMatchObject({ minerCount: 6, whole: true, network: null });
  });

  it('is said of the whole farm, of many miners and of one', () => {
    const { outage } = appTexts.banners;
    expect(outage(80, true, '23:35', null, '9.12 PH/s')).toBe(
      'All 80 monitored miners went offline at 23:35, −9.12 PH/s',
    );
    expect(outage(1, true, '23:35', 'rack R1', null)).toBe('The monitored miner went offline at 23:35 (rack R1)');
    expect(outage(34, false, '23:35', null, null)).toBe('34 miners went offline at 23:35');
  });

  it('leads to exactly its miners, and not to others that are offline', () => {
    const dark = gone(24, 1).map((miner, n) => ({ ...miner, id: `02:00:00:00:01:${n + 10}`, place: `A/R6/${n}` }));
    const other = offlineRow({
      id: '02:00:00:00:02:01',
      offline_since_at: NOW - 20 * MINUTE_MS,
      place: 'A/R7/1',
      last_ip: '127.88.7.1',
    });
    const farm = [...dark, other, minerRow({ id: '02:00:00:00:02:02', place: 'A/R6/30' })];
    const moment = momentOf(NOW, 15);
    const ids = new Set(latestOutage(farm)?.ids);
    const query = missingQuery(
      farm.filter(({ id }) => ids.has(id)),
      farm,
      moment,
    );
    const found = farm.filter((miner) => matchesTerms(parseQuery(query).terms, miner, moment));
    expect(found.map(({ id }) => id)).toEqual(dark.map(({ id }) => id));
    expect(missingQuery(dark, dark, moment)).toBe('condition=offline');
  });
});
