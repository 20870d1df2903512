import { hashesPerUnit } from '../../hashrate-unit.ts';
import {
  fields,
  hashrateHs,
  integerWithin,
  isObject,
  items,
  numberWithin,
  partTemperatureC,
  text,
} from '../../parse-fields.ts';
import type { MetricsEvent, MetricsPoint, MetricsReading } from '../../readings.ts';
import { HIGHEST_POWER_W, LARGEST_CHAIN_ID } from './plausible-limits.ts';

const MOST_POINTS = 10_000;
const MOST_EVENTS = 1000;

/**
 * After a start the miner's clock is at 1970 until it gets the time over the network. Points from
 * before this firmware existed were recorded in that time.
 */
const CLOCK_SET_S = Date.UTC(2018, 0, 1) / 1000;
const END_OF_TIME_S = Date.UTC(2200, 0, 1) / 1000;

/** Parses `/metrics`; null if it is not an object. */
export function parseMetrics(payload: unknown, hrMeasure: string | null): MetricsReading | null {
  if (!isObject(payload)) return null;
  const unit = hashesPerUnit(hrMeasure);
  const points: MetricsPoint[] = [];
  for (const item of items(payload['metrics'], MOST_POINTS)) {
    const at = parseAt(item);
    if (at !== null) points.push(parsePoint(at, fields(fields(item)['data']), unit));
  }
  const events: MetricsEvent[] = [];
  for (const item of items(payload['annotations'], MOST_EVENTS)) {
    const at = parseAt(item);
    const data = fields(fields(item)['data']);
    const type = text(data['type']);
    if (at === null || type === null) continue;
    // chain_id on 1.2, board_id on 1.3
    events.push({ at, type, chain_id: integerWithin(data['chain_id'] ?? data['board_id'], 0, LARGEST_CHAIN_ID) });
  }
  return { points, events };
}

function parseAt(item: unknown): number | null {
  const timeS = integerWithin(fields(item)['time'], CLOCK_SET_S, END_OF_TIME_S);
  return timeS === null ? null : timeS * 1000;
}

function parsePoint(at: number, data: Readonly<Record<string, unknown>>, hashesPerUnit: number | null): MetricsPoint {
  const hashrate = hashrateHs(data['hashrate'], hashesPerUnit);
  return {
    at,
    hashrate_hs: hashrate,
    power_w: numberWithin(data['power_consumption'], 0, HIGHEST_POWER_W),
    pcb_temp_max_c: partTemperatureC(data['pcb_max_temp'], hashrate),
    chip_temp_max_c: partTemperatureC(data['chip_max_temp'], hashrate),
    fan_duty_percent: numberWithin(data['fan_duty'], 0, 100),
  };
}
