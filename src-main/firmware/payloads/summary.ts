import type { Chain, Fan } from '../../../src-shared/model/index.ts';
import { efficiencyJPerTh, hashesPerUnit } from '../../../src-shared/units.ts';
import type { StatusReading } from '../readings.ts';
import { parseMinerState } from './device-state.ts';
import { parseFans } from './fans.ts';
import { count, fields, hashrateHs, isObject, larger, number, numberWithin, smaller, text } from './fields.ts';
import { operatorPool, parsePools } from './pools.ts';
import { parseSummaryChains, parseTempRange } from './summary-chains.ts';

const HIGHEST_POWER_W = 100_000;
const LOWEST_HASHING_POWER_W = 50;
/** Of sha256d miners; what is outside, such as a miner that has just begun to hash, says nothing about its efficiency. */
const PLAUSIBLE_SHA256D_J_PER_TH = { least: 1, most: 1000 };
/** A terahash is a thousand times as much work on scrypt, and more: an L9 is near 200,000. */
const PLAUSIBLE_OTHER_J_PER_TH = { least: 1, most: 1e9 };

/**
 * Reads `/summary`; null where it is no object. While the mining process is down `miner` is null or absent: that is a reading of
 * which everything is unknown.
 */
export function parseSummary(payload: unknown, hrMeasure: string | null): StatusReading | null {
  if (!isObject(payload)) return null;
  const miner = fields(payload['miner']);
  const unit = hashesPerUnit(hrMeasure);
  const cooling = fields(miner['cooling']);
  const fans = parseFans(cooling['fans']);
  const chains = parseSummaryChains(miner['chains'], unit);
  const pools = parsePools(miner['pools']);
  const pool = operatorPool(pools);

  const hashrate = hashrateHs(miner['hr_realtime'], unit);
  const average = hashrateHs(miner['hr_average'], unit);
  const power = parsePowerW(miner, average ?? hashrate);
  const pcbTemp = parseTempRange(miner['pcb_temp']);
  const chipTemp = parseTempRange(miner['chip_temp']);
  return {
    ...parseMinerState(fields(miner['miner_status'])),
    hashrate_hs: hashrate,
    hashrate_average_hs: average,
    hashrate_nominal_hs: hashrateHs(miner['hr_nominal'], unit),
    power_w: power,
    efficiency_j_per_th: plausibleEfficiency(power, average, hrMeasure),
    pcb_temp_max_c: pcbTemp.max ?? extreme(chains, 'pcb_temp_max_c', larger),
    chip_temp_min_c: chipTemp.min ?? extreme(chains, 'chip_temp_min_c', smaller),
    chip_temp_max_c: chipTemp.max ?? extreme(chains, 'chip_temp_max_c', larger),
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

/** Watts. 1.2.0-beta10 has only `power_usage`, which very old builds counted in kilowatts: too few watts to hash with are unknown. */
function parsePowerW(miner: Readonly<Record<string, unknown>>, hashrate: number | null): number | null {
  if (number(miner['power_consumption']) !== null) return numberWithin(miner['power_consumption'], 0, HIGHEST_POWER_W);
  const usage = numberWithin(miner['power_usage'], 0, HIGHEST_POWER_W);
  const tooLittle = usage !== null && usage < LOWEST_HASHING_POWER_W && hashrate !== null && hashrate > 0;
  return tooLittle ? null : usage;
}

/** Worked out here, because `power_efficiency` of 1.2.0-rc3 is a thousand times too small. */
function plausibleEfficiency(powerW: number | null, averageHs: number | null, hrMeasure: string | null): number | null {
  const efficiency = efficiencyJPerTh(powerW, averageHs);
  const plausible = hrMeasure === 'GH/s' ? PLAUSIBLE_SHA256D_J_PER_TH : PLAUSIBLE_OTHER_J_PER_TH;
  return numberWithin(efficiency, plausible.least, plausible.most);
}

/** Settings call immersion `immers`; one name for it here. */
function parseCoolingMode(settings: unknown): string | null {
  const name = text(fields(fields(settings)['mode'])['name']);
  return name === 'immers' ? 'immersion' : name;
}

function fastest(fans: readonly Fan[]): number | null {
  return fans.reduce<number | null>((most, fan) => larger(most, fan.rpm), null);
}

function extreme(
  chains: readonly Chain[],
  figure: 'pcb_temp_max_c' | 'chip_temp_min_c' | 'chip_temp_max_c',
  pick: (a: number | null, b: number | null) => number | null,
): number | null {
  return chains.reduce<number | null>((found, chain) => pick(found, chain[figure]), null);
}
