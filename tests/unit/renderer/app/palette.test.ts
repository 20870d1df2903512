import { describe, expect, it } from 'vitest';
import { KEY_GROUPS } from '../../../../src-renderer/app/keys/key-groups.ts';
import { comparisonItems } from '../../../../src-renderer/app/palette/comparison-items.ts';
import {
  byBeginning,
  matchIncidents,
  matchItems,
  matchMiners,
  ownItems,
  searchItems,
  stateItems,
} from '../../../../src-renderer/app/palette/match-items.ts';
import { SCREENS } from '../../../../src-renderer/app/screens.ts';
import { type SettingsOf, settingsSections } from '../../../../src-renderer/features/settings/settings-sections.ts';
import { momentOf } from '../../../../src-shared/miner/miner-now.ts';
import { anIncident, incidentId } from '../../../fixtures/alerts/incidents.ts';
import { minerRow, NOW, offlineRow, status } from '../miner-row.ts';

const item = (label: string, detail: string, also = '') => ({ id: label, label, detail, also, run: () => {} });
const items = [item('Rescan', 'r', 'look again'), item('Show offline miners', 'offline'), item('Fleet', 'g f')];
const labels = (text: string) => matchItems(items, text).map(({ label }) => label);

describe('the palette', () => {
  it('offers all actions at first, then those that hold every word', () => {
    expect(labels('')).toHaveLength(3);
    expect(labels('miners off')).toEqual(['Show offline miners']);
    expect(labels('again')).toEqual(['Rescan']);
    expect(labels('nothing')).toEqual([]);
  });

  it('finds miners by name, address or MAC, those that begin with the text first', () => {
    const miners = [
      minerRow({ id: '02:00:00:00:00:01', nickname: 'Old R2-S01', ip: '127.77.0.1' }),
      minerRow({ id: '02:00:00:00:00:02', nickname: 'R2-S02', ip: '127.77.0.2' }),
      offlineRow({ id: '02:00:00:00:00:03', nickname: 'R3', last_ip: '127.77.0.9' }),
    ];
    const found = (text: string) => matchMiners(miners, text).map(({ nickname }) => nickname);
    expect(found('r2-s')).toEqual(['R2-S02', 'Old R2-S01']);
    expect(found('77.0.1')).toEqual(['Old R2-S01']);
    // The last address of an offline miner.
    expect(found('127.77.0.9')).toEqual(['R3']);
    expect(found('020000000003')).toEqual(['R3']);
    expect(found('  ')).toEqual([]);
  });

  it('finds a problem by any word of its name, but nothing by what it is not', () => {
    const of = (text: string) =>
      Object.values(stateItems([], text, momentOf(NOW, 15), () => {})).flatMap((found) =>
        found.map(({ label }) => label),
      );
    for (const text of ['conflict', 'address', 'conflict addr'])
      expect(of(text), text).toContain('Problem: Address conflict');
    expect(of('dead')).toContain('Problem: Chips not hashing');
    expect(of('conflicts of another')).toEqual([]);
    expect(of('offlin')).toEqual(['Is offline']);
  });

  it('takes a query, offers what was nearly one as it was meant, and leaves a word to the names', () => {
    const miners = [minerRow({ rejected_percent: 3 }), minerRow({ rejected_percent: 0.2 })];
    const shown: string[] = [];
    const items = (text: string) => searchItems(miners, text, momentOf(NOW, 15), (query) => shown.push(query));
    for (const text of ['rejected>2%', ' rejectd>2% ']) {
      expect(items(text)).toMatchObject([{ label: 'Search the fleet: rejected>2%', detail: '1 miner' }]);
      items(text)[0]?.run();
    }
    expect(shown).toEqual(['rejected>2%', 'rejected>2%']);
    for (const text of ['r1-s', '', 'nonsense:5', 'temp>warm']) expect(items(text), text).toEqual([]);
  });

  it('has what the text begins first, and a state of no miner last', () => {
    const verbs = [item('Restart R1-S01', ''), item('Reboot R1-S01', ''), item('Compare R1-S01 with …', '')];
    const begun = (text: string) => byBeginning(verbs, text).begun.map(({ label }) => label);
    expect(begun('restart')).toEqual(['Restart R1-S01']);
    expect(begun('Restart r1')).toEqual(['Restart R1-S01']);
    for (const text of ['', 'R1-S01', 'with']) expect(begun(text), text).toEqual([]);
    expect(byBeginning(verbs, 'reb').others.map(({ label }) => label)).toEqual([verbs[0]?.label, verbs[2]?.label]);
    const states = stateItems([minerRow()], 'restart', momentOf(NOW, 15), () => {});
    expect(states.some).toEqual([]);
    expect(states.none.map(({ label }) => label)).toContain('Problem: Restarting often');
  });

  it('searches several words, and offers the state or problem that a text names with its number', () => {
    const miners = [
      minerRow({ nickname: 'R1-S01', attention: [{ code: 'pool_foreign', severity: 'warning', message: '' }] }),
      minerRow({ nickname: 'R2-S01' }),
      minerRow({ nickname: 'R3-S01', latest_status: status({ pool_user: 'farm.r3s1' }) }),
    ];
    const found = (text: string) => searchItems(miners, text, momentOf(NOW, 15), () => {});
    expect(found('R1 or R2')).toMatchObject([{ label: 'Search the fleet: R1 or R2', detail: '2 miners' }]);
    expect(found('wrong pool')).toEqual([]);
    const shown: string[] = [];
    const states = (text: string) =>
      Object.values(stateItems(miners, text, momentOf(NOW, 15), (query) => shown.push(query))).flat();
    expect(states('wrong pool')).toMatchObject([
      { label: 'Problem: Foreign pool', detail: 'condition=pool_foreign · 1 miner' },
    ]);
    expect(states('dark')).toMatchObject([{ label: 'Is offline', detail: 'offline · 0 miners' }]);
    states('wrong pool')[0]?.run();
    expect(shown).toEqual(['condition=pool_foreign']);
    for (const text of ['', 'ho', 'offline', 'r1-s']) expect(states(text), text).toEqual([]);
  });

  it('offers comparisons with the open miner, or of two that are named, the likely ones first', () => {
    const row = (n: number, more: object) => minerRow({ id: `02:00:00:00:00:0${n}`, nickname: `R1-S${n}`, ...more });
    const miners = [
      row(1, { place: 'R1/1', model_alias: 's19' }),
      row(2, { place: 'R2/1', model_alias: 's19' }),
      row(3, { place: 'R1/2', model_alias: 's19' }),
      row(4, { place: 'R1/3', model_alias: 's21' }),
    ];
    const went: string[] = [];
    const labels = (text: string, open = miners[0]) =>
      comparisonItems(miners, text, open, (path) => went.push(path)).map(({ label }) => label);
    expect(labels('compare')).toEqual(['Compare R1-S1 with R1-S3', 'Compare R1-S1 with R1-S2']);
    expect(labels('compare r1-s4')).toEqual(['Compare R1-S1 with R1-S4']);
    expect(labels('Compare 02:00:00:00:00:02 with r1-s4')).toEqual(['Compare R1-S2 with R1-S4']);
    expect(comparisonItems(miners, 'compare r1-s4', undefined, () => {})).toEqual([]);
    for (const text of ['', 'comparer', 'r1-s4', 'compare r1-s1', 'compare nobody with r1'])
      expect(labels(text), text).toEqual([]);
    comparisonItems(miners, 'compare r1-s2 with ', undefined, (path) => went.push(path))[0]?.run();
    expect(went).toEqual(['/miners/compare/02:00:00:00:00:02/02:00:00:00:00:01']);
  });

  it('finds open problems by their title or by what is wrong, in the order of the list', () => {
    const faults = [{ rule_id: 'fan_lost', severity: 'critical', message: 'Fan 3 of 4 stopped', since_at: 0 }] as const;
    const open = [
      anIncident({ incident_id: incidentId(), title: 'R1-S03: fan stopped', faults: [...faults] }),
      anIncident({ incident_id: incidentId(), title: '34 miners offline in 10.1.4.0/24' }),
    ];
    const went: string[] = [];
    const found = (text: string) => matchIncidents(open, text, (path) => went.push(path));
    expect(found('10.1.4').map(({ label }) => label)).toEqual(['34 miners offline in 10.1.4.0/24']);
    expect(found('fan 3')).toHaveLength(1);
    expect(found('o').map(({ label }) => label)).toEqual(open.map(({ title }) => title));
    expect(found(' ')).toEqual([]);
    found('fan 3')[0]?.run();
    expect(went).toEqual([`/incidents/${open[0]?.incident_id}`]);
  });

  it('offers a backup of the database of this computer only, as its settings', () => {
    const backUp = () => {};
    expect(ownItems(false, backUp)).toEqual([expect.objectContaining({ id: 'back-up', run: backUp })]);
    expect(ownItems(true, backUp)).toEqual([]);
  });

  it('stays short on a large farm', () => {
    const miners = Array.from({ length: 500 }, (_, n) =>
      minerRow({ id: `02:00:00:00:0${n % 10}:${n}`, nickname: `S${n}` }),
    );
    expect(matchMiners(miners, 's')).toHaveLength(8);
  });
});

