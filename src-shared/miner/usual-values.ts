import type { Miner } from '../model/index.ts';
import { freshReading, type Moment, poolHost } from './miner-now.ts';
import { hasUnusualPreset, UNUSUAL_PRESET } from './usual-preset.ts';

/** The fields of a query that take the word `unusual`. */
export const UNUSUAL_FIELDS = ['preset', 'firmware', 'pools'] as const;
export type UnusualField = (typeof UNUSUAL_FIELDS)[number];

/** From this share and number of miners on, a value is usual, and all others are exceptions. */
const GREAT_MAJORITY = 0.8;
const LEAST_MINERS = 4;

/**
 * The value of the great majority; null if there is none, as in the middle of an update. `counts` are
 * miners by value.
 */
export function greatMajorityOf(counts: ReadonlyMap<string, number>): string | null {
  let all = 0;
  for (const miners of counts.values()) all += miners;
  for (const [value, miners] of counts) if (miners >= LEAST_MINERS && miners >= GREAT_MAJORITY * all) return value;
  return null;
}

/** Name and version; null if one is unknown. */
export function firmwareOf({
  firmware_name,
  firmware_version,
}: Pick<Miner, 'firmware_name' | 'firmware_version'>): string | null {
  return firmware_name === null || firmware_version === null ? null : `${firmware_name} ${firmware_version}`;
}

/** Whether a miner differs in this from most that are like it; null if either is unknown. */
export function isUnusual(field: UnusualField, miner: Miner, moment: Moment): boolean | null {
  switch (field) {
    case 'preset':
      return hasUnusualPreset(miner, moment);
    case 'firmware': {
      const [firmware, usual] = [firmwareOf(miner), miner.usual_firmware ?? null];
      return firmware === null || usual === null ? null : firmware !== usual;
    }
    case 'pools': {
      const urls = freshReading(miner, moment) === null ? null : (miner.pool_urls ?? null);
      const usual = miner.usual_pools ?? null;
      if (urls === null || usual === null) return null;
      const hosts = urls.map((url) => poolHost(url)?.toLowerCase() ?? '');
      return hosts.length !== usual.length || hosts.some((host, i) => host !== usual[i]);
    }
  }
}

/** The query for the miners that `countDrifted` counts. */
export const DRIFT_QUERY = `(firmware:${UNUSUAL_PRESET} or pools:${UNUSUAL_PRESET})`;

const DRIFTING = ['firmware', 'pools'] as const;

/**
 * How many miners have another firmware than nearly all of their model, or other pools than nearly
 * all miners; null if of none of them it is known what nearly all have.
 */
export function countDrifted(miners: readonly Miner[], moment: Moment): number | null {
  let isKnown = false;
  let drifted = 0;
  for (const miner of miners) {
    const answers = DRIFTING.map((field) => isUnusual(field, miner, moment));
    isKnown ||= answers.some((answer) => answer !== null);
    if (answers.includes(true)) drifted += 1;
  }
  return isKnown ? drifted : null;
}
