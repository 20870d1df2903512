import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passEvent, scanEvent } from '../../../../../src-main/discovery/scan-events.ts';
import { keyEvent } from '../../../../../src-main/provisioning/key-event.ts';
import { uuidV7 } from '../../../../../src-main/runtime/uuid-v7.ts';
import {
  activityInput,
  EVERYTHING,
  isEverything,
  matchesFilter,
} from '../../../../../src-renderer/features/activity/activity-filter.ts';
import { groupActivity } from '../../../../../src-renderer/features/activity/activity-groups.ts';
import { activityRows } from '../../../../../src-renderer/features/activity/activity-rows.ts';
import { groupLink, groupMiners, locationOf } from '../../../../../src-renderer/features/activity/group-miners.ts';
import type { ActivityEntry, AlertSeverity, NewEvent, Scan } from '../../../../../src-shared/model/index.ts';
import { storedMiner } from '../../../../fixtures/farm/fleet-entries.ts';
import { activityEntry, proseEntry } from '../../../../fixtures/served/activity-entries.ts';
import { minerRow } from '../../miner-row.ts';

const NOON = new Date(2026, 0, 5, 12).getTime();
const ID = '02:95:23:00:00:01';
const entry = (what: NewEvent, at = NOON): ActivityEntry => activityEntry({ miner_id: ID, ...what }, at);
const managed = (names: readonly string[], at = NOON): ActivityEntry[] =>
  names.map((name) => entry({ event: 'miner_managed', data: { name } }, at));
/** The texts of the lines, groups with their number of entries. */
const lines = (entries: readonly ActivityEntry[]) =>
  groupActivity(entries).map((item) => ('entries' in item ? `${item.words} (${item.entries.length})` : item.message));

describe('a line about many miners', () => {
  const ids = Array.from({ length: 12 }, (_, i) => `02:95:23:00:00:${(i + 16).toString(16)}`);
  const farm = new Map(ids.map((id, i) => [id, minerRow({ id, nickname: `S19-${i + 3}`, place: `R7/${i}` })]));
  const offline = (id: string) =>
    entry({ event: 'miner_offline', miner_id: id, data: { name: `was ${id}`, ip: null } });

  it('names the first of them and where they are, and leads to exactly them', () => {
    const entries = [...ids.map(offline), offline(ids[0] ?? '')];
    const line = groupMiners(entries, (id) => farm.get(id));
    expect(line?.text).toBe('S19-3, S19-4 and 10 more in R7');
    expect(line?.location).toContain('/fleet?q=mac%3A029523000010%7C029523000011');
  });

  it('leads to the job or to the problems that it is about, however many miners these have', () => {
    const job_id = uuidV7();
    const sent = (id: string, job = job_id) =>
      entry({
        event: 'miner_action_sent',
        miner_id: id,
        data: { job_id: job, name: id, action: 'restart', request: 'restart', before: null },
      });
    const many = Array.from({ length: 200 }, (_, i) => sent(ids[i % ids.length] ?? ''));
    const link = (entries: readonly ActivityEntry[]) =>
      groupLink(
        entries,
        groupMiners(entries, (id) => farm.get(id)),
      );
    expect(link(many)).toEqual({ text: 'Show job', location: `/jobs/${job_id}` });
    expect(link([...many, sent(ids[0] ?? '', uuidV7())])?.location).toMatch(/^\/fleet\?q=mac/);
    const problem = {
      incident_id: job_id,
      title: 'Rack R7 is dark',
      severity: 'critical',
      rule_id: 'offline',
    } as const;
    const opened = entry({
      event: 'incident_opened',
      miner_id: null,
      data: { ...problem, miners: 40, since_at: NOON },
    });
    expect(link([opened, opened])).toEqual({ text: 'Show problems', location: '/incidents' });
    expect(link([entry({ event: 'settings_changed', miner_id: null, data: { changes: [] } })])).toBeNull();
  });

  it('names one that was removed as it was called, and does not lead there', () => {
    const line = groupMiners([offline(ID)], () => undefined);
    expect(line).toEqual({ text: `was ${ID}`, location: null });
    expect(
      groupMiners([entry({ event: 'settings_changed', miner_id: null, data: { changes: [] } })], () => undefined),
    ).toBeNull();
  });

  it('leads to its job, or to the miners that it names, where it is one entry', () => {
    const change = { change_id: uuidV7(), kind: 'manage', managed: true, count: 12 } as const;
    const miners = { names: ['S19-3', 'S19-4'], where: 'R7', query: 'mac:02' };
    const started = entry({ event: 'miners_change_started', miner_id: null, data: { ...change, miners } });
    expect(started.message).toBe('Managing 12 miners: S19-3, S19-4 and 10 more in R7');
    expect(locationOf(started)).toBe('/fleet?q=mac%3A02');
    const older = entry({ event: 'miners_change_started', miner_id: null, data: change });
    expect([older.message, locationOf(older)]).toEqual(['Managing 12 miners', null]);
    const job_id = uuidV7();
    const data = { job_id, action: 'restart', params: {} } as const;
    expect(locationOf(entry({ event: 'job_paused', miner_id: null, data }))).toBe(`/jobs/${job_id}`);
    expect(locationOf(offline(ID))).toBe(`/fleet/${ID}`);
    const problem = { incident_id: job_id, title: 'R7: Fan 3 of 4 stopped', severity: 'critical' } as const;
    const opened = { ...problem, rule_id: 'fan_lost', miners: 1, since_at: NOON };
    expect(locationOf(entry({ event: 'incident_opened', data: opened }))).toBe(`/incidents/${job_id}`);
  });
});

