import { useEffect, useSyncExternalStore } from 'react';

/**
 * What is typed and not saved on the screen that is shown, and the way to another one that waits
 * for the answer to "Leave without saving?".
 */
export class Unsaved {
  readonly #forms = new Set<object>();
  readonly #listeners = new Set<() => void>();
  #waiting: (() => void) | null = null;

  /** Says that a form has something unsaved, until the returned function is called. */
  hold(): () => void {
    const form = {};
    this.#forms.add(form);
    return () => void this.#forms.delete(form);
  }

  readonly holds = (): boolean => this.#forms.size > 0;

  /** Goes on at once where all is saved, else once `leave` is called. */
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

/** The one of this page. */
export const unsaved = new Unsaved();

/** Leaving the screen is asked about while a form has something unsaved. */
export function useUnsaved(changed: boolean): void {
  useEffect(() => (changed ? unsaved.hold() : undefined), [changed]);
}

/** Whether the question is to be shown. */
export function useIsConfirmingLeave(): boolean {
  return useSyncExternalStore(unsaved.subscribe, unsaved.isConfirming);
}
