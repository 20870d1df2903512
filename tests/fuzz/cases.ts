import type { Parameters } from 'fast-check';

/** The same cases every time, unless others are requested. */
const SEED = 20_260_101;

/**
 * How many cases a fuzz test tries: few in `npm test`, and in `npm run test:long` as many as
 * POWERHIVE_FUZZ_CASES says, divided by what one of them costs. The cases are the same every time;
 * POWERHIVE_FUZZ_SEED brings others.
 */
export function cases(few: number, options: { readonly cost?: number } = {}): Parameters<unknown> {
  const many = Number(process.env['POWERHIVE_FUZZ_CASES'] ?? 0) / (options.cost ?? 1);
  return { numRuns: Math.max(few, Math.round(many)), seed: Number(process.env['POWERHIVE_FUZZ_SEED'] ?? SEED) };
}

/** For a test that may be asked for a hundred thousand cases. */
export const LONG_MS = 1_800_000;
