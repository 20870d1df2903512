import { useState } from 'react';

/** The content of a field: a stored value, or what was typed over it. */
export interface Draft<Value> {
  readonly value: Value;
  set(value: Value): void;
  /** Shows the stored value again, unless something else was typed in the meantime. */
  saved(value: Value): void;
}

/**
 * The stored value until something is typed. What was typed stays until it is saved, even if saving
 * is refused or the stored value is changed elsewhere.
 */
export function useDraft<Value>(kept: Value): Draft<Value> {
  const [typed, setTyped] = useState<{ readonly value: Value } | null>(null);
  return {
    value: typed === null ? kept : typed.value,
    set: (value) => setTyped(Object.is(value, kept) ? null : { value }),
    saved: (value) => setTyped((now) => (now !== null && Object.is(now.value, value) ? null : now)),
  };
}
