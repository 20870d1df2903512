import type { HardwareModel } from './hardware.ts';
import { L9, S19, S19_PRO_HYDRO, S19J_PRO, S21, S21_PRO } from './hardware.ts';

/** One step of a model's ladder of power presets. */
export interface PresetRung {
  /** The firmware's name of the preset: the watts as text. */
  readonly name: string;
  readonly pretty: string;
  readonly powerW: number;
  /** The tuner's target in the model's own unit. */
  readonly hr: number;
  readonly freqMhz: number;
  /** Board voltage in mV; a tenth of it is what `globals.volt` shows. */
  readonly voltMv: number;
  readonly moddedPsuRequired: boolean;
}

interface LadderSource {
  /** Watts and displayed hash rate (TH, or GH on scrypt) of each rung, ascending. */
  readonly steps: readonly (readonly [watts: number, rate: number])[];
  readonly suffix: string;
  /** Lowest power that requires a modified power supply. */
  readonly moddedFromW: number;
}

const S21_PRO_STEPS: readonly (readonly [number, number])[] = [
  [2550, 170],
  [2640, 176],
  [2710, 182],
  [2800, 188],
  ...Array.from({ length: 20 }, (_, i): [number, number] => [2890 + 90 * i, 194 + 6 * i]),
  [4690, 313],
];

// biome-ignore format: a ladder reads best as rows of watts and rate
const LADDER_SOURCES = new Map<string, LadderSource>([
  [S19J_PRO.code, { suffix: 'TH', moddedFromW: 3850, steps: [
    [1740, 65], [1800, 70], [1850, 76], [2000, 80], [2150, 83], [2300, 87], [2500, 92], [2700, 96], [2970, 100],
    [3080, 104], [3320, 110], [3580, 115], [3670, 120], [3850, 125], [4110, 130], [4620, 135], [4880, 140]] }],
  [S19.code, { suffix: 'TH', moddedFromW: 4000, steps: [
    [1100, 53], [1330, 58], [1540, 63], [1750, 68], [1960, 73], [2180, 78], [2400, 83], [2650, 88], [2900, 92],
    [3150, 96], [3420, 101], [3700, 106], [4000, 111], [4330, 116], [4690, 121]] }],
  [S21.code, { suffix: 'TH', moddedFromW: 4310, steps: [
    [1950, 135], [2100, 142], [2250, 149], [2400, 156], [2560, 163], [2730, 170], [2900, 177], [3080, 184],
    [3260, 191], [3450, 198], [3650, 205], [3860, 212], [4080, 219], [4310, 226], [4550, 233]] }],
  [S21_PRO.code, { suffix: 'TH', moddedFromW: 4330, steps: S21_PRO_STEPS }],
  [L9.code, { suffix: 'GH', moddedFromW: 3950, steps: [
    [2050, 11.5], [2250, 12.3], [2450, 13.1], [2650, 13.9], [2850, 14.6], [3050, 15.3], [3260, 16], [3480, 16.7],
    [3700, 17.4], [3950, 18.1], [4200, 18.8]] }],
  [S19_PRO_HYDRO.code, { suffix: 'TH LC', moddedFromW: 5725, steps: [
    [3495, 132], [3780, 141], [4070, 150], [4370, 159], [4690, 168], [5030, 176], [5428, 184], [5725, 191],
    [6080, 198], [6430, 205], [6790, 212], [7150, 219]] }],
]);

const ladders = new WeakMap<HardwareModel, readonly PresetRung[]>();

/** The presets of a model, ascending by power. The pseudo-preset `disabled` is not among them. */
export function presetLadder(model: HardwareModel): readonly PresetRung[] {
  let ladder = ladders.get(model);
  if (ladder === undefined) {
    ladder = buildLadder(model);
    ladders.set(model, ladder);
  }
  return ladder;
}

/** The rung with the model's factory power, or the nearest below. */
export function stockRung(model: HardwareModel): number {
  return presetLadder(model).findLastIndex((rung) => rung.powerW <= model.stockPowerW);
}

/**
 * The operating values for the pseudo-preset `disabled`: default voltage and frequency, whatever
 * power that takes.
 */
export function untunedRung(model: HardwareModel, globals: { volt: number; freq: number }): PresetRung {
  const freqMhz = globals.freq > 0 ? globals.freq : model.freqMhz.default;
  const volt = globals.volt > 0 ? globals.volt : model.volt.default;
  const share = (freqMhz / model.freqMhz.default) * (volt / model.volt.default) ** 2;
  return {
    name: 'disabled',
    pretty: 'Disabled',
    powerW: Math.round(model.stockPowerW * 1.06 * share),
    hr: Math.round(model.chains * model.chipsPerChain * freqMhz * model.hrPerMhz),
    freqMhz,
    voltMv: volt * 10,
    moddedPsuRequired: false,
  };
}

function buildLadder(model: HardwareModel): readonly PresetRung[] {
  const source = LADDER_SOURCES.get(model.code);
  if (source === undefined) throw new Error(`no preset ladder for ${model.code}`);
  const freqOf = (hr: number) => hr / (model.chains * model.chipsPerChain * model.hrPerMhz);
  const targets = source.steps.map(([, rate]) => Math.round(rate * 1003.4));
  const lowest = freqOf(targets[0] as number);
  const highest = freqOf(targets.at(-1) as number);
  return source.steps.map(([powerW, rate], i) => {
    const hr = targets[i] as number;
    const freqMhz = freqOf(hr);
    const climb = (freqMhz - lowest) / (highest - lowest);
    return {
      name: String(powerW),
      pretty: `${powerW} watt ~ ${rate} ${source.suffix}`,
      powerW,
      hr,
      freqMhz: Math.round(freqMhz / 5) * 5,
      voltMv: Math.round(model.volt.min + (model.volt.stockPsu - model.volt.min) * climb) * 10,
      moddedPsuRequired: powerW >= source.moddedFromW,
    };
  });
}
