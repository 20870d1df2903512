import { driftNoise, hash32, signedNoise } from '../noise.ts';
import type { OperatingPoint } from './operating-point.ts';
import { averageRampShare, hashingS, rampShare } from './operating-point.ts';
import type { BoardSilicon } from './silicon.ts';

export type BoardCondition = 'ok' | 'missing' | 'silent' | 'off';

/** Codes in `ChipReadings.grade`. */
export const GRADES = ['grey', 'orange', 'red'] as const;

/**
 * Buffers for the readings of one board's chips, reused for each board. Hash rates and temperatures
 * are in tenths.
 */
export interface ChipReadings {
  readonly hrTenths: Int32Array;
  readonly freqMhz: Int16Array;
  readonly tempTenths: Int16Array;
  readonly errors: Uint32Array;
  readonly grade: Uint8Array;
}

/** The readings of one board as a whole. Hash rates are in the model's unit. */
export interface BoardReading {
  readonly hrTenths: number;
  readonly hrIdeal: number;
  readonly hrAverage: number;
  readonly freqMhz: number;
  readonly voltMv: number;
  readonly powerW: number;
  readonly errors: number;
  readonly errorPercent: number;
  /** Chips by grade, in the order of `GRADES`. */
  readonly graded: readonly [number, number, number];
  readonly chipMinC: number;
  readonly chipMaxC: number;
}

const MOST_CHIPS = 256;
/**
 * The control board reads its chips this often: within one reading every endpoint reports the same
 * numbers.
 */
const READING_EVERY_S = 5;
const ORANGE_BELOW = 0.9;
const RED_BELOW = 0.5;
const IDLE_POWER_SHARE = 0.03;
const PCB_BELOW_CHIP_C = 13;

export function makeChipReadings(): ChipReadings {
  return {
    hrTenths: new Int32Array(MOST_CHIPS),
    freqMhz: new Int16Array(MOST_CHIPS),
    tempTenths: new Int16Array(MOST_CHIPS),
    errors: new Uint32Array(MOST_CHIPS),
    grade: new Uint8Array(MOST_CHIPS),
  };
}

/** The time of the latest reading. */
export function lastReadingS(atS: number): number {
  return Math.floor(atS / READING_EVERY_S) * READING_EVERY_S;
}

export function pcbC(chipC: number): number {
  return Math.round(chipC - PCB_BELOW_CHIP_C);
}

/**
 * Reads a board at `atS` (a value of `lastReadingS`), filling `into` with its chips. The board's
 * hash rate is the exact sum of its chips' as they are reported, to a tenth.
 */
export function readBoard(
  point: OperatingPoint,
  silicon: BoardSilicon,
  condition: BoardCondition,
  chipC: number,
  atS: number,
  into: ChipReadings,
): BoardReading {
  const { model } = point.plan;
  const count = model.chipsPerChain;
  const { hrTenths, freqMhz, tempTenths, errors, grade } = into;
  const share = condition === 'ok' ? rampShare(point, atS) : 0;
  const seconds = condition === 'ok' ? hashingS(point, atS) : 0;
  const baseFreq = point.rung.freqMhz;
  const fastSeed = hash32(silicon.seed, atS / READING_EVERY_S);
  const tenthsPerMhz = model.hrPerMhz * 10 * share * (1 + 0.008 * signedNoise(fastSeed, 8888));
  const slowPosition = atS / 21_600;
  const slowStep = Math.floor(slowPosition);
  const slowShare = slowPosition - slowStep;
  const boardC = chipC + silicon.boardHeatC * (share > 0 ? 1 : 0.1);
  const spread = share > 0 ? 1 : 0.2;
  const graded: [number, number, number] = [0, 0, 0];
  let hrSum = 0;
  let errorSum = 0;
  let minTenths = 9999;
  let maxTenths = -9999;
  for (let chip = 0; chip < count; chip++) {
    const efficiency = silicon.efficiency[chip] as number;
    const fast = signedNoise(fastSeed, chip);
    const slowFrom = signedNoise(silicon.seed + slowStep, chip);
    const slow = slowFrom + (signedNoise(silicon.seed + slowStep + 1, chip) - slowFrom) * slowShare;
    const freq = baseFreq + (silicon.freqOffsetMhz[chip] as number);
    const delivered = efficiency * (1 + 0.02 * fast + 0.008 * slow);
    const hr = Math.round(freq * tenthsPerMhz * delivered);
    const temp = Math.round((boardC + (silicon.heatC[chip] as number) * spread + 0.4 * fast) * 10);
    const wrong = Math.floor(((silicon.errorsPerHour[chip] as number) * seconds) / 3600);
    const rank = share === 0 || efficiency * (1 + 0.008 * slow) < RED_BELOW ? 2 : delivered < ORANGE_BELOW ? 1 : 0;
    hrTenths[chip] = hr;
    freqMhz[chip] = freq;
    tempTenths[chip] = temp;
    errors[chip] = wrong;
    grade[chip] = rank;
    graded[rank]++;
    hrSum += hr;
    errorSum += wrong;
    if (temp < minTenths) minTenths = temp;
    if (temp > maxTenths) maxTenths = temp;
  }
  const slowBoard = 1 + 0.003 * driftNoise(silicon.seed, atS / 3600);
  return {
    hrTenths: hrSum,
    hrIdeal: idealHashrate(point, silicon),
    hrAverage:
      condition === 'ok'
        ? model.hrPerMhz *
          (baseFreq * silicon.efficiencySum + silicon.offsetEfficiencySum) *
          averageRampShare(point, atS) *
          slowBoard
        : 0,
    freqMhz: baseFreq + silicon.meanOffsetMhz,
    voltMv: point.rung.voltMv,
    powerW: boardPowerW(point, silicon, share, fastSeed),
    errors: errorSum,
    errorPercent: seconds === 0 ? 0 : (errorSum / seconds) * 0.5,
    graded,
    chipMinC: Math.round(minTenths / 10),
    chipMaxC: Math.round(maxTenths / 10),
  };
}

/** The board's hash rate if every chip had the nominal rate of its frequency. */
function idealHashrate(point: OperatingPoint, silicon: BoardSilicon): number {
  const { model } = point.plan;
  return (point.rung.freqMhz + silicon.meanOffsetMhz) * model.chipsPerChain * model.hrPerMhz;
}

function boardPowerW(point: OperatingPoint, silicon: BoardSilicon, share: number, fastSeed: number): number {
  if (point.state === 'stopped' || point.state === 'shutting-down' || point.state === 'failure') return 0;
  const full = (point.rung.powerW / point.plan.model.chains) * silicon.powerFactor;
  const load = IDLE_POWER_SHARE + (1 - IDLE_POWER_SHARE) * share;
  return Math.round(full * load * (1 + 0.006 * signedNoise(fastSeed, 9999)));
}