describe('like entries', () => {
  it('of one burst are one line, whatever the miners are called', () => {
    expect(lines(managed(['R2-S04-05', 'was renamed', 'Found 3 miners']))).toEqual(['3 miners managed (3)']);
    expect(lines(managed(['A', 'B']))).toEqual(['A is managed', 'B is managed']);
    expect(lines(managed(Array.from({ length: 1204 }, (_, i) => `R${i}`)))).toEqual(['1,204 miners managed (1204)']);
  });

  it('problems of one rule are one line, and those of others stay apart', () => {
    const opened = (rule_id: string, title: string, severity: AlertSeverity = 'critical'): ActivityEntry => {
      const data = { incident_id: uuidV7(), title, severity, rule_id, miners: 1, since_at: NOON };
      return entry({ event: 'incident_opened', data });
    };
    const fans = ['A', 'B', 'C'].map((name) => opened('fan_lost', `${name}: Fan 1 stopped`));
    expect(lines([...fans, opened('offline', 'D: Offline'), opened('pools_down', 'E: Pools down')])).toEqual([
      '3 similar problems opened (3)',
      'Problem: D: Offline',
      'Problem: E: Pools down',
    ]);
    // The line has the level of the worst of them.
    const mixed = [opened('fan_lost', 'F', 'info'), ...fans.slice(1), opened('fan_lost', 'G', 'warning')];
    expect(groupActivity(mixed)).toMatchObject([{ level: 'error' }]);
  });

  it('of one thing that is wrong with many miners are one line, and one when it is over', () => {
    const of = (event: 'condition_began' | 'condition_ended', code: 'pools_down' | 'fan_lost') =>
      ['A', 'B', 'C'].map((name) => {
        const data = { name, code, severity: 'critical' as const, message: 'It is so', since_at: 1, chain_id: null };
        return entry({ event, data });
      });
    const entries = [...of('condition_ended', 'pools_down'), ...of('condition_began', 'pools_down')];
    expect(lines([...entries, ...of('condition_began', 'fan_lost').slice(1)])).toEqual([
      'Pools down: resolved on 3 miners (3)',
      'Pools down: 3 miners (3)',
      'B: It is so',
      'C: It is so',
    ]);
  });

  it('of the miners of one job are one line for each step, and not together with another job', () => {
    const sent = (job_id: string) =>
      ['A', 'B', 'C'].map((name) => {
        const data = { name, job_id, action: 'restart' as const, request: 'restart', before: null };
        return entry({ event: 'miner_action_sent', data });
      });
    const ended = (job_id: string, verdict: 'in_force' | 'failed') =>
      ['A', 'B', 'C'].map((name) => {
        const data = { name, job_id, action: 'restart' as const, verdict, reason: null, before: null, after: null };
        return entry({ event: 'miner_action_ended', data });
      });
    const [one, other] = [uuidV7(), uuidV7()];
    expect(lines([...ended(one, 'failed'), ...ended(one, 'in_force'), ...sent(other), ...sent(one)])).toEqual([
      'Restart: failed on 3 miners (3)',
      'Restart: hashing again on 3 miners (3)',
      'Restart: sent to 3 miners (3)',
      'Restart: sent to 3 miners (3)',
    ]);
  });

  it('of a preset name the restart that it needs, which is sent too', () => {
    const job_id = uuidV7();
    const sent = (request: string) =>
      ['A', 'B', 'C'].map((name) => {
        const data = { name, job_id, action: 'preset' as const, target: '2700', request, before: null };
        return entry({ event: 'miner_action_sent', data });
      });
    expect(lines([...sent('restart'), ...sent('preset')])).toEqual([
      'Set preset 2700: restart sent to 3 miners (3)',
      'Set preset 2700: sent to 3 miners (3)',
    ]);
  });

  it('of one job with different targets are a line for each of them, which names it', () => {
    const [job_id, names] = [uuidV7(), ['A', 'B', 'C']];
    const ended = (target: string) =>
      names.map((name) => {
        const what = { name, job_id, action: 'preset' as const, target, verdict: 'proven' as const };
        return entry({ event: 'miner_action_ended', data: { ...what, reason: null, before: null, after: null } });
      });
    expect(lines([...ended('2500'), ...ended('2700')])).toEqual([
      'Set preset 2500: proven on 3 miners (3)',
      'Set preset 2700: proven on 3 miners (3)',
    ]);
  });

  it('of different events stay apart', () => {
    const names = ['A', 'B', 'C'];
    const entries = [
      ...managed(names),
      ...names.map((name) => entry({ event: 'miner_unmanaged', data: { name } })),
      ...names.map((after) => entry({ event: 'miner_renamed', data: { before: ID, after } })),
      ...names.map((name) => entry({ event: 'miner_password_changed', data: { name, is_default: false } })),
      entry({
        event: 'max_preset_changed',
        data: { model_alias: 's19', model_name: 'S19', before: null, after: '3080' },
      }),
    ];
    expect(lines(entries)).toEqual([
      '3 miners managed (3)',
      '3 miners unmanaged (3)',
      '3 miners renamed (3)',
      'Miner password of 3 miners changed (3)',
      'Max preset of S19 set to 3080',
    ]);
  });

  it('are drawn together also where others came in between, as in a first scan', () => {
    const events = Array.from({ length: 4 }, () => [
      keyEvent('created', storedMiner()),
      passEvent({ kind: 'new', id: storedMiner().id }, storedMiner()),
    ]).flat();
    const entries = events.flatMap((event) => (event === null ? [] : entry(event)));
    expect(lines(entries)).toEqual(['Created API keys on 4 miners (4)', 'Found 4 miners (4)']);
  });

  it('are two lines where a while lies between them', () => {
    const later = managed(['A', 'B', 'C']);
    const earlier = managed(['D', 'E', 'F'], NOON - 61_000);
    expect(lines([...later, ...earlier])).toEqual(['3 miners managed (3)', '3 miners managed (3)']);
  });

  it('are scans that changed nothing, but not those that did', () => {
    const scan = (found: Partial<Scan>, at: number) =>
      entry(
        scanEvent({ addresses_total: 9, miners_found: 8, miners_new: 0, miners_offline: 0, ...found } as Scan, null),
        at,
      );
    const entries = [
      scan({}, NOON),
      scan({ miners_new: 2 }, NOON - 1e6),
      scan({}, NOON - 2e6),
      scan({ miners_offline: 10 }, NOON - 3e6),
    ];
    expect(lines(entries)).toEqual([
      '2 scans without changes (2)',
      'Scanned 9 addresses: 8 miners, 2 new, 0 offline',
      'Scanned 9 addresses: 8 miners, 0 new, 10 offline',
    ]);
  });

  it('from before events had codes are drawn together by their kind, where that says enough, and shown as they are', () => {
    const old = (kind: ActivityEntry['kind'], message: string, id: number): ActivityEntry => ({
      id,
      ...proseEntry({ at: NOON, kind, level: 'info', message }),
    });
    const found = [1, 2, 3].map((id) => old('miner_new', `Found R${id} at 10.0.0.${id}`, -id));
    const changed = [4, 5, 6].map((id) => old('operator_change', `R${id} is managed`, -id));
    expect(lines([...found, ...changed])).toEqual([
      'Found 3 miners (3)',
      'R4 is managed',
      'R5 is managed',
      'R6 is managed',
    ]);
  });

  it('lose and invent nothing, and stay in order', () => {
    const anyEntry = fc.record({
      at: fc.integer({ min: NOON - 300_000, max: NOON }),
      what: fc.constantFrom<NewEvent>(
        { event: 'miner_managed', data: { name: 'A' } },
        { event: 'miner_unmanaged', data: { name: 'B' } },
        { event: 'miner_found', data: { name: 'C', ip: null } },
        { event: 'backup_failed', data: { reason: 'x' } },
      ),
    });
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 40 }), (made) => {
        const entries = made.map(({ what, at }) => entry(what, at)).sort((a, b) => b.at - a.at || b.id - a.id);
        const items = groupActivity(entries);
        const shown = items.flatMap((item) => ('entries' in item ? item.entries : [item]));
        expect(shown.map(({ id }) => id).sort()).toEqual(entries.map(({ id }) => id).sort());
        const heads = items.map((item) => ('entries' in item ? item.entries[0] : item)?.at ?? 0);
        expect(heads).toEqual([...heads].sort((a, b) => b - a));
      }),
    );
  });

  it('keep the key of their group when newer ones join', () => {
    const before = managed(['A', 'B', 'C']);
    const keyOf = (entries: readonly ActivityEntry[]) =>
      groupActivity(entries).map((item) => 'entries' in item && item.key);
    expect(keyOf([...managed(['D']), ...before])).toEqual(keyOf(before));
  });
});

