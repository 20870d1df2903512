/** Back-off between retries: starts at `firstMs` and doubles up to `mostMs`. */
export interface Backoff {
  readonly firstMs: number;
  readonly mostMs: number;
}

export const BACKOFF: Backoff = { firstMs: 2000, mostMs: 120_000 };

/**
 * The wait after a number of failures in a row, and at least the server's Retry-After. With jitter,
 * so that many sites do not return to one server at the same moment.
 */
export function jitteredRetryMs(
  failures: number,
  { firstMs, mostMs }: Backoff,
  retryAfterMs: number | null,
  random: () => number = Math.random,
): number {
  const growingMs = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 16));
  return Math.max(retryAfterMs ?? 0, growingMs * (0.75 + random() / 2));
}
