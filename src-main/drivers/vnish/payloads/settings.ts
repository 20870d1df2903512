import type { StoredPool, StoredSettings } from '../../commands.ts';
import { fields, isObject, nameText } from '../../fields.ts';

/** Slots are three; a list of another length is no list of slots, unless it is a little longer. */
const MOST_SLOTS = 8;
const LONGEST_POOL_TEXT = 1024;
const LARGEST_SWITCHER_CHARACTERS = 4096;

/**
 * What is configured, from GET `/settings`; null where it has no section
 * `miner`. Texts of pools stay exactly as they are, because they are written back.
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

/** Null where one slot cannot be read: half a list must not be written back. */
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
