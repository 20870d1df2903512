import { toastDone, toastFailure } from './feedback/toast.tsx';

/** What is said where a text could not be copied. */
export interface CopyFailure {
  readonly copyFailed: string;
  readonly clipboardBlocked: string;
}

/** Copies a text, and says so, or why it could not. */
export async function copyText(text: string, copied: string, failure: CopyFailure): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toastDone(copied);
  } catch {
    toastFailure(failure.copyFailed, failure.clipboardBlocked);
  }
}
