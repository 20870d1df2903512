import { describe, expect, it } from 'vitest';
import { trayIconFile } from '../../../src-main/desktop/tray/tray-icon-file.ts';
import {
  MOST_INCIDENTS_IN_MENU,
  type TrayInput,
  trayMenu,
  trayModel,
} from '../../../src-main/desktop/tray/tray-model.ts';
import { farmTotals } from '../../../src-shared/miner/farm-sums.ts';
import { momentOf } from '../../../src-shared/miner/miner-now.ts';
import type { Incident, Miner, Scan } from '../../../src-shared/model/index.ts';
import { formatHashrate, quantityText } from '../../../src-shared/units.ts';
import { anIncident } from '../../fixtures/alerts/incidents.ts';
import { minerRow, NOW, offlineRow, status } from '../renderer/miner-row.ts';

const clock = (atMs: number): string => new Date(atMs).toISOString().slice(11, 16);
const id = (n: number): string => `02:95:23:00:00:${n.toString(16).padStart(2, '0')}`;
const mining = (count: number): Miner[] => Array.from({ length: count }, (_, n) => minerRow({ id: id(n) }));
const gone = (count: number, overrides: Partial<Miner> = {}): Miner[] =>
  Array.from({ length: count }, (_, n) =>
    offlineRow({ id: id(100 + n), nickname: `G${n}`, offline_since_at: NOW - n * 1000, ...overrides }),
  );

const open = (n: number, fields: Partial<Incident> = {}): Incident =>
  anIncident({ incident_id: `018bcfe5-6800-7000-8000-${n.toString(16).padStart(12, '0')}`, since_at: NOW, ...fields });

const scan = (changes: Partial<Scan>): Scan => ({ trigger: 'operator', finished_at: null, ...changes }) as Scan;

function input(miners: readonly Miner[], changes: Partial<TrayInput> = {}): TrayInput {
  return {
    miners,
    incidents: [],
    watching: { state: 'watching', since_at: NOW, reason: null },
    scan: null,
    lastFinishedScan: scan({ finished_at: NOW }),
    moment: momentOf(NOW, 15),
    timeOfDay: clock,
    ...changes,
  };
}

describe('the line of the tray', () => {
  it('shows who is online, who is not, and what they make together', () => {
    expect(trayModel(input([...mining(126), ...gone(2)])).tooltip).toBe('126 hashing, 2 offline, 13.1 PH/s');
  });

  it('leaves out what is nothing', () => {
    expect(trayModel(input(mining(1))).tooltip).toBe('1 hashing, 104.0 TH/s');
    expect(trayModel(input([minerRow({ latest_status: null })])).tooltip).toBe('0 hashing');
    expect(trayModel(input([])).tooltip).toBe('No miners found');
  });

  it('never adds up what was read long ago, nor different algorithms', () => {
    const old = minerRow({ id: id(1), latest_status: status({ recorded_at: NOW - 45_001 }) });
    const scrypt = minerRow({ id: id(2), algorithm: 'scrypt', latest_status: status({ hashrate_hs: 17.4e9 }) });
    expect(trayModel(input([minerRow(), old])).tooltip).toBe('1 hashing, 104.0 TH/s');
    expect(trayModel(input([minerRow(), scrypt])).tooltip).toBe('2 hashing, 104.0 TH/s sha256d, 17.4 GH/s scrypt');
  });

  it('says the same as the header of the window', () => {
    const stale = minerRow({ id: id(9), latest_status: status({ recorded_at: NOW - 60_000 }) });
    const miners = [...mining(7), ...gone(3), stale];
    const totals = farmTotals(miners, momentOf(NOW, 15));
    const sum = quantityText(formatHashrate(totals.hashrates[0]?.hashrateHs ?? null));
    const words = `${totals.counts.hashing} hashing, ${totals.counts.offline} offline, ${sum}`;
    expect(trayModel(input(miners)).tooltip).toBe(words);
  });

  it('says when nothing is watched', () => {
    const since = Date.UTC(2030, 0, 1, 22, 10);
    const paused = { state: 'paused', since_at: since, reason: 'You paused it.' } as const;
    expect(trayModel(input(mining(2), { watching: paused })).tooltip).toBe('Not monitoring since 22:10');
    expect(trayModel(input([], { watching: { ...paused, state: 'no_targets' } })).tooltip).toBe('No networks set');
  });

  it('is scanning until the first scan since the start has ended', () => {
    const watching = { state: 'not_watching', since_at: NOW - 5000, reason: 'The first scan.' } as const;
    const first = trayModel(input(mining(2), { watching, lastFinishedScan: null }));
    expect(first).toMatchObject({ state: 'scanning', tooltip: 'Scanning' });
    expect(trayModel(input(mining(2), { watching })).state).toBe('not_watching');
  });
});

