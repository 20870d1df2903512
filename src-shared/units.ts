/**
 * How hash rate, power, efficiency and duration are shown. Temperatures are in temperature.ts.
 *
 * Inside the program and in all interfaces hash rates are in hashes per second (`*_hs`), power in
 * watts, efficiency in joules per terahash. Only this file converts them for display.
 */

/** A figure and its unit, separate, so that a table can align the one and dim the other. */
export interface Quantity {
  readonly figure: string;
  readonly unit: string;
}

/** Shown for an unknown value. */
export const UNKNOWN = '—';

const SCALES = [
  { factor: 1e18, prefix: 'E' },
  { factor: 1e15, prefix: 'P' },
  { factor: 1e12, prefix: 'T' },
  { factor: 1e9, prefix: 'G' },
  { factor: 1e6, prefix: 'M' },
  { factor: 1e3, prefix: 'k' },
  { factor: 1, prefix: '' },
];

/**
 * The largest prefix with at least one digit before the point. A value that rounds to 1,000 gets
 * the next prefix.
 */
function scaleOf(value: number, floorPrefix: string): (typeof SCALES)[number] {
  const magnitude = Math.abs(value);
  const last = SCALES.findIndex((scale) => scale.prefix === floorPrefix);
  const index = SCALES.findIndex((scale, i) => i === last || magnitude >= scale.factor * 0.99995);
  return SCALES[index] ?? { factor: 1, prefix: '' };
}

function scaled(value: number, unit: string, floorPrefix: string): Quantity {
  const scale = scaleOf(value, floorPrefix);
  const shown = value / scale.factor;
  return { figure: withThousands(shown.toFixed(digitsOf(shown))), unit: `${scale.prefix}${unit}` };
}

function digitsOf(shown: number): number {
  return Math.abs(shown) >= 1000 ? 0 : Math.abs(shown) >= 10 ? 1 : 2;
}

function withThousands(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/**
 * Hash rate for reading: 102.4 TH/s, 17.4 GH/s, 121.6 PH/s. Nothing is in the unit of a miner of the
 * algorithm.
 */
export function formatHashrate(hashrateHs: number | null, algorithm: string | null = null): Quantity {
  if (hashrateHs === null) return { figure: UNKNOWN, unit: '' };
  if (hashrateHs === 0) return { figure: '0', unit: minerHashrateUnit(algorithm).unit };
  return scaled(hashrateHs, 'H/s', '');
}

/** A part of a hash rate, in the unit and with the digits of the whole, without the unit. */
export function partOfHashrate(partHs: number, wholeHs: number): string {
  const { factor } = scaleOf(wholeHs, '');
  return withThousands((partHs / factor).toFixed(digitsOf(wholeHs / factor)));
}

/** The unit in which `formatHashrate` shows a hash rate, for the axis of a chart up to it. */
export function hashrateUnit(hashrateHs: number): { readonly unit: string; readonly hashes: number } {
  const { prefix, factor } = scaleOf(hashrateHs === 0 ? 1e12 : hashrateHs, '');
  return { unit: `${prefix}H/s`, hashes: factor };
}

/**
 * The unit in which single miners of an algorithm are shown: the rates of scrypt miners are about a
 * thousandth of those of sha256d miners.
 */
export function minerHashrateUnit(algorithm: string | null): { readonly unit: string; readonly hashes: number } {
  return algorithm === 'scrypt' ? { unit: 'GH/s', hashes: 1e9 } : { unit: 'TH/s', hashes: 1e12 };
}

/** Hash rate of one miner, all of an algorithm in one unit: 102.4 TH/s, 17.4 GH/s. */
export function formatMinerHashrate(hashrateHs: number | null, algorithm: string | null): Quantity {
  if (hashrateHs === null) return { figure: UNKNOWN, unit: '' };
  const { unit, hashes } = minerHashrateUnit(algorithm);
  return { figure: withThousands((hashrateHs / hashes).toFixed(1)), unit };
}

/** Work, of hashes: 12.4 TH·h, 3.85 PH·h. */
export function formatWork(hashes: number): Quantity {
  return hashes === 0 ? { figure: '0', unit: 'TH·h' } : scaled(hashes / 3600, 'H·h', '');
}

/** Power of one miner, always in whole watts: 3,080 W. */
export function formatPower(powerW: number | null): Quantity {
  if (powerW === null) return { figure: UNKNOWN, unit: '' };
  return { figure: withThousands(powerW.toFixed(0)), unit: 'W' };
}

/** Power of a farm: 3.58 MW, 148.2 kW. */
export function formatTotalPower(powerW: number | null): Quantity {
  if (powerW === null) return { figure: UNKNOWN, unit: '' };
  return Math.abs(powerW) < 1000 ? formatPower(powerW) : scaled(powerW, 'W', 'k');
}

/** Joules per terahash: 29.4 J/TH. */
export function formatEfficiency(joulesPerTh: number | null): Quantity {
  if (joulesPerTh === null) return { figure: UNKNOWN, unit: '' };
  return { figure: joulesPerTh.toFixed(1), unit: 'J/TH' };
}

/** Joules per gigahash, used for scrypt: 204 J/GH. */
export function formatScryptEfficiency(joulesPerGh: number | null): Quantity {
  if (joulesPerGh === null) return { figure: UNKNOWN, unit: '' };
  return { figure: joulesPerGh.toFixed(0), unit: 'J/GH' };
}

/**
 * Joules per terahash; null if power or hash rate is unknown, or the hash rate is 0. Only
 * arithmetic: judging/efficiency.ts decides what may be shown as an efficiency.
 */
export function joulesPerTerahash(powerW: number | null, hashrateHs: number | null): number | null {
  if (powerW === null || hashrateHs === null || hashrateHs <= 0) return null;
  return powerW / (hashrateHs / 1e12);
}

/** A share as per cent: `96 %`. */
export function shareText(share: number | null): string {
  return share === null ? UNKNOWN : `${Math.round(share * 100)} %`;
}

/** An amount of data: 1.9 GB, 640 kB. */
export function formatBytes(bytes: number | null): Quantity {
  if (bytes === null) return { figure: UNKNOWN, unit: '' };
  return bytes < 1000 ? { figure: String(bytes), unit: 'B' } : scaled(bytes, 'B', 'k');
}

/** A quantity as one piece of text. */
export function quantityText(quantity: Quantity): string {
  return quantity.unit === '' ? quantity.figure : `${quantity.figure} ${quantity.unit}`;
}
