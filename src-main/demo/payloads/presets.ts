import type { Handler } from '../api-route.ts';
import type { SimulatedDevice } from '../device.ts';
import type { PresetRung } from '../hardware/preset-ladders.ts';
import { presetLadder, untunedRung } from '../hardware/preset-ladders.ts';
import { signedNoise } from '../noise.ts';
import { json } from '../reply.ts';

/**
 * GET /autotune/presets: `disabled` first, then ascending by watts. Only tuned presets have tuning
 * data.
 */
export const presets: Handler = (device, _request, atS) =>
  json(
    device.faults.has('no-presets')
      ? []
      : [disabledPreset(device), ...presetLadder(device.plan.model).map((rung, i) => preset(device, rung, i, atS))],
  );

function disabledPreset(device: SimulatedDevice): Record<string, unknown> {
  const { model } = device.plan;
  const rung = untunedRung(model, { volt: 0, freq: 0 });
  return {
    name: 'disabled',
    pretty: 'Disabled',
    status: 'untuned',
    modded_psu_required: false,
    tune_settings: {
      hashrate: 0,
      volt: rung.voltMv,
      freq: rung.freqMhz,
      chains: Array.from({ length: model.chains }, () => ({ freq: 0, chips: new Array(model.chipsPerChain).fill(0) })),
      modified: true,
    },
  };
}

function preset(device: SimulatedDevice, rung: PresetRung, index: number, atS: number): Record<string, unknown> {
  const isTuned = device.tunedRungs.has(index);
  return {
    name: rung.name,
    pretty: rung.pretty,
    status: isTuned ? 'tuned' : 'untuned',
    modded_psu_required: rung.moddedPsuRequired,
    ...(isTuned && { tune_settings: tuning(device, rung, index, atS) }),
  };
}

function tuning(device: SimulatedDevice, rung: PresetRung, index: number, atS: number): Record<string, unknown> {
  const { seed, version } = device.plan;
  return {
    hashrate: Math.round(rung.hr * (1 + 0.002 * signedNoise(seed, index + 80))),
    volt: rung.voltMv,
    freq: rung.freqMhz,
    chains: device.silicon.map((board) => ({
      freq: rung.freqMhz,
      chips: Array.from(board.freqOffsetMhz, (offset) => rung.freqMhz + offset),
      serial: `SMTT${String(board.seed % 100_000_000).padStart(8, '0')}`,
    })),
    modified: false,
    ...(version.isThirteen && { date: device.clock.unixS(Math.min(atS, -device.plan.initialUptimeS)) }),
  };
}
