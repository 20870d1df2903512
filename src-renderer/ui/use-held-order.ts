import { useMemo, useRef } from 'react';
import { keepOrder } from './keep-order.ts';

/**
 * The rows in the given order. With `hold`, while the pointer rests on them, existing rows keep
 * their positions. A different `question` means different rows, which start in their own order.
 */
export function useHeldOrder<T>(
  rows: readonly T[],
  keyOf: (row: T) => string,
  hold: boolean,
  question = '',
): readonly T[] {
  const shown = useRef<{ keys: readonly string[]; question: string } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key of a row is always the same
  return useMemo(() => {
    const inOrder = (those: readonly T[]): readonly string[] => those.map(keyOf);
    const before = shown.current;
    const isHeld = hold && before !== null && before.question === question;
    const keys = isHeld ? keepOrder(before.keys, rows, keyOf, inOrder) : inOrder(rows);
    shown.current = { keys, question };
    const byKey = new Map(rows.map((row) => [keyOf(row), row]));
    return keys.flatMap((key) => byKey.get(key) ?? []);
  }, [rows, hold, question]);
}