it('every matter of the settings has a title of its own, by which the palette goes to it', () => {
  const titlesOf = (of: SettingsOf) => settingsSections(of).map(({ title }) => title);
  for (const titles of [titlesOf('desktop'), titlesOf('server')]) expect(new Set(titles).size).toBe(titles.length);
  // A server has one section for all that only the desktop app can do.
  expect(titlesOf('desktop')).toEqual(expect.arrayContaining(['Notifications', 'Start at login', 'Updates']));
  expect(titlesOf('server').slice(-2)).toEqual(['REST API', 'Desktop app']);
  expect(titlesOf('server')).not.toContain('Notifications');
  // For another site, the screen has only settings of this computer.
  expect(titlesOf('site')).toEqual(['Theme']);
});

it('finds a matter of the settings by what an operator calls it', () => {
  const sections = settingsSections('server').map(({ title, about, also = '' }) => item(title, about, also));
  const found = (text: string) => matchItems(sections, text).map(({ label }) => label);
  for (const [text, title] of [
    ['telegram', 'Alert channels'],
    ['notify', 'Alert channels'],
    ['price', 'Money and power'],
    ['new miners', 'Monitoring'],
    ['password', 'Miner passwords'],
    ['grafana', 'Destinations'],
    ['openapi', 'REST API'],
    ['subnet', 'Networks'],
    ['keychain', 'Desktop app'],
    ['updates', 'Desktop app'],
    ['login', 'Desktop app'],
  ] as const)
    expect(found(text), text).toContain(title);
});

describe('the keys', () => {
  it('lead to each screen by a letter of its own', () => {
    expect(new Set(SCREENS.map(({ letter }) => letter)).size).toBe(SCREENS.length);
    const groups = KEY_GROUPS.map(({ keys }) => keys.map(({ keys: names }) => names.join(' ')));
    for (const { letter } of SCREENS) expect(groups.flat()).toContain(`g ${letter}`);
    // The map has some keys of the lists, for its own cells.
    for (const reported of groups) expect(new Set(reported).size).toBe(reported.length);
  });
});
