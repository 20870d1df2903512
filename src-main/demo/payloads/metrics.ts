import type { Handler } from '../api-route.ts';
import type { SimulatedDevice } from '../device.ts';
import { pcbC } from '../hardware/board-readings.ts';
import { rampShare } from '../hardware/operating-point.ts';
import { CHIP_ABOVE_MEAN_C, temperaturesAt } from '../hardware/thermals.ts';
import { driftNoise } from '../noise.ts';
import { json } from '../reply.ts';
import type { Transition } from '../state-machine.ts';

const LONGEST_SLICE_S = 259_200;
const DEFAULT_SLICE_S = 86_400;
const DEFAULT_STEP_S = 900;

/**
 * GET /metrics: the miner's history, newest first. Only the newest sample is not on the grid of
 * steps.
 */
export const metrics: Handler = (device, request, atS) => {
  const query = new URLSearchParams(request.query);
  const sliceS = Math.min(LONGEST_SLICE_S, positive(query.get('time_slice')) ?? DEFAULT_SLICE_S);
  const stepS = Math.max(15, positive(query.get('step')) ?? DEFAULT_STEP_S);
  const nowUnixS = device.clock.unixS(atS);
  const offsetS = nowUnixS - atS;
  const samples = [sample(device, nowUnixS, offsetS)];
  const firstUnixS = nowUnixS - sliceS;
  for (let time = Math.ceil(nowUnixS / stepS - 1) * stepS; time >= firstUnixS; time -= stepS) {
    const one = sample(device, time, offsetS);
    if (one === null) break;
    samples.push(one);
  }
  return json({
    timezone: device.settings.regional.timezone.current,
    metrics: samples.filter((one) => one !== null),
    annotations: annotations(device, firstUnixS, offsetS),
  });
};

interface Sample {
  readonly time: number;
  readonly data: Record<string, number>;
}

/** Null for times before the miner's history. */
function sample(device: SimulatedDevice, time: number, offsetS: number): Sample | null {
  const atS = time - offsetS;
  const point = device.pointAt(atS);
  if (point === null) return null;
  const share = rampShare(point, atS) * workingShare(device, atS);
  const { chipC, fanDutyPercent } = temperaturesAt(point, device.cooling(), atS);
  const isPowered = point.state !== 'stopped' && point.state !== 'failure' && point.state !== 'shutting-down';
  const hottestC = Math.round(chipC + CHIP_ABOVE_MEAN_C);
  const noise = 1 + 0.006 * driftNoise(device.plan.seed, atS / 600);
  return {
    time,
    data: {
      hashrate: Math.round(point.rung.hr * 0.992 * share * noise * 100) / 100,
      pcb_max_temp: isPowered ? pcbC(hottestC) : 0,
      chip_max_temp: isPowered ? hottestC : 0,
      fan_duty: fanDutyPercent,
      power_consumption: isPowered ? Math.round(point.rung.powerW * (0.03 + 0.97 * share) * noise) : 0,
    },
  };
}

/** Boards that a fault disables are missing since the start of the fault. */
function workingShare(device: SimulatedDevice, atS: number): number {
  const isUnder = (name: 'not-hashing' | 'board-missing') =>
    atS >= (device.faultSinceS(name) ?? Number.POSITIVE_INFINITY);
  if (isUnder('not-hashing')) return 0;
  const { chains } = device.plan.model;
  return isUnder('board-missing') ? (chains - 1) / chains : 1;
}

function annotations(device: SimulatedDevice, firstUnixS: number, offsetS: number): unknown[] {
  const { boardWord } = device.plan.version;
  const found: { time: number; data: Record<string, unknown> }[] = [];
  for (const transition of device.machine.transitions) {
    const type = annotationType(transition);
    if (type !== null) found.push({ time: Math.floor(transition.atS + offsetS), data: { type } });
  }
  const missingSinceS = device.faultSinceS('board-missing');
  if (missingSinceS !== null) {
    const data = { type: `disable_${boardWord}`, [`${boardWord}_id`]: device.missingBoard() + 1 };
    found.push({ time: Math.floor(missingSinceS + offsetS), data });
  }
  return found.filter(({ time }) => time >= firstUnixS).sort((a, b) => b.time - a.time);
}

function annotationType({ state, note }: Transition): string | null {
  if (note === 'reboot') return 'reboot';
  if (note?.startsWith('Overheated')) return 'overheat';
  if (note !== null) return null;
  if (state === 'restarting') return 'restart';
  if (state === 'stopped') return 'stop';
  return state === 'mining' || state === 'auto-tuning' ? 'start' : null;
}

function positive(text: string | null): number | null {
  const value = Number(text);
  return text !== null && Number.isInteger(value) && value > 0 ? value : null;
}
