/** What a field for a number holds: a number, or the text of one that is half typed (`0.`, `-`). */
export type TypedNumber = number | string;

/** The number that was typed; null where the field is empty, NaN where the text is no number yet. */
export function numberOf(typed: TypedNumber): number | null {
  if (typeof typed === 'number') return typed;
  return typed.trim() === '' ? null : Number(typed);
}
