const HASHES_PER_UNIT: ReadonlyMap<string, number> = new Map([
  ['H/s', 1],
  ['KH/s', 1e3],
  ['MH/s', 1e6],
  ['GH/s', 1e9],
  ['TH/s', 1e12],
  ['PH/s', 1e15],
  ['EH/s', 1e18],
]);

/** In any case, with or without spaces. What is not per second is no such unit. */
const UNIT = /^\s*([kmgtpe]?)h\s*\/\s*s\s*$/i;

/**
 * Hashes per second in one of the unit that a miner names in `hr_measure` (`GH/s` for sha256d,
 * `MH/s` for scrypt on VNish), or null for an unknown unit: a hash rate in an unknown unit is an
 * unknown hash rate.
 */
export function hashesPerUnit(hrMeasure: string | null | undefined): number | null {
  if (hrMeasure === null || hrMeasure === undefined) return null;
  const prefix = UNIT.exec(hrMeasure)?.[1]?.toUpperCase();
  return prefix === undefined ? null : (HASHES_PER_UNIT.get(`${prefix}H/s`) ?? null);
}
