import { phaseOf } from '../../../src-shared/judging/firmware-state.ts';
import type { ChipTempMean } from '../../history/chip-temp-means.ts';
import type { StatusSlot } from '../../history/status-roll-up.ts';
import { slotStart } from '../../history/tiers.ts';
import type { OutgoingMiner } from '../../store/outgoing-history.ts';
import type { OutgoingStatus } from '../../store/queries/history/outgoing-statuses.ts';
import { boardSlots } from '../board-readings.ts';
import { combineReadings } from '../combine-readings.ts';
import { type Figure, OUTGOING_BOARD_FIGURES, OUTGOING_MINER_FIGURES } from '../outgoing-figures.ts';
import type { Label, Series } from './encode.ts';

const ONLINE = 'powerhive_miner_online';

/** All label names, in the order that the protocol requires. */
const LABEL_NAMES = ['algorithm', 'board', 'ip', 'mac', 'model', 'name', 'site', 'source', 'state'] as const;
type Labels = Readonly<Partial<Record<(typeof LABEL_NAMES)[number], string | null>>>;

/** Labels as the protocol requires: sorted, without empty values. */
function labels(name: string, values: Labels): Label[] {
  const all: Label[] = [{ name: '__name__', value: name }];
  for (const key of LABEL_NAMES) {
    const value = values[key];
    if (value != null && value !== '') all.push({ name: key, value });
  }
  return all;
}

const own = ({ site, mac, model }: OutgoingMiner) => ({ site, mac, model });

/**
 * The series of one miner over a span: one sample for each slot of `sampleMs` in which it was read,
 * at the start of the slot. A figure that was not measured has no sample.
 */
export function minerSeries(
  miner: OutgoingMiner,
  statuses: readonly OutgoingStatus[],
  temps: readonly ChipTempMean[],
  sampleMs: number,
): Series[] {
  const slots = [...Map.groupBy(statuses, ({ recorded_at }) => slotStart(recorded_at, sampleMs))];
  const series = folded(OUTGOING_MINER_FIGURES, slots, own(miner));
  const states = Map.groupBy(slots, ([, all]) => stateLabel(all.at(-1)?.state ?? null));
  for (const [state, all] of states) {
    if (state === null) continue;
    const samples = all.map(([at]) => ({ value: 1, timestamp: at }));
    series.push({ labels: labels('powerhive_miner_state_info', { ...own(miner), state }), samples });
  }
  for (const [board, ofBoard] of boardSlots(statuses, temps, sampleMs))
    series.push(...folded(OUTGOING_BOARD_FIGURES, ofBoard, { ...own(miner), board: String(board) }));
  return series;
}

/**
 * A state as a label. Unknown ones become `other`: a miner may send any text, and each would be a
 * series for ever.
 */
function stateLabel(state: string | null): string | null {
  return state === null || phaseOf(state) !== 'unknown' ? state : 'other';
}

/** 1 in the slots in which a miner was read, and 0 in those in which it was certainly offline. */
export function onlineSeries(miner: OutgoingMiner, read: Iterable<number>, offline: readonly number[]): Series[] {
  const samples = [
    ...[...read].map((timestamp) => ({ value: 1, timestamp })),
    ...offline.map((timestamp) => ({ value: 0, timestamp })),
  ].sort((a, b) => a.timestamp - b.timestamp);
  return samples.length === 0 ? [] : [{ labels: labels(ONLINE, own(miner)), samples }];
}

/**
 * Series of five-minute slots: where readings were pruned, or, with the label `source`, slots that
 * were filled from the miner's own memory.
 */
export function slotSeries(miner: OutgoingMiner, slots: readonly StatusSlot[], source: 'filled' | null): Series[] {
  const series: Series[] = [];
  for (const { series: name, key, fold, factor } of OUTGOING_MINER_FIGURES) {
    const samples = slots.flatMap(({ at, figures }) => {
      const figure = (figures as Record<string, { mean: number | null; max: number | null } | null>)[key];
      const value = fold === 'max' ? figure?.max : figure?.mean;
      return value == null ? [] : [{ value: value * factor, timestamp: at }];
    });
    if (samples.length > 0) series.push({ labels: labels(name, { ...own(miner), source }), samples });
  }
  return series;
}

/** Name and address of a miner: a series with the value 1 and these as labels. */
export function infoSeries(miner: OutgoingMiner, at: number): Series {
  const { name, ip } = miner;
  const samples = [{ value: 1, timestamp: at }];
  return { labels: labels('powerhive_miner_info', { ...own(miner), name, ip }), samples };
}

/** Sums over the miners of a site. Hash rates of different algorithms are never added. */
export function siteSeries(
  site: { readonly id: string; readonly name: string | null },
  sums: readonly {
    readonly algorithm: string | null;
    readonly points: readonly {
      readonly at: number;
      readonly miners: number;
      readonly hashrate_hs: number | null;
      readonly power_w: number | null;
      readonly power_miners: number | null;
    }[];
  }[],
  at: number,
): Series[] {
  const series: Series[] = [
    {
      labels: labels('powerhive_site_info', { site: site.id, name: site.name }),
      samples: [{ value: 1, timestamp: at }],
    },
  ];
  for (const { algorithm, points } of sums) {
    const add = (name: string, of: (point: (typeof points)[number]) => number | null): void => {
      const samples = points.flatMap((point) => {
        const value = of(point);
        return value === null ? [] : [{ value, timestamp: point.at }];
      });
      if (samples.length > 0) series.push({ labels: labels(name, { site: site.id, algorithm }), samples });
    };
    add('powerhive_site_hashrate_hs', ({ hashrate_hs }) => hashrate_hs);
    add('powerhive_site_power_watts', ({ power_w }) => power_w);
    add('powerhive_site_miners_reporting', ({ miners }) => miners);
    add('powerhive_site_miners_reporting_power', ({ power_miners }) => power_miners);
  }
  return series;
}

function folded<T extends object>(
  figures: readonly Figure<T>[],
  slots: readonly (readonly [number, readonly T[]])[],
  of: Labels,
): Series[] {
  const series: Series[] = [];
  for (const { series: name, key, fold, factor } of figures) {
    const samples = [];
    for (const [timestamp, readings] of slots) {
      const value = combineReadings(readings, key, fold);
      if (value !== null) samples.push({ value: factor === 1 ? value : value * factor, timestamp });
    }
    if (samples.length > 0) series.push({ labels: labels(name, of), samples });
  }
  return series;
}
