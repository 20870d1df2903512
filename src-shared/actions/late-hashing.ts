import type { JobAction, JobItem } from '../model/index.ts';

/** Actions that end with a miner that hashes, which takes minutes. */
const HASHES_AGAIN: ReadonlySet<JobAction> = new Set(['restart', 'reboot', 'resume', 'start']);
/** A preview promises about two minutes where nothing was measured; a slow miner takes three. */
const USUAL_MS = 180_000;

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
