import { useState } from 'react';

/** What a field shows of a value that PowerHive keeps, and what is typed over it. */
export interface Draft<Value> {
  readonly value: Value;
  set(value: Value): void;
  /** Follows the kept value again, unless something else was typed since. */
  saved(value: Value): void;
}

/**
 * The kept value until something is typed over it. What is typed stays until it was saved: also where
 * that is refused, and where the value is changed elsewhere.
 */
export function useDraft<Value>(kept: Value): Draft<Value> {
  const [typed, setTyped] = useState<{ readonly value: Value } | null>(null);
  return {
    value: typed === null ? kept : typed.value,
    set: (value) => setTyped(Object.is(value, kept) ? null : { value }),
    saved: (value) => setTyped((now) => (now !== null && Object.is(now.value, value) ? null : now)),
  };
}
