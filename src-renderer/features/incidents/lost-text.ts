import type { Incident, Settings } from '../../../src-shared/model/index.ts';
import { formatHashrate, formatWork, quantityText, UNKNOWN } from '../../../src-shared/units.ts';
import { amountText, revenueOf } from '../../miner-view/farm-money.ts';

/** A smaller loss is noise: about two seconds of one miner of the algorithm. */
const LEAST_LOST_HASHES: Readonly<Record<string, number>> = { sha256d: 0.05 * 3600e12, scrypt: 0.01 * 3600e9 };
const LEAST_OF_OTHERS = LEAST_LOST_HASHES['scrypt'] ?? 0;

/**
 * The present loss, or the total loss of a resolved incident: "−3.85 PH/s", "12.0 TH·h".
 * `algorithms` are those of its miners.
 */
export function lostText(incident: Incident, algorithms: ReadonlySet<string>): string {
  const { hashrate_lost_hs, hashrate_lost_hash, resolved_at } = incident;
  if (resolved_at === null) return lostNowText(hashrate_lost_hs) ?? UNKNOWN;
  return lostWork(hashrate_lost_hash, algorithms) ?? UNKNOWN;
}

/** "−3.85 PH/s"; null if nothing is lost or the loss is unknown. */
export function lostNowText(hashrateHs: number | null): string | null {
  return hashrateHs === null || hashrateHs < 1 ? null : `−${quantityText(formatHashrate(hashrateHs))}`;
}

/** "12.0 TH·h"; null for noise. Without a known algorithm it is noise only if it is for each. */
function lostWork(hashes: number, algorithms: ReadonlySet<string>): string | null {
  const limits = [...algorithms].map((algorithm) => LEAST_LOST_HASHES[algorithm] ?? LEAST_OF_OTHERS);
  return hashes < Math.min(...limits, limits.length === 0 ? LEAST_OF_OTHERS : Number.POSITIVE_INFINITY)
    ? null
    : quantityText(formatWork(hashes));
}

/**
 * The loss since the fault began, and its value if a price is set: "12.0 TH·h lost, 0.62 USD".
 * `algorithms` are those of its miners: for more than one there is no value. Null for noise.
 */
export function lostInAll(
  { hashrate_lost_hash: hashes }: Incident,
  algorithms: ReadonlySet<string>,
  farm: Settings['farm'] | undefined,
): string | null {
  const lost = lostWork(hashes, algorithms);
  if (lost === null) return null;
  const [algorithm = '', ...others] = algorithms;
  const amount = others.length > 0 ? null : revenueOf(hashes, algorithm, farm);
  const money = amount === null || farm === undefined ? '' : `, ${amountText(amount, farm.currency)}`;
  return `${lost} lost${money}`;
}
