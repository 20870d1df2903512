import type { StoredPool, StoredSettings } from '../../commands.ts';
import { fields, isObject, nameText } from '../../parse-fields.ts';

/** There are three slots. A list longer than this is not a list of slots. */
const MOST_SLOTS = 8;
const LONGEST_POOL_TEXT = 1024;
const LARGEST_SWITCHER_CHARACTERS = 4096;

/**
 * Parses GET `/settings`; null if it has no section `miner`. Texts of pools are not normalised,
 * because they are written back.
 */
export function parseSettings(payload: unknown): StoredSettings | null {
  const miner = fields(payload)['miner'];
  if (!isObject(miner)) return null;
  const overclock = fields(miner['overclock']);
  return {
    preset: nameText(overclock['preset']),
    switcher: parseSwitcher(overclock['preset_switcher']),
    pools: parseStoredPools(miner['pools']),
  };
}

function parseSwitcher(value: unknown): StoredSettings['switcher'] {
  if (!isObject(value) || JSON.stringify(value).length > LARGEST_SWITCHER_CHARACTERS) return null;
  return value;
}

/** Null if one slot cannot be parsed, because an incomplete list must not be written back. */
function parseStoredPools(value: unknown): readonly StoredPool[] | null {
  if (!Array.isArray(value) || value.length > MOST_SLOTS) return null;
  const pools = value.map(parseStoredPool);
  return pools.every((pool) => pool !== null) ? pools : null;
}

function parseStoredPool(value: unknown): StoredPool | null {
  const { url, user, pass } = fields(value);
  if (!isPoolText(url) || !isPoolText(user)) return null;
  return { url, user, pass: isPoolText(pass) ? pass : null };
}

function isPoolText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_POOL_TEXT;
}
