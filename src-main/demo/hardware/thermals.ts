import type { MinerPlan } from '../farm-profiles.ts';
import { driftNoise, signedNoise } from '../noise.ts';
import type { OperatingPoint } from './operating-point.ts';
import { hashingS, rampShare } from './operating-point.ts';

/** How much warmer the hottest chip is than the mean of all. */
export const CHIP_ABOVE_MEAN_C = 5;

/** The cooling of a miner. */
export interface Cooling {
  readonly mode: 'auto' | 'manual' | 'immers';
  /** Target chip temperature in auto, duty percent in manual. */
  readonly param: number;
  readonly fanMinDuty: number;
  readonly fanMaxDuty: number;
  readonly lostFans: number;
  /** Degrees that a fault adds to the air. */
  readonly extraAmbientC: number;
}

/** Temperatures of a miner at one time, in degrees Celsius. */
export interface Temperatures {
  readonly ambientC: number;
  /** Mean over all chips. */
  readonly chipC: number;
  readonly fanDutyPercent: number;
  /** Water, on liquid-cooled units. */
  readonly inletC: number;
  readonly outletC: number;
}

const DAY_S = 86_400;
const MEAN_AMBIENT_C = 27;
/** From air to the mean chip temperature at factory power, with fans at full speed. */
const RISE_AT_FULL_FANS_C = 26;
/** Cooling grows less than fan speed. */
const FAN_EXPONENT = 0.6;
const WARM_UP_S = 90;
const WATER_MEAN_C = 31;

/**
 * Air temperature at the miner's position: a daily wave, slow weather, warmer at the top of a rack,
 * and an offset for each rack and miner.
 */
function ambientC(plan: MinerPlan, atS: number): number {
  const wave = Math.sin(((atS / DAY_S) % 1) * 2 * Math.PI);
  const weather = driftNoise(0x3ea7e4, atS / 10_800);
  const place = plan.shelf * 0.8 + signedNoise(plan.rack, 0x4ac) * 1.2 + signedNoise(plan.seed, 0xa3b) * 0.8;
  return MEAN_AMBIENT_C + 4 * wave + 1.2 * weather + place;
}

/** Temperatures of the whole miner; single boards and chips vary around `chipC`. */
export function temperaturesAt(point: OperatingPoint, cooling: Cooling, atS: number): Temperatures {
  const { plan } = point;
  const { model } = plan;
  const load = (point.rung.powerW / model.stockPowerW) * rampShare(point, atS);
  if (model.hydro) return waterTemperatures(point, cooling, load, atS);
  const ambient = ambientC(plan, atS) + cooling.extraAmbientC;
  const rise = RISE_AT_FULL_FANS_C * load * (1 + 0.12 * cooling.lostFans);
  const duty = fanDuty(point, cooling, rise, cooling.param - ambient);
  const steady = ambient + rise * (100 / duty) ** FAN_EXPONENT;
  const warmth = warmUp(point, atS);
  return {
    ambientC: ambient,
    chipC: ambient + 2 + (steady - ambient - 2) * warmth,
    fanDutyPercent: Math.round(duty),
    inletC: 0,
    outletC: 0,
  };
}

function waterTemperatures(point: OperatingPoint, cooling: Cooling, load: number, atS: number): Temperatures {
  const ambient = ambientC(point.plan, atS) + cooling.extraAmbientC;
  const inlet = WATER_MEAN_C + (ambient - MEAN_AMBIENT_C) * 0.4 + cooling.extraAmbientC * 0.6;
  const outlet = inlet + 7 * load;
  const warmth = warmUp(point, atS);
  const chip = inlet + 1 + (outlet + 14 * load - inlet - 1) * warmth;
  return {
    ambientC: ambient,
    chipC: chip,
    fanDutyPercent: 0,
    inletC: inlet,
    outletC: inlet + (outlet - inlet) * warmth,
  };
}

/**
 * The duty at which the mean chip temperature meets its target, within the limits. Without load it
 * is the minimum.
 */
function fanDuty(point: OperatingPoint, cooling: Cooling, riseAtFullC: number, allowedRiseC: number): number {
  const min = Math.max(10, cooling.fanMinDuty);
  const max = Math.max(min, cooling.fanMaxDuty);
  if (cooling.mode === 'manual') return Math.min(100, Math.max(10, cooling.param));
  if (cooling.mode === 'immers') return min;
  if (point.state === 'initializing' || point.state === 'restarting') return Math.max(min, 50);
  if (riseAtFullC <= 0) return min;
  if (allowedRiseC <= 0) return max;
  return Math.min(max, Math.max(min, 100 * (riseAtFullC / allowedRiseC) ** (1 / FAN_EXPONENT)));
}

function warmUp(point: OperatingPoint, atS: number): number {
  const elapsedS = hashingS(point, atS);
  if (elapsedS === 0) return 0;
  return elapsedS > 10 * WARM_UP_S ? 1 : 1 - Math.exp(-elapsedS / WARM_UP_S);
}
