import { minerName } from '../../../src-shared/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { type Moment, minerCondition } from './miner-condition.ts';

/** The counts in the header, each of which is a filter of the table. */
export const FLEET_FILTERS = ['online', 'attention', 'offline', 'unmanaged'] as const;
export type FleetFilter = (typeof FLEET_FILTERS)[number];

/** Whether a miner is behind a count. The header counts with this and the table filters with it, so that they agree. */
export function matchesFilter(miner: Miner, filter: FleetFilter, moment: Moment): boolean {
  switch (filter) {
    case 'online':
      return miner.online;
    case 'offline':
      return !miner.online;
    case 'unmanaged':
      return !miner.managed;
    case 'attention':
      return minerCondition(miner, moment).wantsAttention;
  }
}

/** Whether every word of `text` is somewhere in what a miner is called, is, or says. */
export function matchesText(miner: Miner, text: string, word: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const haystack = [
    minerName(miner),
    miner.hostname,
    miner.ip,
    miner.id,
    miner.id.replaceAll(':', ''),
    miner.model_name,
    miner.model_alias,
    miner.firmware_name,
    miner.firmware_version,
    miner.latest_status?.preset,
    miner.latest_status?.pool_url,
    miner.latest_status?.pool_user,
    word,
  ]
    .filter((part) => part !== null && part !== undefined)
    .join('\n')
    .toLowerCase();
  return words.every((each) => haystack.includes(each));
}

export function filterMiners(
  miners: readonly Miner[],
  filter: FleetFilter | null,
  text: string,
  moment: Moment,
): readonly Miner[] {
  const asked = text.trim();
  if (filter === null && asked === '') return miners;
  return miners.filter(
    (miner) =>
      (filter === null || matchesFilter(miner, filter, moment)) &&
      (asked === '' || matchesText(miner, asked, minerCondition(miner, moment).word)),
  );
}
