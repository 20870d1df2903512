import { formatBytes, quantityText } from '../../src-shared/units.ts';

/**
 * History stops below this: the rest is for the miners and decisions that are still written, and
 * for the rest of the computer.
 */
const STOP_BELOW_BYTES = 500e6;
/** History resumes only above this, so that it does not stop and start with every file. */
const RESUME_ABOVE_BYTES = 1e9;

/** Whether history is recorded with this free space; unknown free space does not stop it. */
export function decideRecording(
  freeBytes: number | null,
  isRecording: boolean,
  folder: string,
): { readonly isRecording: boolean; readonly reason: string | null } {
  if (freeBytes === null || freeBytes >= (isRecording ? STOP_BELOW_BYTES : RESUME_ABOVE_BYTES)) {
    return { isRecording: true, reason: null };
  }
  const reason = `Disk almost full at ${folder} (${words(freeBytes)} free). Free some space or shorten retention; recording resumes above ${words(RESUME_ABOVE_BYTES)}.`;
  return { isRecording: false, reason };
}

function words(bytes: number): string {
  return quantityText(formatBytes(bytes));
}
