/** What a field for a number holds: a number, or the text of one that is half typed (`0.`, `-`). */
export type TypedNumber = number | string;

/** The number that was typed; null where the field is empty, NaN where the text is no number yet. */
export function numberOf(typed: TypedNumber): number | null {
  if (typeof typed === 'number') return typed;
  return typed.trim() === '' ? null : Number(typed);
}

/** What a field takes; `most` is null where nothing is too much. */
export interface FieldBounds {
  readonly least: number;
  readonly most: number | null;
  readonly whole: boolean;
}

/** Whether a number is one that a field does not take; an empty field is not outside. */
export function isOutside(value: number | null, { least, most, whole }: FieldBounds): boolean {
  if (value === null) return false;
  return value < least || (most !== null && value > most) || (whole && !Number.isInteger(value));
}
