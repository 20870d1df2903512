import { describe, expect, it } from 'vitest';
import { needKey, needsNow, nothingText } from '../../../../../src-renderer/features/overview/needs.ts';
import { overviewTexts } from '../../../../../src-renderer/features/overview/overview-texts.ts';
import { keepOrder } from '../../../../../src-renderer/ui/keep-order.ts';
import { momentOf } from '../../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../../src-shared/model/index.ts';
import { anIncident } from '../../../../fixtures/alerts/incidents.ts';
import { minerRow, NOW, status } from '../../miner-row.ts';

const moment = momentOf(NOW, 15);
const incident = (incident_id: string, fields: Parameters<typeof anIncident>[0]) =>
  anIncident({ incident_id, since_at: NOW - 3_600_000, ...fields });
const miner = (id: string, attention: Miner['attention'][number], hashrate_hs = 104e12) =>
  minerRow({ id, attention: [attention], latest_status: status({ hashrate_hs, hashrate_expected_hs: 104e12 }) });
const keys = (...[open, beside]: [Parameters<typeof needsNow>[0], readonly Miner[]]) =>
  needsNow(open, beside, moment).map(needKey);

describe('what needs the operator', () => {
  it('has what is critical first, also where it is no incident yet', () => {
    const dead = miner('dead', { code: 'not_hashing', severity: 'critical', message: 'Mining, but 0 TH/s.' }, 0);
    const hot = miner('hot', { code: 'hot', severity: 'warning', message: 'Hottest chip at 91 °C.' });
    const open = [
      incident('warning', { severity: 'warning', hashrate_lost_hs: 900e12 }),
      incident('critical', { severity: 'critical', hashrate_lost_hs: 50e12 }),
    ];
    expect(keys(open, [hot, dead])).toEqual(['dead', 'critical', 'warning', 'hot']);
  });

  it('is of one severity in the order of what is lost, then of how long it lasts', () => {
    const slow = miner('slow', { code: 'low_hashrate', severity: 'warning', message: 'Slow.', since_at: NOW }, 54e12);
    const old = miner('old', { code: 'hot', severity: 'warning', message: 'Hot.', since_at: NOW - 7_200_000 });
    const open = [
      incident('an hour', { hashrate_lost_hs: null }),
      incident('less', { hashrate_lost_hs: 10e12 }),
      incident('more', { hashrate_lost_hs: 80e12 }),
    ];
    expect(keys(open, [old, slow])).toEqual(['more', 'slow', 'less', 'old', 'an hour']);
  });

  it('has first of all what may be damaged, however little it loses', () => {
    const loses = incident('loses', { severity: 'critical', hashrate_lost_hs: 900e12 });
    const stopped = incident('all fans stopped', { severity: 'critical', hashrate_lost_hs: 0, in_danger: true });
    const hot = miner('hot', { code: 'hot', severity: 'warning', message: 'Chip at 104 °C.', in_danger: true });
    expect(keys([loses, stopped], [hot])).toEqual(['all fans stopped', 'hot', 'loses']);
    const polling = { ...minerRow().polling, consecutive_failures: 1, last_success_at: NOW - 20_000 };
    const dark = Array.from({ length: 20 }, (_, n) => minerRow({ id: `dark ${n}`, polling }));
    expect(needsNow([loses, stopped], [], moment, dark).map(needKey)).toEqual(['all fans stopped', 'silent', 'loses']);
  });

  it('has last what is well again, not as critical', () => {
    const well = incident('well', { severity: 'critical', hashrate_lost_hs: 0, well_since_at: NOW });
    expect(keys([well, incident('slow', { severity: 'warning' })], [])).toEqual(['slow', 'well']);
    expect(needsNow([well], [], moment)).toMatchObject([{ severity: 'info' }]);
  });

  it('has what costs most among the first, also among many that may be damaged', () => {
    const stopped = ['a', 'b', 'c', 'd'].map((name) =>
      incident(name, { severity: 'critical', hashrate_lost_hs: 1e12, in_danger: true }),
    );
    const costs = incident('costs', { severity: 'warning', hashrate_lost_hs: 900e12 });
    expect(keys([...stopped, costs, incident('less', { hashrate_lost_hs: 5e12 })], [])).toEqual([
      'a',
      'b',
      'costs',
      'c',
      'd',
      'less',
    ]);
    expect(overviewTexts.needs.more(7, 2)).toBe('7 more, 2 in danger of damage');
    expect(overviewTexts.needs.more(7, 0)).toBe('7 more');
  });

  it('has a dark rack first of all, before it is a problem', () => {
    const inRack = (rack: string, n: number, fields: Partial<Miner>) =>
      minerRow({ id: `${rack}-${n}`, place: `${rack}/${n}`, ...fields });
    const polling = { ...minerRow().polling, consecutive_failures: 1, last_success_at: NOW - 20_000 };
    const rack = (name: string, fields: Partial<Miner>) => [1, 2, 3, 4].map((n) => inRack(name, n, fields));
    const rest = Array.from({ length: 200 }, (_, n) => inRack('R9', n, {}));
    const open = [incident('critical', { severity: 'critical', hashrate_lost_hs: 900e12 })];
    const silent = [...rest, ...rack('R1', { polling })];
    expect(needsNow(open, [], moment, silent).map(needKey)).toEqual(['silent', 'critical']);
    // Four of a rack of 200, on a farm of 200.
    const some = [...rest.slice(4), ...rest.slice(0, 4).map((one) => ({ ...one, polling }))];
    expect(needsNow(open, [], moment, some).map(needKey)).toEqual(['critical']);
    // As many as are one incident, wherever they are; and a whole rack of three.
    const many = [...rest.slice(20), ...rest.slice(0, 20).map((one) => ({ ...one, polling }))];
    expect(needsNow(open, [], moment, many).map(needKey)).toEqual(['silent', 'critical']);
    const three = [...rest, ...rack('R2', { polling }).slice(1)];
    expect(needsNow(open, [], moment, three).map(needKey)).toEqual(['silent', 'critical']);
    const attention: Miner['attention'] = [{ code: 'not_answering', severity: 'warning', message: 'Not answering.' }];
    const dark = rack('R1', { attention });
    // Its link finds these, and not one that has the same problem elsewhere.
    const [first] = needsNow(open, dark, moment, [...rest, ...dark, inRack('R8', 1, { attention })]);
    expect(first).toMatchObject({ kind: 'miners', isDark: true, severity: 'critical', query: 'rack=R1' });
    expect(needsNow(open, dark.slice(1), moment, [...rest, ...dark]).map(({ kind }) => kind)[0]).toBe('incident');
  });

  it('keeps its places while the pointer rests on it, with what is new behind the rest', () => {
    const [a, b] = [incident('a', { hashrate_lost_hs: 20e12 }), incident('b', { hashrate_lost_hs: 10e12 })];
    const shown = needsNow([a, b], [], moment).map(needKey);
    const next = needsNow([a, { ...b, hashrate_lost_hs: 30e12 }, incident('c', { severity: 'critical' })], [], moment);
    expect(next.map(needKey)).toEqual(['c', 'b', 'a']);
    expect(keepOrder(shown, next, needKey, (those) => those.map(needKey))).toEqual(['a', 'b', 'c']);
  });
});

it('says that nothing is known, and not that nothing is wrong, while nobody looks', () => {
  const said = (farm: Partial<Parameters<typeof nothingText>[0]>) =>
    nothingText({ isAnyMonitored: true, isWatching: true, silent: null, ...farm });
  expect(said({})).toBe('Nothing. No open problems.');
  expect(said({ silent: '2 miners do not answer' })).toBe('No open problems yet. 2 miners do not answer.');
  expect(said({ isWatching: false })).toBe('Not known: nothing is monitored at the moment.');
  expect(said({ isWatching: false, isAnyMonitored: false })).toBe('Nothing is monitored yet.');
});
