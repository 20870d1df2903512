import type { Chain } from '../../../../src-shared/model/index.ts';
import {
  count,
  fields,
  hashrateHs,
  isObject,
  items,
  larger,
  numberWithin,
  partTemperatureC,
  smaller,
  temperatureC,
  word,
} from '../../parse-fields.ts';
import { parseBoardStatus } from './board-status.ts';
import { numberParts } from './part-numbers.ts';
import {
  HIGHEST_FREQUENCY_MHZ,
  HIGHEST_POWER_W,
  LARGEST_CHAIN_ID,
  MOST_CHAINS,
  MOST_SENSORS,
} from './plausible-limits.ts';
import { possiblePowerW } from './summary-figures.ts';

const HIGHEST_VOLTAGE_MV = 100_000;

/**
 * Parses `chains` of `/summary`.
 */
export function parseSummaryChains(value: unknown, hashesPerUnit: number | null): Chain[] {
  const { numbered } = numberParts(items(value, MOST_CHAINS).filter(isObject), 1, LARGEST_CHAIN_ID);
  return numbered.map(({ number, part }) => parseChain(number, part, hashesPerUnit));
}

function parseChain(chainId: number, chain: Readonly<Record<string, unknown>>, hashesPerUnit: number | null): Chain {
  const status = parseBoardStatus(chain['status']);
  const hashrate = hashrateHs(chain['hashrate_rt'], hashesPerUnit);
  const pcb = parseTempRange(chain['pcb_temp'], hashrate, chain['pcb_temp_sens']);
  const chip = parseTempRange(chain['chip_temp'], hashrate, chain['chip_temp_sens']);
  const grades = fields(chain['chip_statuses']);
  const voltageMv = numberWithin(chain['voltage'], 0, HIGHEST_VOLTAGE_MV);
  return {
    chain_id: chainId,
    state: status.state,
    state_description: status.reason,
    hashrate_hs: hashrate,
    hashrate_nominal_hs: hashrateHs(chain['hashrate_ideal'], hashesPerUnit),
    frequency_mhz: numberWithin(chain['frequency'], 0, HIGHEST_FREQUENCY_MHZ),
    voltage_v: voltageMv === null ? null : voltageMv / 1000,
    // 1.2.0-beta10 has only power_usage.
    power_w: possiblePowerW(
      numberWithin(chain['power_consumption'] ?? chain['power_usage'], 0, HIGHEST_POWER_W),
      hashrate,
    ),
    pcb_temp_min_c: pcb.min,
    pcb_temp_max_c: pcb.max,
    chip_temp_min_c: chip.min,
    chip_temp_max_c: chip.max,
    water_inlet_temp_c: temperatureC(chain['inlet_water_temp']),
    water_outlet_temp_c: temperatureC(chain['outlet_water_temp']),
    hw_errors: count(chain['hw_errors']),
    chips_red: count(grades['red']),
    chips_orange: count(grades['orange']),
    chips_grey: count(grades['grey']),
  };
}

export interface TempRange {
  readonly min: number | null;
  readonly max: number | null;
}

/**
 * `{min, max}`, or the extremes of the sensors that builds up to 1.2.0-rc3 list. If a sensor does
 * not measure, the sensors are used: the range of 1.2.0-beta10 includes the value of that sensor.
 */
export function parseTempRange(range: unknown, partHashrateHs: number | null, sensors?: unknown): TempRange {
  const read = (value: unknown): number | null => partTemperatureC(value, partHashrateHs);
  const listed = items(sensors, MOST_SENSORS).map(fields);
  const measuring = listed.filter(({ status }) => typeof status !== 'string' || word(status) === 'measure');
  const isWhole = listed.length === measuring.length;
  if (isObject(range) && isWhole) return { min: read(range['min']), max: read(range['max']) };
  let min: number | null = null;
  let max: number | null = null;
  for (const sensor of measuring) {
    const temp = read(sensor['temp']);
    min = smaller(min, temp);
    max = larger(max, temp);
  }
  return { min, max };
}
