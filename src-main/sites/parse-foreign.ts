import type { z } from 'zod';
import { optionsFor, withUnknownAsNull } from './unknown-as-null.ts';

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  /** `path`: of the first error. */
  | { readonly ok: false; readonly path: readonly PropertyKey[] };

/** The parts of a zod schema's `def` that are read here. */
interface Definition {
  readonly element?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly catchall?: z.ZodType;
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly checks?: readonly unknown[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Parses what another computer sent. zod collects every error of a value before it returns: for a
 * list of empty objects that takes seconds, and a gigabyte of memory for each megabyte of input.
 * Here lists are parsed item by item, and the first error ends the parsing. What this
 * version cannot know is null where that is allowed.
 */
export function parseForeign<S extends z.ZodType>(schema: S, value: unknown): Parsed<z.output<S>> {
  return parse(schema, value, STRICT) as Parsed<z.output<S>>;
}

/**
 * Like `parseForeign`, but leaves out up to `most` list items that do not parse. A list of which no
 * item parses is still an error, unless `mayBeNone`.
 */
export function parseReadable<S extends z.ZodType>(
  schema: S,
  value: unknown,
  most: number,
  { mayBeNone = false } = {},
): Parsed<z.output<S>> {
  return parse(schema, value, { left: most, mayBeNone }) as Parsed<z.output<S>>;
}

/** How many list items may still be left out. */
interface Leave {
  left: number;
  readonly mayBeNone: boolean;
}

const STRICT: Leave = { left: 0, mayBeNone: false };

function parse(schema: z.ZodType, value: unknown, leave: Leave): Parsed<unknown> {
  if (!holdsList(schema) || typeof value !== 'object' || value === null) return parseWhole(schema, value);
  const { checks = [], catchall } = definitionOf(schema);
  const parsed = parseParts(schema, value, leave);
  // Checks of the schema as a whole are left to zod: the parts are valid, so it finds few errors.
  if (!parsed.ok || (checks.length === 0 && catchall === undefined)) return parsed;
  return parseWhole(schema, parsed.value);
}

function parseParts(schema: z.ZodType, value: object, leave: Leave): Parsed<unknown> {
  const { element, shape, keyType, valueType, innerType } = definitionOf(schema);
  if (innerType !== undefined) return parse(innerType, value, leave);
  if (Array.isArray(value))
    return element === undefined ? parseWhole(schema, value) : parseItems(element, value, leave);
  const fields = (shape === undefined ? value : withUnknownAsNull(schema, value)) as Fields;
  if (shape !== undefined)
    return parseFields(Object.keys(shape), fields, (key) => parse(shape[key] as z.ZodType, fields[key], leave));
  if (keyType !== undefined && valueType !== undefined)
    return parseFields(Object.keys(fields), fields, (key) => {
      const name = parseWhole(keyType, key);
      return name.ok ? parse(valueType, fields[key], leave) : name;
    });
  let first: Parsed<unknown> | null = null;
  for (const option of optionsFor(schema, fields)) {
    const parsed = parse(option, value, leave);
    if (parsed.ok) return parsed;
    first ??= parsed;
  }
  return first ?? parseWhole(schema, value);
}

function parseItems(element: z.ZodType, items: readonly unknown[], leave: Leave): Parsed<unknown> {
  const value: unknown[] = [];
  let first: Parsed<unknown> | null = null;
  for (let at = 0; at < items.length; at++) {
    const parsed = parse(element, items[at], leave);
    if (parsed.ok) {
      value.push(parsed.value);
      continue;
    }
    first ??= { ok: false, path: [at, ...parsed.path] };
    // Only objects may be left out. Numbers in a list are known by their position, which would
    // shift.
    if (leave.left === 0 || !isThing(items[at])) return first;
    leave.left -= 1;
  }
  return first !== null && value.length === 0 && !leave.mayBeNone ? first : { ok: true, value };
}

const isThing = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

function parseFields(
  keys: readonly string[],
  fields: Fields,
  parseField: (key: string) => Parsed<unknown>,
): Parsed<unknown> {
  const value: [string, unknown][] = [];
  for (const key of keys) {
    const parsed = parseField(key);
    if (!parsed.ok) return { ok: false, path: [key, ...parsed.path] };
    if (parsed.value !== undefined || Object.hasOwn(fields, key)) value.push([key, parsed.value]);
  }
  return { ok: true, value: Object.fromEntries(value) };
}

/** For a schema or a value without lists: it cannot have more errors than fields. */
function parseWhole(schema: z.ZodType, value: unknown): Parsed<unknown> {
  const parsed = schema.safeParse(withUnknownAsNull(schema, value));
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, path: parsed.error.issues[0]?.path ?? [] };
}

const HOLDING = new WeakMap<z.ZodType, boolean>();

function holdsList(schema: z.ZodType): boolean {
  const known = HOLDING.get(schema);
  if (known !== undefined) return known;
  const { element, valueType, shape = {}, innerType, options = [] } = definitionOf(schema);
  const isList = element !== undefined || valueType !== undefined;
  const parts = [...Object.values(shape), ...options, ...(innerType === undefined ? [] : [innerType])];
  const holds = isList || parts.some(holdsList);
  HOLDING.set(schema, holds);
  return holds;
}

const definitionOf = (schema: z.ZodType): Definition => schema.def as unknown as Definition;