describe('the icon of the tray', () => {
  it("is not ok where a part of the farm can't be reached, and its line says so", () => {
    const watching = {
      state: 'watching',
      since_at: NOW,
      reason: 'This computer has no route to 203.0.113.0/26.',
    } as const;
    expect(trayModel(input(mining(3), { watching }))).toMatchObject({
      state: 'attention',
      tooltip: '3 hashing, 312.0 TH/s, not all monitored',
    });
  });

  it('is ok while nothing needs attention', () => {
    expect(trayModel(input(mining(3))).state).toBe('ok');
    expect(trayModel(input([...mining(3), ...gone(2, { managed: false })])).state).toBe('ok');
  });

  it('asks for attention while an incident is open of which nobody has taken note', () => {
    const state = (fields: Partial<Incident>) => trayModel(input(mining(3), { incidents: [anIncident(fields)] })).state;
    expect(state({})).toBe('attention');
    expect(state({ state: 'acknowledged' })).toBe('ok');
    expect(state({ state: 'snoozed' })).toBe('ok');
    expect(state({ severity: 'info' })).toBe('ok');
  });

  it('shows the scan that the operator asked for, not the one every half minute', () => {
    expect(trayModel(input(gone(1), { scan: scan({}) })).state).toBe('scanning');
    expect(trayModel(input(mining(1), { scan: scan({ trigger: 'schedule' }) })).state).toBe('ok');
    expect(trayModel(input(mining(1), { scan: scan({ finished_at: NOW }) })).state).toBe('ok');
  });

  it('says first that nothing is watched', () => {
    const watching = { state: 'not_watching', since_at: NOW, reason: 'No route.' } as const;
    expect(trayModel(input(gone(1), { watching, scan: scan({}) })).state).toBe('not_watching');
  });

  it.each([
    ['darwin', true, '', 'tray-not-watching-Template.png'],
    ['win32', true, '', 'tray-dark-not-watching.ico'],
    ['win32', false, '', 'tray-light-not-watching.ico'],
    ['linux', false, 'KDE', 'tray-light-not-watching.png'],
    ['linux', true, 'KDE', 'tray-dark-not-watching.png'],
    ['linux', false, 'ubuntu:GNOME', 'tray-dark-not-watching.png'],
  ] as const)('is drawn for the bar it stands on: %s, dark %s, %s', (platform, darkTheme, desktop, file) => {
    expect(trayIconFile('not_watching', { platform, darkTheme, desktop })).toBe(file);
  });
});

describe('the menu of the tray', () => {
  const labels = (miners: readonly Miner[], changes: Partial<TrayInput> = {}): string[] =>
    trayMenu(trayModel(input(miners, changes)), null).map((item) => (item.kind === 'separator' ? '-' : item.label));

  it('opens, rescans, pauses and quits', () => {
    expect(labels(mining(1))).toEqual([
      '1 hashing, 104.0 TH/s',
      '-',
      'Open PowerHive',
      'Scan now',
      '-',
      'Pause monitoring',
      '-',
      'Quit',
    ]);
  });

  it('lists the open problems, the worst first, each a way to it', () => {
    const incidents = [
      open(1, { title: 'R1: Fan 3 of 4 stopped' }),
      open(2, { severity: 'critical', title: '34 offline' }),
    ];
    const menu = trayMenu(trayModel(input(mining(1), { incidents })), null);
    const listed = menu.flatMap((item) => (item.kind === 'item' && item.action.kind === 'open_incident' ? [item] : []));
    expect(listed.map(({ label }) => label)).toEqual([
      `34 offline, since ${clock(NOW)}`,
      `R1: Fan 3 of 4 stopped, since ${clock(NOW)}`,
    ]);
    expect(listed[0]?.action).toEqual({ kind: 'open_incident', id: open(2).incident_id });
    expect(menu[0]).toMatchObject({ label: '1 hashing, 104.0 TH/s, 2 problems' });
  });

  it('lists no more than fit, and says how many are left', () => {
    const incidents = Array.from({ length: 40 }, (_, n) => open(n));
    const model = trayModel(input(mining(1), { incidents }));
    expect(model.incidentCount).toBe(40);
    const menu = trayMenu(model, null);
    expect(menu.filter((item) => item.kind === 'item' && item.action.kind === 'open_incident')).toHaveLength(
      MOST_INCIDENTS_IN_MENU,
    );
    expect(menu).toContainEqual({
      kind: 'item',
      label: 'and 25 more',
      enabled: true,
      action: { kind: 'open_incidents' },
    });
  });

  it('resumes what is paused, and does not scan meanwhile', () => {
    const watching = { state: 'paused', since_at: NOW, reason: null } as const;
    const menu = trayMenu(trayModel(input(mining(1), { watching })), null);
    expect(menu).toContainEqual(expect.objectContaining({ label: 'Resume monitoring', action: { kind: 'resume' } }));
    expect(menu).toContainEqual(expect.objectContaining({ label: 'Scan now', enabled: false }));
  });

  it('has the switch for the start at login where the system knows one', () => {
    const menu = trayMenu(trayModel(input(mining(1))), true);
    expect(menu).toContainEqual({
      kind: 'switch',
      label: 'Start at login',
      on: true,
      action: { kind: 'open_at_login', on: false },
    });
  });
});
