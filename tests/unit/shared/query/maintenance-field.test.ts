import { expect, it } from 'vitest';
import { MaintenanceStore } from '../../../../src-main/alerts/maintenance/maintenance-store.ts';
import { filteredMiners } from '../../../../src-main/app/operations/input/miner-filter.ts';
import { queriedMiners } from '../../../../src-main/app/operations/input/queried-miners.ts';
import type { RecordChange } from '../../../../src-main/events/bus.ts';
import { HOUR_MS } from '../../../../src-shared/milliseconds.ts';
import { momentOf } from '../../../../src-shared/miner/miner-now.ts';
import type { Actor, Incident, NewMaintenance } from '../../../../src-shared/model/index.ts';
import {
  asksForMaintenance,
  completeQuery,
  farmValues,
  incidentLanguage,
  matchesIncidentQuery,
  matchesTerms,
  parseIncidentQuery,
  parseQuery,
} from '../../../../src-shared/query/index.ts';
import { minerRow, NOW } from '../../renderer/miner-row.ts';

const OPERATOR: Actor = { via: 'browser', name: 'browser', scope: 'operate' };
const idOf = (n: number): string => `02:95:23:00:00:0${n}`;
const farm = [1, 2, 3, 4].map((n) => minerRow({ id: idOf(n), tags: [`t${n}`], nickname: `M${n}` }));
const maintenance = new MaintenanceStore(
  { maintenance: async () => [], removeMaintenance: async () => undefined } as never,
  (async () => undefined) as RecordChange,
);
const plan = async (window: Partial<NewMaintenance>): Promise<void> =>
  void (await maintenance.add(
    { query: 'tag=t1', ends_at: NOW + HOUR_MS, reason: '', rule_ids: [], ...window },
    OPERATOR,
    NOW,
  ));
await plan({ query: 'tag=t1|t2', reason: 'Fans of rack 7, no parts yet' });
await plan({ query: 'tag=t2', reason: 'none' });
await plan({ query: 'tag=t3' });
// Neither what is still to come nor a muted rule.
await plan({ query: 'tag=t4', starts_at: NOW + HOUR_MS / 2, reason: 'later' });
await plan({ query: 'tag=t4', rule_ids: ['offline'], reason: 'muted' });

const moment = maintenance.known(momentOf(NOW, 15));
const found = (q: string) => {
  expect(parseQuery(q).errors, q).toEqual([]);
  return filteredMiners(farm, { q }, moment).map(({ id }) => id.slice(-1));
};

it('finds the miners in maintenance, those in none, and those of a reason', () => {
  for (const q of ['maintenance:yes', 'maintenance=YES', '-maintenance:none', '-maintenance:no', 'maintenance!=none'])
    expect(found(q), q).toEqual(['1', '2', '3']);
  // Not the reasons with "no" and "none" in them.
  for (const q of ['maintenance:none', 'maintenance:no', '-maintenance:yes']) expect(found(q), q).toEqual(['4']);
  expect(found('maintenance:"rack 7"')).toEqual(['1', '2']);
  expect(found('maintenance:fans*yet')).toEqual(['1', '2']);
  expect(found('maintenance:fans|none')).toEqual(['1', '2', '4']);
  expect(found('maintenance:later')).toEqual([]);
  expect(found('maintenance:muted')).toEqual([]);
  expect(parseQuery('maintenance>1').errors).toHaveLength(1);
});

it('matches nothing where it is not known what is in maintenance, as in history', () => {
  for (const q of ['maintenance:yes', 'maintenance:none', '-maintenance:yes', 'maintenance!=yes'])
    expect(matchesTerms(parseQuery(q).terms, farm[0]!, momentOf(NOW, 15)), q).toBe(false);
});

it('selects the miners of a job, a change and a search for incidents', () => {
  const parts = {
    fleet: { miners: () => farm },
    settings: { current: { intervals: { status_seconds: 15 } } },
    clock: { nowMs: () => NOW },
    maintenance,
  };
  expect(queriedMiners('maintenance:yes tag:t', parts as never)).toEqual({ ok: true, value: [1, 2, 3].map(idOf) });
  const ofMiner = (n: number) => ({ title: '', faults: [], miner_ids: [idOf(n)], cause: { kind: 'miner' } });
  const isFound = (q: string, n: number): boolean =>
    matchesIncidentQuery(parseIncidentQuery(q), ofMiner(n) as unknown as Incident, {
      moment,
      miner: (id) => farm.find((miner) => miner.id === id) ?? null,
      ruleName: () => null,
    });
  expect([isFound('maintenance:yes', 1), isFound('maintenance:yes', 4), isFound('maintenance:none', 4)]).toEqual([
    true,
    false,
    true,
  ]);
});

it('is offered with the reasons of the farm, and how many miners each finds', () => {
  const values = farmValues(farm, [], moment);
  const offered = (text: string) =>
    completeQuery(text, text.length, values).map((one) => `${one.text} ${one.miners ?? ''}`.trim());
  expect(offered('maint')).toEqual(['maintenance:']);
  expect(offered('maintenance:')).toEqual(['yes 3', '"Fans of rack 7, no parts yet" 2', 'none 1']);
  // As a word "none" begins other things.
  expect(offered('non')).toEqual([]);
  expect(
    incidentLanguage([])
      .complete('maint', 5, values)
      .map(({ text }) => text),
  ).toEqual(['maintenance:']);
});

it('is not asked for by maintenance itself', () => {
  expect(['tag:a -maintenance:yes', 'maintenance:x', 'tag:maintenance'].map(asksForMaintenance)).toEqual([
    true,
    true,
    false,
  ]);
});
