/** The waits between attempts at a destination that fails: the first one, doubling up to the longest. */
export interface Backoff {
  readonly firstMs: number;
  readonly mostMs: number;
}

export const BACKOFF: Backoff = { firstMs: 2000, mostMs: 120_000 };

/**
 * How long to wait after so many failures in a row, at least as long as the server asked for.
 * Spread, so that many sites do not come back to one server at the same moment.
 */
export function jitteredRetryMs(failures: number, { firstMs, mostMs }: Backoff, retryAfterMs: number | null): number {
  const growingMs = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 16));
  return Math.max(retryAfterMs ?? 0, growingMs * (0.75 + Math.random() / 2));
}
