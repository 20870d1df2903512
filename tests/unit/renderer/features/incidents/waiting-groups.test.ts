import { describe, expect, it } from 'vitest';
import { byReason, unlistedMiners } from '../../../../../src-renderer/features/incidents/list/unlisted-miners.ts';
import { waitingGroups } from '../../../../../src-renderer/features/incidents/list/waiting-groups.ts';
import { silentMiners, silentWords } from '../../../../../src-renderer/miner-view/silent-miners.ts';
import { resolvedByHand } from '../../../../../src-shared/alerts/resolved-by-hand.ts';
import { momentOf } from '../../../../../src-shared/miner/miner-now.ts';
import type { Incident, Miner } from '../../../../../src-shared/model/index.ts';
import { anIncident } from '../../../../fixtures/alerts/incidents.ts';
import { minerRow, NOW, offlineRow } from '../../miner-row.ts';

const moment = momentOf(NOW, 15);
const rule = (query: string, forSeconds: number, enabled = true) => ({
  query,
  enabled,
  for_seconds: forSeconds,
  about: 'miners' as const,
});
const RULES = [rule('condition=offline', 180), rule('condition=offline', 60, false), rule('condition=hot', 0)];
const offline = (n: number, more: Partial<Miner> = {}): Miner =>
  offlineRow({
    id: `02:00:00:00:00:0${n}`,
    place: `R2/${n}`,
    attention: [{ code: 'offline', severity: 'critical', message: '', since_at: NOW - n * 1000 }],
    ...more,
  });

describe('a problem that is in no incident', () => {
  const plain = (miner: Miner) => miner;
  const NOBODY: ReadonlySet<string> = new Set();
  const heardOf = (miners: readonly Miner[], incidents: readonly Incident[] = []) =>
    byReason(unlistedMiners(miners, incidents), plain, NOBODY).heard;

  it('is waited for where a rule is about it, for as long as that waits', () => {
    const miners = [offline(1), offline(2), offline(3), minerRow()];
    expect(waitingGroups(heardOf(miners), RULES, moment)).toEqual({
      waiting: [
        {
          miners: miners.slice(0, 3),
          word: 'offline',
          query: 'mac:020000000001|020000000002|020000000003',
          sinceAt: NOW - 3000,
          forSeconds: 180,
        },
      ],
      others: [],
    });
    const one = anIncident({ miner_ids: ['02:00:00:00:00:01', '02:00:00:00:00:02'] });
    const { waiting } = waitingGroups(heardOf(miners, [one]), RULES, moment);
    expect(waiting).toMatchObject([{ miners: [{ id: '02:00:00:00:00:03' }], query: 'mac:020000000003' }]);
  });

  it('is one of the others where no rule is about it', () => {
    const chips = minerRow({ attention: [{ code: 'bad_chips', severity: 'warning', message: '' }] });
    expect(waitingGroups([chips], RULES, moment)).toEqual({ waiting: [], others: [chips] });
  });

  it('is neither where it is silent, or was resolved by hand', () => {
    const [quiet, done, waits] = [offline(1), offline(2), offline(3)];
    const withoutSilent = (miner: Miner) => (miner === quiet ? { ...miner, attention: [] } : miner);
    const found = byReason([quiet, done, waits], withoutSilent, new Set([done.id]));
    expect(found).toEqual({ heard: [waits], silent: [quiet], resolved: [done] });
  });

  it('was resolved by hand if that was after it began, and all of it', () => {
    const [before, after] = [offline(5), offline(1)];
    const both = [before, after].map(({ id }) => id);
    const at = { resolved_at: NOW - 3000, miner_ids: both };
    expect(resolvedByHand([before, after], [anIncident({ ...at, resolved_by: 'browser' })])).toEqual(
      new Set([before.id]),
    );
    expect(resolvedByHand([before, after], [anIncident({ ...at, resolved_by: null })])).toEqual(NOBODY);
    const hotToo = { code: 'hot', severity: 'warning', message: '', since_at: NOW } as const;
    const worse = { ...before, attention: [...before.attention, hotToo] };
    expect(resolvedByHand([worse], [anIncident({ ...at, resolved_by: 'browser' })])).toEqual(NOBODY);
  });
});

describe('miners that just stopped answering', () => {
  const silent = (failures: number, place: string) =>
    minerRow({
      id: `02:00:00:00:01:${place.slice(-2)}`,
      place,
      polling: { ...minerRow().polling, consecutive_failures: failures, last_success_at: NOW - 60_000 },
    });

  it('are named by their rack and since when', () => {
    const rack = ['R2/01', 'R2/02', 'R2/03', 'R2/04'].map((place) => silent(1, place));
    expect(silentWords(rack, NOW)).toMatch(/^4 miners do not answer in rack R2 since \d\d:\d\d$/);
  });

  it('are none where one missed a single poll, or the miner needs attention already', () => {
    expect(silentMiners([silent(1, 'R1/01'), silent(1, 'R1/02')])).toEqual([]);
    expect(silentMiners([silent(2, 'R1/01')])).toHaveLength(1);
    // On a large farm some polls always fail.
    const farm = Array.from({ length: 300 }, (_, n) => silent(n % 99 === 0 ? 1 : 0, `R${n % 30}/${10 + (n % 90)}`));
    expect(silentMiners(farm)).toEqual([]);
    const known = { ...silent(3, 'R1/01'), attention: offline(1).attention };
    expect(silentMiners([known])).toEqual([]);
    expect(silentWords([], NOW)).toBe(null);
  });
});
