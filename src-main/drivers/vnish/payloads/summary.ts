import { efficiencyJPerTh } from '../../../../src-shared/judging/efficiency.ts';
import { operatorPool } from '../../../../src-shared/judging/pools.ts';
import { PLAUSIBLE_OTHER_J_PER_TH, PLAUSIBLE_SHA256D_J_PER_TH } from '../../../../src-shared/judging/thresholds.ts';
import type { Chain, Fan } from '../../../../src-shared/model/index.ts';
import { hashesPerUnit } from '../../hashrate-unit.ts';
import { count, fields, hashrateHs, isObject, items, larger, numberWithin, smaller, word } from '../../parse-fields.ts';
import type { StatusReading } from '../../readings.ts';
import { parseMinerState } from './device-state.ts';
import { parseFans } from './fans.ts';
import { HIGHEST_POWER_W, MOST_CHAINS } from './plausible-limits.ts';
import { parsePools } from './pools.ts';
import { parseSummaryChains, parseTempRange, type TempRange } from './summary-chains.ts';
import { possiblePowerW, sumOfAll } from './summary-figures.ts';

/** A larger difference between the average and the current rate is no noise. */
const AVERAGE_OFF_SHARE = 0.2;

/** The deprecated rates are in 1000 times the miner's unit. */
const DEPRECATED_UNITS = 1000;
/** Miners with a smaller unit than GH/s are not sha256d: scrypt miners use MH/s. */
const LEAST_SHA256D_UNIT = 1e9;

/**
 * Parses `/summary`; null if it is not an object, or has only an error. While the mining process is
 * down `miner` is null or absent: then all figures of the reading are unknown.
 */
export function parseSummary(payload: unknown, hrMeasure: string | null): StatusReading | null {
  if (!isObject(payload) || (payload['miner'] === undefined && typeof payload['error'] === 'string')) return null;
  const miner = fields(payload['miner']);
  const unit = hashesPerUnit(hrMeasure);
  const cooling = fields(miner['cooling']);
  const fans = parseFans(cooling['fans']);
  const chains = parseSummaryChains(miner['chains'], unit);
  const pools = parsePools(miner['pools']);
  const pool = operatorPool(pools);

  const deprecatedUnit = unit === null ? null : unit * DEPRECATED_UNITS;
  const hashrate =
    hashrateHs(miner['hr_realtime'], unit) ??
    sumOfAll(chains.map(({ hashrate_hs }) => hashrate_hs)) ??
    hashrateHs(miner['instant_hashrate'], deprecatedUnit);
  const average =
    hashrateHs(miner['hr_average'], unit) ??
    sumOfAll(items(miner['chains'], MOST_CHAINS).map((chain) => boardAverageHs(fields(chain), unit))) ??
    hashrateHs(miner['average_hashrate'], deprecatedUnit);
  const canBe = (watts: number | null): number | null => possiblePowerW(watts, hashrate ?? average);
  const power =
    canBe(numberWithin(miner['power_consumption'], 0, HIGHEST_POWER_W)) ??
    canBe(sumOfAll(chains.map(({ power_w }) => power_w))) ??
    canBe(numberWithin(miner['power_usage'], 0, HIGHEST_POWER_W));
  const pcbTemp = minerTempRange(miner, 'pcb', chains, hashrate);
  const chipTemp = minerTempRange(miner, 'chip', chains, hashrate);
  return {
    ...parseMinerState(miner['miner_status']),
    hashrate_hs: hashrate,
    hashrate_average_hs: average,
    hashrate_nominal_hs: hashrateHs(miner['hr_nominal'], unit),
    power_w: power,
    efficiency_j_per_th: parseEfficiency(power, average, hashrate, hrMeasure),
    pcb_temp_max_c: pcbTemp.max,
    chip_temp_min_c: chipTemp.min,
    chip_temp_max_c: chipTemp.max,
    hw_error_percent: numberWithin(miner['hw_errors_percent'], 0, 100),
    fan_count: count(cooling['fan_num']),
    fan_duty_percent: numberWithin(cooling['fan_duty'], 0, 100),
    fan_rpm_max: fastest(fans),
    cooling_mode: parseCoolingMode(cooling['settings']),
    pool_url: pool?.url ?? null,
    pool_user: pool?.user ?? null,
    fans,
    chains,
    pools,
  };
}

/** The firmware reports a board's average hash rate as a percentage of its ideal one. */
function boardAverageHs(chain: Readonly<Record<string, unknown>>, unit: number | null): number | null {
  const idealHs = hashrateHs(chain['hashrate_ideal'], unit);
  const percent = numberWithin(chain['hashrate_percentage'], 0, 1000);
  return idealHs === null || percent === null ? null : (idealHs * percent) / 100;
}

/**
 * Calculated from the average rate, because `power_efficiency` of 1.2.0-rc3 is a thousand times too
 * small. Null if the current rate is implausible for this power: after a sudden drop the average no
 * longer shows the efficiency. From the current rate where the average is far from it: for minutes
 * after a start the average still has the time without hashing.
 */
function parseEfficiency(
  powerW: number | null,
  averageHs: number | null,
  hashrateNowHs: number | null,
  hrMeasure: string | null,
): number | null {
  const isSha256d = (hashesPerUnit(hrMeasure) ?? 0) >= LEAST_SHA256D_UNIT;
  const plausible = isSha256d ? PLAUSIBLE_SHA256D_J_PER_TH : PLAUSIBLE_OTHER_J_PER_TH;
  const now = efficiencyJPerTh(powerW, hashrateNowHs, plausible);
  if (now === null && hashrateNowHs !== null) return null;
  const average = efficiencyJPerTh(powerW, averageHs, plausible);
  const isFarOff = now !== null && average !== null && Math.abs(average - now) > AVERAGE_OFF_SHARE * now;
  return isFarOff ? now : average;
}

/** Normalises `immers`, as the settings call immersion. */
function parseCoolingMode(settings: unknown): string | null {
  const name = word(fields(fields(settings)['mode'])['name']);
  return name === 'immers' ? 'immersion' : name;
}

function fastest(fans: readonly Fan[]): number | null {
  return fans.reduce<number | null>((most, fan) => larger(most, fan.rpm), null);
}

/**
 * The miner's range over all boards, else the extremes of the boards. Builds up to 1.2.0-rc3 list
 * sensors, and include those that do not measure in the miner's range: there the boards are used.
 */
function minerTempRange(
  miner: Readonly<Record<string, unknown>>,
  what: 'pcb' | 'chip',
  chains: readonly Chain[],
  hashrateNowHs: number | null,
): TempRange {
  const listsSensors = items(miner['chains'], MOST_CHAINS).some(
    (chain) => items(fields(chain)[`${what}_temp_sens`], 1).length > 0,
  );
  const range = parseTempRange(listsSensors ? null : miner[`${what}_temp`], hashrateNowHs);
  return {
    min: range.min ?? extreme(chains, `${what}_temp_min_c`, smaller),
    max: range.max ?? extreme(chains, `${what}_temp_max_c`, larger),
  };
}

function extreme(
  chains: readonly Chain[],
  figure: `${'pcb' | 'chip'}_temp_${'min' | 'max'}_c`,
  pick: (a: number | null, b: number | null) => number | null,
): number | null {
  return chains.reduce<number | null>((found, chain) => pick(found, chain[figure]), null);
}
