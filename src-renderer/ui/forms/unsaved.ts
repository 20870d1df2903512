import { useEffect, useSyncExternalStore } from 'react';

/**
 * Unsaved input of the current screen, and a pending navigation that waits for the answer to "Leave
 * without saving?".
 */
export class Unsaved {
  readonly #forms = new Set<object>();
  readonly #listeners = new Set<() => void>();
  #waiting: (() => void) | null = null;

  /** Marks a form as unsaved until the returned function is called. */
  hold(): () => void {
    const form = {};
    this.#forms.add(form);
    return () => void this.#forms.delete(form);
  }

  readonly holds = (): boolean => this.#forms.size > 0;

  /** Navigates at once if everything is saved, otherwise when `leave` is called. */
  pass(go: () => void): void {
    if (this.holds()) this.#wait(go);
    else go();
  }

  leave(): void {
    const go = this.#waiting;
    this.#forms.clear();
    this.#wait(null);
    go?.();
  }

  stay(): void {
    this.#wait(null);
  }

  #wait(go: (() => void) | null): void {
    this.#waiting = go;
    for (const listener of this.#listeners) listener();
  }

  readonly isConfirming = (): boolean => this.#waiting !== null;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
}

/** The instance of this page. */
export const unsaved = new Unsaved();

/** While `changed` is true, leaving the screen asks for confirmation. */
export function useUnsaved(changed: boolean): void {
  useEffect(() => (changed ? unsaved.hold() : undefined), [changed]);
}

/** Whether the question must be shown. */
export function useIsConfirmingLeave(): boolean {
  return useSyncExternalStore(unsaved.subscribe, unsaved.isConfirming);
}
