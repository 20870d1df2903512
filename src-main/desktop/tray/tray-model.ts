import { minerName } from '../../../src-shared/miner-name.ts';
import { freshReading, isHashing, type Moment, needsAttention } from '../../../src-shared/miner-now.ts';
import type { Miner, Scan, Watching } from '../../../src-shared/model/index.ts';
import { formatHashrate, quantityText } from '../../../src-shared/units.ts';

/** What the icon says, by its shape and colour. */
export type TrayState = 'ok' | 'attention' | 'scanning' | 'not_watching';

export interface TrayInput {
  readonly miners: readonly Miner[];
  readonly watching: Watching;
  readonly scan: Scan | null;
  readonly moment: Moment;
  /** A moment as the operator's clock shows it: `22:10`. */
  readonly timeOfDay: (atMs: number) => string;
}

export interface TrayModel {
  readonly state: TrayState;
  /** One line. */
  readonly tooltip: string;
  /** The miners that are gone, the latest first; no more than fit into a menu. */
  readonly offline: readonly { readonly id: string; readonly label: string }[];
  readonly offlineCount: number;
  /** Of the offline miners, those that should be there: what the badge counts. */
  readonly missingCount: number;
  readonly paused: boolean;
  readonly canRescan: boolean;
}

export const MOST_OFFLINE_IN_MENU = 15;

/** What the tray shows of the farm. Pure: the same farm gives the same tray. */
export function trayModel(input: TrayInput): TrayModel {
  const { miners, watching, scan, timeOfDay } = input;
  const offline = miners
    .filter((miner) => !miner.online)
    .sort((a, b) => (b.offline_since_at ?? 0) - (a.offline_since_at ?? 0));
  const missingCount = offline.filter((miner) => miner.managed).length;
  const scanning = scan !== null && scan.finished_at === null && scan.trigger === 'operator';
  const attention = miners.some(needsAttention);
  return {
    state: watching.state !== 'watching' ? 'not_watching' : scanning ? 'scanning' : attention ? 'attention' : 'ok',
    tooltip: tooltip(input, offline.length),
    offline: offline.slice(0, MOST_OFFLINE_IN_MENU).map((miner) => {
      const name = minerName(miner);
      const since = miner.offline_since_at === null ? '' : `, since ${timeOfDay(miner.offline_since_at)}`;
      return { id: miner.id, label: `${name}${since}` };
    }),
    offlineCount: offline.length,
    missingCount,
    paused: watching.state === 'paused',
    canRescan: watching.state !== 'paused' && watching.state !== 'no_targets',
  };
}

function tooltip({ miners, watching, moment, timeOfDay }: TrayInput, offlineCount: number): string {
  if (watching.state === 'no_targets') return 'No networks set';
  if (watching.state !== 'watching') return `Not monitoring since ${timeOfDay(watching.since_at)}`;
  if (miners.length === 0) return 'No miners found';
  const hashrates = new Map<string, number>();
  for (const miner of miners) {
    const hashrateHs = freshReading(miner, moment)?.hashrate_hs ?? null;
    if (hashrateHs === null) continue;
    const key = miner.algorithm ?? 'unknown algorithm';
    hashrates.set(key, (hashrates.get(key) ?? 0) + hashrateHs);
  }
  // Work of different algorithms cannot be added up.
  const named = hashrates.size > 1;
  const sums = [...hashrates].map(([algorithm, hashrateHs]) => {
    const sum = quantityText(formatHashrate(hashrateHs));
    return named ? `${sum} ${algorithm}` : sum;
  });
  return [
    `${miners.filter((miner) => isHashing(miner, moment)).length} hashing`,
    ...(offlineCount > 0 ? [`${offlineCount} offline`] : []),
    ...sums,
  ].join(', ');
}

/** What a click in the tray's menu asks for. */
export type TrayAction =
  | { readonly kind: 'open' }
  | { readonly kind: 'open_miner'; readonly id: string }
  | { readonly kind: 'open_offline' }
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

/** The tray's menu. `openAtLogin` null means that this system has no such thing. */
export function trayMenu(model: TrayModel, openAtLogin: boolean | null): TrayItem[] {
  const item = (label: string, action: TrayAction, enabled = true): TrayItem => ({
    kind: 'item',
    label,
    enabled,
    action,
  });
  const line: TrayItem = { kind: 'separator' };
  const more = model.offlineCount - model.offline.length;
  return [
    { kind: 'text', label: model.tooltip },
    line,
    item('Open PowerHive', { kind: 'open' }),
    item('Scan now', { kind: 'rescan' }, model.canRescan),
    ...(model.offlineCount === 0 ? [] : [line, { kind: 'text', label: 'Offline' } as const]),
    ...model.offline.map(({ id, label }) => item(label, { kind: 'open_miner', id })),
    ...(more === 0 ? [] : [item(`and ${more} more`, { kind: 'open_offline' })]),
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
