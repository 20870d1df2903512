import type { SimulatedDevice } from '../device.ts';
import { lostFans } from '../faults/fault-effects.ts';
import { signedNoise } from '../noise.ts';
import type { MinerReading } from './boards.ts';

/** The block `cooling` of `/summary`. */
export function coolingJson(device: SimulatedDevice, { temperatures, atS }: MinerReading): string {
  const { model, version, seed } = device.plan;
  const { mode } = device.settings.miner.cooling;
  const name = mode.name === 'immers' ? 'immersion' : mode.name;
  const param = version.isThirteen && mode.param !== undefined ? `,"param":${mode.param}` : '';
  const settings = `"settings":{"mode":{"name":"${name}"${param}}}`;
  if (model.hydro && device.faults.has('hydro-fan')) {
    return `{"fan_num":1,"fan_duty":100,"fans":[{"id":0,"rpm":0,"status":"ok","max_rpm":6500}],${settings}}`;
  }
  if (model.hydro || device.machine.state === 'failure') return `{"fan_num":0,"fan_duty":0,"fans":[],${settings}}`;
  const duty = temperatures.fanDutyPercent;
  const lost = lostFans(device);
  const fans = [0, 1, 2, 3].map((id) => {
    const rpm = lost.includes(id) ? 0 : fanRpm(model.maxFanRpm, duty, seed + id, atS);
    const max = version.hasMaxRpm ? `,"max_rpm":${model.maxFanRpm}` : '';
    return `{"id":${id},"rpm":${rpm},"status":"${lost.includes(id) ? 'lost' : 'ok'}"${max}}`;
  });
  return `{"fan_num":${4 - lost.length},"fan_duty":${duty},"fans":[${fans.join(',')}],${settings}}`;
}

/** Fans report steps of 30 rpm, and differ slightly from each other. */
function fanRpm(maxRpm: number, duty: number, seed: number, atS: number): number {
  const share = 0.12 + 0.86 * (duty / 100);
  const rpm = maxRpm * share * (1 + 0.015 * signedNoise(seed, 70) + 0.006 * signedNoise(seed, atS));
  return Math.round(rpm / 30) * 30;
}
