import { toastDone, toastFailure } from './feedback/toast.tsx';

/** Texts for a failure to copy. */
export interface CopyFailure {
  readonly copyFailed: string;
  readonly clipboardBlocked: string;
}

/** Copies a text, and shows a toast for success or failure. */
export async function copyText(text: string, copied: string, failure: CopyFailure): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toastDone(copied);
  } catch {
    toastFailure(failure.copyFailed, failure.clipboardBlocked);
  }
}
