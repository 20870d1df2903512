import type { NumberField } from './fields.ts';
import type { Amount } from './query.ts';

const AMOUNT = /^(-?\d{1,12}(?:\.(\d{1,6}))?)\s*(\D*)$/;

/** Reads a figure in a field's units, or null where it is none. */
export function parseAmount(text: string, field: NumberField): Amount | null {
  const match = AMOUNT.exec(text);
  if (match === null) return null;
  const [, digits = '', decimals = '', unit = ''] = match;
  const percent = unit === '%';
  if (percent && field.readPercent === undefined) return null;
  const factor = percent ? 1 : factorOf(unit, field);
  if (factor === null) return null;
  return { text, value: Number(digits) * factor, percent, tolerance: 0.5 * 10 ** -decimals.length * factor };
}

function factorOf(unit: string, field: NumberField): number | null {
  const name = unit.toLowerCase();
  return Object.hasOwn(field.units, name) ? (field.units[name] ?? null) : null;
}

/** Whether a text names its unit, so that it cannot be meant as a name. */
export function namesUnit(text: string): boolean {
  return /\D$/.test(text);
}
