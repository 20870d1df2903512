import { LONGEST_NICKNAME, ONE_LINE } from '../../../../src-shared/limits/nickname.ts';
import { minerName } from '../../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { bulkTexts } from './bulk-texts.ts';

const texts = bulkTexts;
const NUMBER = /\{n(?::0([1-9]))?\}/g;
const WORD = /\{(ip|ip4|model|mac6)\}/g;

/** The fields of a miner from which a name can be made. */
type Named = Pick<Miner, 'id' | 'ip' | 'last_ip' | 'model_alias'>;

const WORDS: Readonly<Record<string, (miner: Named) => string>> = {
  ip: ({ ip, last_ip }) => hostOf(ip ?? last_ip),
  ip4: ({ ip, last_ip }) =>
    hostOf(ip ?? last_ip)
      .split('.')
      .at(-1) ?? '',
  model: ({ model_alias }) => model_alias ?? '',
  mac6: ({ id }) => id.replaceAll(':', '').slice(-6),
};

/** A miner and its new name. */
export interface NewName {
  readonly id: string;
  readonly before: string;
  readonly after: string;
  /** Another miner, or another one of these, has that name. */
  readonly taken: boolean;
}

/** The error of a pattern for the names of these miners; null if it is valid. */
export function namePatternError(pattern: string, miners: readonly Named[], start = 1): string | null {
  if (pattern.trim() === '') return texts.patternEmpty;
  const left = pattern.replaceAll(NUMBER, '').replaceAll(WORD, '');
  if (/[{}]/.test(left)) return texts.patternBraces;
  const names = miners.map((miner, index) => nicknameFrom(pattern, miner, start + index));
  if (names.length > 1 && new Set(names).size === 1) return texts.patternSame;
  if (names.some((name) => [...name].length > LONGEST_NICKNAME)) return texts.patternLong(LONGEST_NICKNAME);
  if (!names.every((name) => ONE_LINE.test(name))) return texts.patternUnseen;
  return null;
}

/**
 * The name of the n-th miner: `R2-S{n:02}` gives R2-S01, R2-S02 and so on. `{ip}` is its address,
 * `{ip4}` the last part of it, `{model}` its model code, `{mac6}` the end of its MAC.
 */
export function nicknameFrom(pattern: string, miner: Named, n: number): string {
  return pattern
    .trim()
    .replaceAll(NUMBER, (_all, width: string | undefined) => String(n).padStart(Number(width ?? 0), '0'))
    .replaceAll(WORD, (_all, word: string) => WORDS[word]?.(miner) ?? '');
}

/** Old and new names of these miners, with a mark for names that other miners already have. */
export function newNames(
  pattern: string,
  miners: readonly Miner[],
  start: number,
  farm: readonly Miner[],
): readonly NewName[] {
  const renamed = new Set(miners.map(({ id }) => id));
  const uses = new Map<string, number>();
  const use = (name: string): void => void uses.set(name, (uses.get(name) ?? 0) + 1);
  for (const miner of farm) if (!renamed.has(miner.id)) use(minerName(miner));
  const names = miners.map((miner, index) => nicknameFrom(pattern, miner, start + index));
  for (const name of names) use(name);
  return miners.map((miner, index) => {
    const after = names[index] ?? '';
    return { id: miner.id, before: minerName(miner), after, taken: (uses.get(after) ?? 0) > 1 };
  });
}

/**
 * The first number from `start` on with which no other miner has any of the names; null if there is
 * none up to `most`, as for a pattern without a number.
 */
export function freeStart(
  pattern: string,
  miners: readonly Miner[],
  start: number,
  farm: readonly Miner[],
  most: number,
): number | null {
  if (pattern.replaceAll(NUMBER, '') === pattern) return null;
  const renamed = new Set(miners.map(({ id }) => id));
  const used = new Set(farm.filter(({ id }) => !renamed.has(id)).map(minerName));
  for (let first = start; first <= most; ) {
    const taken = miners.findLastIndex((miner, index) => used.has(nicknameFrom(pattern, miner, first + index)));
    if (taken === -1) return newNames(pattern, miners, first, farm).some((name) => name.taken) ? null : first;
    first += taken + 1;
  }
  return null;
}

function hostOf(ip: string | null): string {
  return ip?.replace(/:\d+$/, '') ?? '';
}
