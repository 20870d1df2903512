import { fleetTexts } from '../fleet-texts.ts';

const texts = fleetTexts.bulk;
const LONGEST_NICKNAME = 64;
const NUMBER = /\{n(?::(0?)(\d{1,2}))?\}/g;

/** What is wrong with a pattern for names of so many miners; null where nothing is. */
export function namePatternProblem(pattern: string, count: number): string | null {
  if (pattern.trim() === '') return texts.patternEmpty;
  const numbers = pattern.match(NUMBER)?.length ?? 0;
  const left = pattern.replaceAll(NUMBER, '');
  if (/[{}]/.test(left)) return texts.patternBraces;
  if (numbers === 0 && count > 1) return texts.patternSame;
  if (nicknameFrom(pattern, count).length > LONGEST_NICKNAME) return texts.patternLong(LONGEST_NICKNAME);
  return null;
}

/** The name of the n-th miner, from 1: `R2-S{n:02}` makes R2-S01, R2-S02 and so on. */
export function nicknameFrom(pattern: string, n: number): string {
  return pattern.trim().replaceAll(NUMBER, (_all, zero: string | undefined, width: string | undefined) =>
    String(n)
      .padStart(Math.min(Number(width ?? 0), LONGEST_NICKNAME), zero === '0' ? '0' : ' ')
      .trimStart(),
  );
}
