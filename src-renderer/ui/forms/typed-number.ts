/** The content of a number field: a number, or the text of an incomplete one (`0.`, `-`). */
export type TypedNumber = number | string;

/** The typed number; null if the field is empty, NaN if the text is incomplete. */
export function numberOf(typed: TypedNumber): number | null {
  if (typeof typed === 'number') return typed;
  return typed.trim() === '' ? null : Number(typed);
}

/** Bounds of a field; `most` is null if there is no upper bound. */
export interface FieldBounds {
  readonly least: number;
  readonly most: number | null;
  readonly whole: boolean;
}

/** Whether a number violates the bounds; an empty field does not. */
export function isOutside(value: number | null, { least, most, whole }: FieldBounds): boolean {
  if (value === null) return false;
  return value < least || (most !== null && value > most) || (whole && !Number.isInteger(value));
}
