import { numberText } from '../../../src-shared/text/count-text.ts';

/** Numbers in order, with repeated ones combined: `1, 5, 50, 15 × 100, 45`. */
export function runsOf(numbers: readonly number[]): string[] {
  const runs: { value: number; times: number }[] = [];
  for (const value of numbers) {
    const last = runs.at(-1);
    if (last?.value === value) last.times += 1;
    else runs.push({ value, times: 1 });
  }
  return runs.map(({ value, times }) => (times === 1 ? numberText(value) : `${times} × ${numberText(value)}`));
}
