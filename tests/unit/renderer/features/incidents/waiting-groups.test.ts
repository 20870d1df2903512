import { describe, expect, it } from 'vitest';
import { waitingGroups } from '../../../../../src-renderer/features/incidents/list/waiting-groups.ts';
import { silentMiners, silentWords } from '../../../../../src-renderer/miner-view/silent-miners.ts';
import { momentOf } from '../../../../../src-shared/miner/miner-now.ts';
import type { Maintenance, Miner } from '../../../../../src-shared/model/index.ts';
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

describe('what is waited for before it is a problem', () => {
  it('is what a rule is about and no incident has yet, with how long the rule waits', () => {
    const miners = [offline(1), offline(2), offline(3), minerRow()];
    expect(waitingGroups(miners, [], RULES, moment)).toEqual([
      {
        miners: miners.slice(0, 3),
        word: 'offline',
        query: 'condition=offline',
        sinceAt: NOW - 3000,
        forSeconds: 180,
      },
    ]);
    const one = anIncident({ miner_ids: ['02:00:00:00:00:01', '02:00:00:00:00:02'] });
    expect(waitingGroups(miners, [one], RULES, moment).map(({ miners: those }) => those.length)).toEqual([1]);
  });

  it('leaves out what is a matter of no rule, or in maintenance', () => {
    const chips = minerRow({ attention: [{ code: 'bad_chips', severity: 'warning', message: '' }] });
    expect(waitingGroups([chips], [], RULES, moment)).toEqual([]);
    const inMaintenance = { ...moment, maintenanceOf: () => [{ reason: 'rewiring' } as Maintenance] };
    expect(waitingGroups([offline(1)], [], RULES, inMaintenance)).toEqual([]);
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
    const known = { ...silent(3, 'R1/01'), attention: offline(1).attention };
    expect(silentMiners([known])).toEqual([]);
    expect(silentWords([], NOW)).toBe(null);
  });
});
