import { integerWithin } from '../../parse-fields.ts';

export interface NumberedPart {
  readonly number: number;
  readonly part: Readonly<Record<string, unknown>>;
}

/**
 * The listed boards or fans with their numbers. One without a number gets its position, counted
 * from `first`. If two would have the same number, all get their position: a number that is not
 * unique names no part, and none may be lost.
 */
export function numberParts(
  parts: readonly Readonly<Record<string, unknown>>[],
  first: number,
  largest: number,
): { readonly numbered: NumberedPart[]; readonly shareNumber: boolean } {
  const own = parts.map((part, index) => integerWithin(part['id'], 0, largest) ?? index + first);
  const isUnique = new Set(own).size === own.length;
  const numbered = parts.map((part, index) => ({ part, number: isUnique ? (own[index] as number) : index + first }));
  return { numbered, shareNumber: !isUnique };
}
