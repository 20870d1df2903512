import type { NumberField } from '../fields/number-fields.ts';
import type { Amount } from '../query.ts';

const AMOUNT = /^(-?\d{1,12}(?:\.(\d{1,6}))?)\s*(\D*)$/;

/** The word for the limit that the operator set: `preset>max`. */
const LIMIT = 'max';

/** Parses a figure in a field's units; null if it is not one. */
export function parseAmount(text: string, field: NumberField): Amount | null {
  if (text.toLowerCase() === LIMIT && field.readLimit !== undefined) {
    return { text, value: 0, percent: false, bare: false, limit: true, tolerance: 0 };
  }
  const match = AMOUNT.exec(text);
  if (match === null) return null;
  const [, digits = '', decimals = '', unit = ''] = match;
  // In a field whose own unit is a percentage, `%` is that unit.
  const percent = unit === '%' && !Object.hasOwn(field.units, unit);
  if (percent && field.readPercent === undefined) return null;
  const factor = percent ? 1 : factorOf(unit, field);
  if (factor === null) return null;
  const figure = Number(digits);
  const value = figure * factor + (field.zeros?.[unit.toLowerCase()] ?? 0);
  // Only an exact 0 matches 0, not a figure that rounds to it.
  const tolerance = figure === 0 ? 0 : 0.5 * 10 ** -decimals.length * factor;
  return { text, value, percent, bare: unit === '', limit: false, tolerance };
}

function factorOf(unit: string, field: NumberField): number | null {
  const name = unit.toLowerCase();
  return Object.hasOwn(field.units, name) ? (field.units[name] ?? null) : null;
}

/** Whether a text ends in a unit, so that it cannot be a name. */
export function namesUnit(text: string): boolean {
  return /\D$/.test(text);
}
