import { byUrgency } from '../../../src-shared/alerts/urgency.ts';
import { farmTotals } from '../../../src-shared/miner/farm-sums.ts';
import { isFirstScan } from '../../../src-shared/miner/first-scan.ts';
import type { Moment } from '../../../src-shared/miner/miner-now.ts';
import type { Incident, Miner, Scan, Watching } from '../../../src-shared/model/index.ts';
import { countText } from '../../../src-shared/text/count-text.ts';
import { cutTo } from '../../../src-shared/text/cut-to.ts';
import { formatHashrate, quantityText } from '../../../src-shared/units.ts';

/** The state that the shape and colour of the icon show. */
export type TrayState = 'ok' | 'attention' | 'scanning' | 'not_watching';

export interface TrayInput {
  readonly miners: readonly Miner[];
  /** Incidents that are not resolved. */
  readonly incidents: readonly Incident[];
  readonly watching: Watching;
  readonly scan: Scan | null;
  readonly lastFinishedScan: Scan | null;
  readonly moment: Moment;
  /** Formats a time as local time of day: `22:10`. */
  readonly timeOfDay: (atMs: number) => string;
}

export interface TrayModel {
  readonly state: TrayState;
  /** One line. */
  readonly tooltip: string;
  /** The unacknowledged incidents, the worst first; no more than fit into a menu. */
  readonly incidents: readonly { readonly id: string; readonly label: string }[];
  /** Number of unacknowledged incidents, for the badge. */
  readonly incidentCount: number;
  readonly paused: boolean;
  readonly canRescan: boolean;
}

export const MOST_INCIDENTS_IN_MENU = 15;
const MOST_LABEL_CHARS = 80;

/** The model of the tray. A pure function. */
export function trayModel(input: TrayInput): TrayModel {
  const { watching, scan, timeOfDay } = input;
  const incidents = input.incidents
    .filter(({ state, severity }) => state === 'open' && severity !== 'info')
    .sort(byUrgency);
  const scanning = scan !== null && scan.finished_at === null && scan.trigger === 'operator';
  // A reason while monitoring runs: a part of the farm can't be reached.
  const attention = incidents.length > 0 || watching.reason !== null;
  const isFirst = isFirstScan(watching, input.lastFinishedScan, input.moment.nowMs);
  return {
    state: isFirst ? 'scanning' : trayState(watching, scanning, attention),
    tooltip: tooltip(input, incidents.length),
    incidents: incidents.slice(0, MOST_INCIDENTS_IN_MENU).map(({ incident_id, title, since_at }) => ({
      id: incident_id,
      label: `${cutTo(title, MOST_LABEL_CHARS)}, since ${timeOfDay(since_at)}`,
    })),
    incidentCount: incidents.length,
    paused: watching.state === 'paused',
    canRescan: watching.state !== 'paused' && watching.state !== 'no_targets',
  };
}

function trayState(watching: Watching, isScanning: boolean, needsAttention: boolean): TrayState {
  if (watching.state !== 'watching') return 'not_watching';
  if (isScanning) return 'scanning';
  return needsAttention ? 'attention' : 'ok';
}

function tooltip(input: TrayInput, incidentCount: number): string {
  const { miners, watching, lastFinishedScan, moment, timeOfDay } = input;
  if (watching.state === 'no_targets') return 'No networks set';
  if (isFirstScan(watching, lastFinishedScan, moment.nowMs)) return 'Scanning';
  if (watching.state !== 'watching') return `Not monitoring since ${timeOfDay(watching.since_at)}`;
  if (miners.length === 0) return 'No miners found';
  const { counts, hashrates } = farmTotals(miners, moment);
  const fresh = hashrates.filter(({ freshCount }) => freshCount > 0);
  // Hash rates of different algorithms cannot be added.
  const named = fresh.length > 1;
  const sums = fresh.map(({ algorithm, hashrateHs }) => {
    const sum = quantityText(formatHashrate(hashrateHs));
    return named ? `${sum} ${algorithm}` : sum;
  });
  return [
    `${counts.hashing} hashing`,
    ...(counts.offline > 0 ? [`${counts.offline} offline`] : []),
    ...sums,
    ...(incidentCount > 0 ? [countText(incidentCount, 'problem')] : []),
    ...(watching.reason === null ? [] : ['not all monitored']),
  ].join(', ');
}

/** The action of a click in the tray's menu. */
export type TrayAction =
  | { readonly kind: 'open' }
  | { readonly kind: 'open_incident'; readonly id: string }
  | { readonly kind: 'open_incidents' }
  | { readonly kind: 'rescan' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'open_at_login'; readonly on: boolean }
  | { readonly kind: 'quit' };

export type TrayItem =
  | { readonly kind: 'separator' }
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'item'; readonly label: string; readonly enabled: boolean; readonly action: TrayAction }
  | { readonly kind: 'switch'; readonly label: string; readonly on: boolean; readonly action: TrayAction };

/** The tray's menu. `openAtLogin` is null if this system has no start at login. */
export function trayMenu(model: TrayModel, openAtLogin: boolean | null): TrayItem[] {
  const item = (label: string, action: TrayAction, enabled = true): TrayItem => ({
    kind: 'item',
    label,
    enabled,
    action,
  });
  const line: TrayItem = { kind: 'separator' };
  const more = model.incidentCount - model.incidents.length;
  return [
    { kind: 'text', label: model.tooltip },
    line,
    item('Open PowerHive', { kind: 'open' }),
    item('Scan now', { kind: 'rescan' }, model.canRescan),
    ...(model.incidentCount === 0 ? [] : [line, { kind: 'text', label: 'Problems' } as const]),
    ...model.incidents.map(({ id, label }) => item(label, { kind: 'open_incident', id })),
    ...(more === 0 ? [] : [item(`and ${more} more`, { kind: 'open_incidents' })]),
    line,
    model.paused ? item('Resume monitoring', { kind: 'resume' }) : item('Pause monitoring', { kind: 'pause' }),
    ...(openAtLogin === null
      ? []
      : [
          {
            kind: 'switch',
            label: 'Start at login',
            on: openAtLogin,
            action: { kind: 'open_at_login', on: !openAtLogin },
          } as const,
        ]),
    line,
    item('Quit', { kind: 'quit' }),
  ];
}
