const HASHES_PER_UNIT: ReadonlyMap<string, number> = new Map([
  ['H/s', 1],
  ['KH/s', 1e3],
  ['MH/s', 1e6],
  ['GH/s', 1e9],
  ['TH/s', 1e12],
  ['PH/s', 1e15],
  ['EH/s', 1e18],
]);

/** Case-insensitive, with or without spaces. Must be per second. */
const UNIT = /^\s*([kmgtpe]?)h\s*\/\s*s\s*$/i;

/**
 * Hashes per second in one unit of a miner's `hr_measure` (`GH/s` for sha256d, `MH/s` for scrypt on
 * VNish). Null for an unknown unit: then the hash rate is unknown too.
 */
export function hashesPerUnit(hrMeasure: string | null | undefined): number | null {
  if (hrMeasure === null || hrMeasure === undefined) return null;
  const prefix = UNIT.exec(hrMeasure)?.[1]?.toUpperCase();
  return prefix === undefined ? null : (HASHES_PER_UNIT.get(`${prefix}H/s`) ?? null);
}
