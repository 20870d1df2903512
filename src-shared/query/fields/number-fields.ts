import { knownWeakChips } from '../../judging/chip-grades.ts';
import { readingEfficiency, scryptJPerGh } from '../../judging/efficiency.ts';
import { hashrateShare } from '../../judging/hashrate.ts';
import { presetWatts } from '../../judging/max-preset.ts';
import { freshReading, type Moment, secondsSince } from '../../miner/miner-now.ts';
import { UNUSUAL_PRESET } from '../../miner/usual-preset.ts';
import type { Miner, StatusSummary } from '../../model/index.ts';
import { minerHashrateUnit } from '../../units.ts';
import { queryTexts } from '../query-texts.ts';
import { type IsAsked, sinceSeconds } from './since-seconds.ts';
import { DEGREES, DEGREES_AT_ZERO, DURATIONS, JOULES_PER_TERAHASH, TERAHASHES, WATTS } from './units.ts';

export interface NumberField {
  /** Factors of the units. The empty unit is for a figure without one. */
  readonly units: Readonly<Record<string, number>>;
  /** Offset of a unit: the value of its 0, if that is not 0. */
  readonly zeros?: Readonly<Record<string, number>>;
  /** Description for the list of completions. */
  readonly means: string;
  /** Description for the message about an invalid value. */
  readonly takes: string;
  /** Examples of what may follow its name, most usual first. */
  readonly examples: readonly string[];
  /** The figure in the unit whose factor is 1; null if it is unknown now. */
  readonly read: (miner: Miner, moment: Moment, asked?: readonly IsAsked[]) => number | null;
  /** The figure as a percentage, if the field has one. */
  readonly readPercent?: (miner: Miner, moment: Moment) => number | null;
  /** The operator's limit, which `max` stands for. */
  readonly readLimit?: (miner: Miner) => number | null;
  /** A figure without a unit is a name: `preset:3080`, but `preset:3080W`. */
  readonly figuresAreNames?: boolean;
  /** Factor of a figure without a unit for this miner, if miners differ; else 1. */
  readonly ownUnit?: (miner: Miner) => number;
}

const ofReading =
  (read: (status: StatusSummary, miner: Miner) => number | null) =>
  (miner: Miner, moment: Moment): number | null => {
    const status = freshReading(miner, moment);
    return status === null ? null : read(status, miner);
  };

const numberTexts = queryTexts.numberFields;
/** The unit of a miner's hash rate, in TH/s. */
const terahashes = ({ algorithm }: Miner): number => minerHashrateUnit(algorithm).hashes / 1e12;

export const NUMBER_FIELDS = {
  hashrate: {
    units: TERAHASHES,
    ...numberTexts.hashrate,
    examples: ['>100', '<90%'],
    ownUnit: terahashes,
    read: ofReading(({ hashrate_hs }) => (hashrate_hs === null ? null : hashrate_hs / 1e12)),
    readPercent: ofReading((status) => percentOf(hashrateShare(status))),
  },
  expected: {
    units: TERAHASHES,
    ...numberTexts.expected,
    examples: ['>100'],
    ownUnit: terahashes,
    read: ofReading(({ hashrate_expected_hs }) => (hashrate_expected_hs === null ? null : hashrate_expected_hs / 1e12)),
  },
  power: {
    units: WATTS,
    ...numberTexts.power,
    examples: ['>3000', '>3.2kW'],
    read: ofReading(({ power_w }) => power_w),
  },
  preset: {
    units: WATTS,
    ...numberTexts.preset,
    examples: [':3080', '<3000W', '>max', `:${UNUSUAL_PRESET}`],
    figuresAreNames: true,
    read: ofReading(({ preset }) => presetWatts(preset)),
    readLimit: ({ max_preset }) => presetWatts(max_preset),
  },
  efficiency: {
    units: JOULES_PER_TERAHASH,
    ...numberTexts.efficiency,
    examples: ['>32'],
    ownUnit: ({ algorithm }) => (algorithm === 'scrypt' ? 1000 : 1),
    read: ofReading((status, { algorithm }) => {
      if (algorithm !== 'scrypt') return readingEfficiency(status, algorithm);
      const perGh = scryptJPerGh(status);
      return perGh === null ? null : perGh * 1000;
    }),
  },
  temp: {
    units: DEGREES,
    zeros: DEGREES_AT_ZERO,
    ...numberTexts.temp,
    examples: ['>80', '>176F'],
    read: ofReading(({ chip_temp_max_c }) => chip_temp_max_c),
  },
  fans: {
    units: { '': 1 },
    ...numberTexts.fans,
    examples: ['<4', '>90%'],
    read: ofReading(({ fan_count }) => fan_count),
    readPercent: ofReading(({ fan_duty_percent }) => fan_duty_percent),
  },
  boards: {
    units: { '': 1 },
    ...numberTexts.boards,
    examples: ['<3', '<100%'],
    read: ({ boards_on }) => boards_on?.on ?? null,
    readPercent: ({ boards_on }) => percentOf(boards_on === null ? null : boards_on.on / boards_on.total),
  },
  errors: {
    units: { '': 1, '%': 1 },
    ...numberTexts.errors,
    examples: ['>1%'],
    read: ofReading(({ hw_error_percent }) => hw_error_percent),
  },
  rejected: {
    units: { '': 1, '%': 1 },
    ...numberTexts.rejected,
    examples: ['>2%'],
    read: ofReading((_, { rejected_percent }) => rejected_percent ?? null),
  },
  chips: {
    units: { '': 1 },
    ...numberTexts.chips,
    examples: [':bad', '>5'],
    read: (miner, { nowMs }) => {
      const rated = knownWeakChips(miner, nowMs);
      return rated === null ? null : rated.weak + rated.bad;
    },
  },
  weakchips: {
    units: { '': 1 },
    ...numberTexts.weakchips,
    examples: ['>5'],
    read: (miner, { nowMs }) => knownWeakChips(miner, nowMs)?.weak ?? null,
  },
  badchips: {
    units: { '': 1 },
    ...numberTexts.badchips,
    examples: ['>0'],
    read: (miner, { nowMs }) => knownWeakChips(miner, nowMs)?.bad ?? null,
  },
  since: {
    units: DURATIONS,
    ...numberTexts.since,
    examples: ['>1h'],
    read: sinceSeconds,
  },
  uptime: {
    units: DURATIONS,
    ...numberTexts.uptime,
    examples: ['<1h'],
    read: ofReading(({ uptime_s }) => uptime_s),
  },
  age: {
    units: DURATIONS,
    ...numberTexts.age,
    examples: ['>5min'],
    read: ({ latest_status }, moment) => secondsSince(latest_status?.recorded_at ?? null, moment),
  },
  seen: {
    units: DURATIONS,
    ...numberTexts.seen,
    examples: ['>2h'],
    read: ({ last_seen_at }, moment) => secondsSince(last_seen_at, moment),
  },
} as const satisfies Readonly<Record<string, NumberField>>;
export type NumberFieldName = keyof typeof NUMBER_FIELDS;

function percentOf(share: number | null): number | null {
  return share === null ? null : share * 100;
}
