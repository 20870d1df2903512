import type { Miner } from '../../../src-shared/model/index.ts';

export interface MinerFilter {
  readonly online?: boolean | undefined;
  readonly managed?: boolean | undefined;
  readonly model?: string | undefined;
  readonly q?: string | undefined;
}

/**
 * Whether a miner matches all filters that are given. `q` is looked for in what a person knows a
 * miner by, in any case.
 */
export function matchesFilter(miner: Miner, { online, managed, model, q }: MinerFilter): boolean {
  if (online !== undefined && miner.online !== online) return false;
  if (managed !== undefined && miner.managed !== managed) return false;
  if (model !== undefined && miner.model_alias !== model) return false;
  return q === undefined || mentions(miner, q.trim().toLowerCase());
}

function mentions(miner: Miner, text: string): boolean {
  const known = [
    miner.nickname,
    miner.label,
    miner.hostname,
    miner.ip,
    miner.model_name,
    miner.model_alias,
    miner.firmware_name,
    miner.firmware_version,
  ];
  return known.some((field) => field?.toLowerCase().includes(text)) || miner.id.includes(text.replaceAll('-', ':'));
}
