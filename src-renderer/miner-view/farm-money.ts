import { DAY_MS } from '../../src-shared/milliseconds.ts';
import type { Settings } from '../../src-shared/model/index.ts';
import { numberText } from '../../src-shared/text/count-text.ts';

type Prices = Pick<Settings['farm'], 'revenue_per_th_day' | 'price_per_kwh'>;

/** The algorithm to which the price per TH applies. */
const PRICED = 'sha256d';

/** Daily revenue of a hash rate in the currency of the settings; null without a price. */
export function revenuePerDay(hashrateHs: number | null, algorithm: string, prices: Prices | undefined): number | null {
  const price = prices?.revenue_per_th_day ?? null;
  return hashrateHs === null || price === null || algorithm !== PRICED ? null : (hashrateHs / 1e12) * price;
}

/** Revenue of a number of hashes; null without a price. */
export function revenueOf(hashes: number, algorithm: string, prices: Prices | undefined): number | null {
  return revenuePerDay(hashes / (DAY_MS / 1000), algorithm, prices);
}

/** "1,234 USD"; with two decimals below 100. */
export function amountText(amount: number, currency: string): string {
  return `${numberText(Math.abs(amount) < 100 ? Math.round(amount * 100) / 100 : Math.round(amount))} ${currency}`;
}

/** Daily cost of power; null without a price. */
export function costPerDay(powerW: number | null, prices: Prices | undefined): number | null {
  const price = prices?.price_per_kwh ?? null;
  return powerW === null || price === null ? null : (powerW / 1000) * 24 * price;
}

/** Daily revenue without the cost of power; null unless both are known. */
export function marginPerDay(revenue: number | null, cost: number | null): number | null {
  return revenue === null || cost === null ? null : revenue - cost;
}
