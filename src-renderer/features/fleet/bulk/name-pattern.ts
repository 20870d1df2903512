const LONGEST_NICKNAME = 64;
const NUMBER = /\{n(?::(0?)(\d{1,2}))?\}/g;

/** What is wrong with a pattern for names of so many miners; null where nothing is. */
export function namePatternProblem(pattern: string, count: number): string | null {
  if (pattern.trim() === '') return 'Write a name, with {n} where the number belongs: R2-S{n:02}.';
  const numbers = pattern.match(NUMBER)?.length ?? 0;
  const left = pattern.replaceAll(NUMBER, '');
  if (/[{}]/.test(left)) return 'Braces hold the number alone: {n}, or {n:02} for two digits.';
  if (numbers === 0 && count > 1) return 'Without {n} all of them would have the same name.';
  if (nicknameFrom(pattern, count).length > LONGEST_NICKNAME)
    return `A name has at most ${LONGEST_NICKNAME} characters.`;
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