describe('the lines of the activity', () => {
  const today = managed(['A', 'B', 'C']);
  const yesterday = managed(['D', 'E', 'F'], NOON - 86_400_000);
  const kinds = (opened: string[]) =>
    activityRows([...today, ...yesterday], new Set(opened), NOON).map(({ kind }) => kind);

  it('stand under their days, closed groups as one line', () => {
    expect(kinds([])).toEqual(['day', 'group', 'day', 'group']);
    expect(activityRows(today, new Set(), NOON)[0]).toMatchObject({ name: 'Today' });
  });

  it('show what is in a group that was opened', () => {
    const [, group] = activityRows(today, new Set(), NOON);
    expect(kinds([group?.key ?? ''])).toEqual(['day', 'group', 'entry', 'entry', 'entry', 'day', 'group']);
  });
});

describe('the filter', () => {
  const refused = entry({ event: 'miner_password_refused', data: { name: 'R2-S01' } });

  it('takes in by kind, by seriousness and by words', () => {
    expect(matchesFilter(refused, EVERYTHING)).toBe(true);
    expect(matchesFilter(refused, { ...EVERYTHING, kind: 'scan' })).toBe(false);
    // Of a day that is over, nothing that happens now.
    expect(matchesFilter(refused, { ...EVERYTHING, before: refused.at })).toBe(false);
    expect(matchesFilter(refused, { ...EVERYTHING, level: 'warning' })).toBe(true);
    expect(matchesFilter(refused, { ...EVERYTHING, level: 'error' })).toBe(false);
    expect(matchesFilter(refused, { ...EVERYTHING, words: ' PASSWORD r2 ' })).toBe(true);
    expect(matchesFilter(refused, { ...EVERYTHING, words: 'password r3' })).toBe(false);
  });

  it('asks PowerHive only for what leaves something out', () => {
    expect(activityInput(EVERYTHING)).toEqual({});
    expect(activityInput({ kind: 'scan', level: 'error', words: ' a b ', before: NOON })).toEqual({
      kind: 'scan',
      level: 'error',
      words: 'a b',
      before: NOON,
    });
    expect(isEverything({ ...EVERYTHING, words: '  ' })).toBe(true);
  });
});
