import type { JobAction, JobItem } from '../model/index.ts';

/** Actions that end with a miner that hashes, which takes minutes. */
const HASHES_AGAIN: ReadonlySet<JobAction> = new Set(['restart', 'reboot', 'resume', 'start']);
/** A preview promises about two minutes where nothing was measured; a slow miner takes three. */
const USUAL_MS = 180_000;

/** Within this time a miner must hash again, and then for this time its figures may fail to show it. */
export const HASHING_AGAIN_MS = 600_000;
export const PROOF_MS = 300_000;

/** Until when a job waits at most for a miner that is to hash again, in UNIX milliseconds; null if unknown. */
export function waitsUntil(
  action: JobAction,
  { verdict, started_at }: Pick<JobItem, 'verdict' | 'started_at'>,
): number | null {
  const waits = endsHashing(action) && verdict === 'running' && started_at !== null;
  return waits ? started_at + HASHING_AGAIN_MS + PROOF_MS : null;
}

export function endsHashing(action: JobAction): boolean {
  return HASHES_AGAIN.has(action);
}

/** Whether a miner of a job that was sent its request takes longer than usual until it hashes again. */
export function isLate(
  action: JobAction,
  { verdict, started_at }: Pick<JobItem, 'verdict' | 'started_at'>,
  nowMs: number,
): boolean {
  return endsHashing(action) && verdict === 'running' && started_at !== null && nowMs - started_at >= USUAL_MS;
}
