/**
 * Properties of an Antminer model. Hash rates are in its own unit: GH/s for sha256d, MH/s for
 * scrypt.
 */
export interface HardwareModel {
  /** The firmware's model code, `/info.model`. */
  readonly code: string;
  readonly name: string;
  readonly series: string;
  readonly algorithm: 'sha256d' | 'scrypt';
  readonly hrMeasure: 'GH/s' | 'MH/s';
  readonly chains: number;
  readonly chipsPerChain: number;
  readonly chipsPerDomain: number;
  /** Four boards of a liquid-cooled unit: no fans, water temperatures instead. */
  readonly hydro: boolean;
  readonly maxFanRpm: number;
  /** Hash rate of one good chip per MHz. */
  readonly hrPerMhz: number;
  /** Factory hash rate and power. */
  readonly stockHr: number;
  readonly stockPowerW: number;
  /** Voltages in 10 mV, as `/model` reports them. */
  readonly volt: { readonly min: number; readonly max: number; readonly default: number; readonly stockPsu: number };
  readonly freqMhz: { readonly min: number; readonly max: number; readonly default: number; readonly warn: number };
  readonly platforms: readonly string[];
  readonly psuModel: string;
}

const SHA256D = { algorithm: 'sha256d', hrMeasure: 'GH/s', hydro: false } as const;

export const S19J_PRO: HardwareModel = {
  ...SHA256D,
  code: 's19jpro',
  name: 'Antminer S19J Pro',
  series: 'x19',
  chains: 3,
  chipsPerChain: 126,
  chipsPerDomain: 3,
  maxFanRpm: 6000,
  hrPerMhz: 0.488,
  stockHr: 100_000,
  stockPowerW: 2970,
  volt: { min: 1200, max: 1535, default: 1380, stockPsu: 1500 },
  freqMhz: { min: 50, max: 1000, default: 545, warn: 650 },
  platforms: ['aml', 'bb', 'xil'],
  psuModel: 'APW121215f',
};

export const S19: HardwareModel = {
  ...SHA256D,
  code: 's19',
  name: 'Antminer S19',
  series: 'x19',
  chains: 3,
  chipsPerChain: 76,
  chipsPerDomain: 2,
  maxFanRpm: 6000,
  hrPerMhz: 0.617,
  stockHr: 95_000,
  stockPowerW: 3150,
  volt: { min: 1200, max: 1535, default: 1380, stockPsu: 1500 },
  freqMhz: { min: 50, max: 1000, default: 675, warn: 850 },
  platforms: ['xil', 'aml'],
  psuModel: 'APW121215a',
};

export const S21: HardwareModel = {
  ...SHA256D,
  code: 's21',
  name: 'Antminer S21',
  series: 'x21',
  chains: 3,
  chipsPerChain: 108,
  chipsPerDomain: 9,
  maxFanRpm: 6500,
  hrPerMhz: 1.276,
  stockHr: 200_000,
  stockPowerW: 3450,
  volt: { min: 1170, max: 1530, default: 1350, stockPsu: 1530 },
  freqMhz: { min: 50, max: 1000, default: 490, warn: 600 },
  platforms: ['aml', 'cv'],
  psuModel: 'APW171215a',
};

export const S21_PRO: HardwareModel = {
  ...SHA256D,
  code: 's21pro',
  name: 'Antminer S21 Pro',
  series: 'x21',
  chains: 3,
  chipsPerChain: 65,
  chipsPerDomain: 5,
  maxFanRpm: 6500,
  hrPerMhz: 2.036,
  stockHr: 234_000,
  stockPowerW: 3510,
  volt: { min: 1170, max: 1530, default: 1380, stockPsu: 1530 },
  freqMhz: { min: 50, max: 1000, default: 595, warn: 600 },
  platforms: ['cv', 'aml'],
  psuModel: 'APW171215a',
};

export const L9: HardwareModel = {
  code: 'l9',
  name: 'Antminer L9',
  series: 'l9',
  algorithm: 'scrypt',
  hrMeasure: 'MH/s',
  chains: 3,
  chipsPerChain: 110,
  chipsPerDomain: 5,
  hydro: false,
  maxFanRpm: 6000,
  hrPerMhz: 0.0414,
  stockHr: 16_000,
  stockPowerW: 3260,
  volt: { min: 1170, max: 1530, default: 1400, stockPsu: 1530 },
  freqMhz: { min: 50, max: 1800, default: 1175, warn: 1400 },
  platforms: ['cv', 'aml'],
  psuModel: 'APW171215a',
};

export const S19_PRO_HYDRO: HardwareModel = {
  ...SHA256D,
  code: 's19prohydro',
  name: 'Antminer S19 Pro Hydro',
  series: 'x19',
  chains: 4,
  chipsPerChain: 180,
  chipsPerDomain: 4,
  hydro: true,
  maxFanRpm: 0,
  hrPerMhz: 0.617,
  stockHr: 184_000,
  stockPowerW: 5428,
  volt: { min: 1500, max: 2100, default: 1750, stockPsu: 1950 },
  freqMhz: { min: 50, max: 1000, default: 415, warn: 500 },
  platforms: ['aml', 'xil'],
  psuModel: 'APW111721b',
};
