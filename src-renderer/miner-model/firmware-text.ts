import type { Miner } from '../../src-shared/model/index.ts';

/** "Vnish 1.2.6", as far as it is known; null where nothing is. */
export function firmwareText(miner: Pick<Miner, 'firmware_name' | 'firmware_version'>): string | null {
  const parts = [miner.firmware_name, miner.firmware_version].filter((part) => part !== null && part !== '');
  return parts.length === 0 ? null : parts.join(' ');
}
