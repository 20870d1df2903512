import type { z } from 'zod';

/** The parts of a zod schema's `def` that are read here. */
interface Definition {
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly innerType?: z.ZodType;
  readonly entries?: unknown;
  readonly options?: readonly z.ZodType[];
  readonly discriminator?: string;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The value with null for what this version cannot know, where a field may be null: one that is
 * absent, because an older PowerHive does not have it yet, and a code that only a newer one has.
 * Lists are returned as they are.
 */
export function withUnknownAsNull(schema: z.ZodType, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { shape, innerType, options } = definitionOf(schema);
  if (innerType !== undefined) return withUnknownAsNull(innerType, value);
  const fields = value as Fields;
  if (options !== undefined) {
    const [only, another] = optionsFor(schema, fields);
    return only !== undefined && another === undefined ? withUnknownAsNull(only, value) : value;
  }
  if (shape === undefined) return value;
  const { absent, coded, nested } = fieldsOf(shape);
  let completed: Record<string, unknown> | null = null;
  for (const key of absent) {
    if (Object.hasOwn(fields, key)) continue;
    completed ??= { ...fields };
    completed[key] = null;
  }
  for (const key of coded) {
    if (typeof fields[key] !== 'string' || shape[key]?.safeParse(fields[key]).success === true) continue;
    completed ??= { ...fields };
    completed[key] = null;
  }
  for (const key of nested) {
    if (!Object.hasOwn(fields, key)) continue;
    const part = withUnknownAsNull(shape[key] as z.ZodType, fields[key]);
    if (part === fields[key]) continue;
    completed ??= { ...fields };
    completed[key] = part;
  }
  return completed ?? value;
}

/** The options of a union that match the value's discriminator; all of them if it has none. */
export function optionsFor(schema: z.ZodType, fields: Fields): readonly z.ZodType[] {
  const { options = [], discriminator } = definitionOf(schema);
  if (discriminator === undefined) return options;
  const said = fields[discriminator];
  return options.filter((option) => definitionOf(option).shape?.[discriminator]?.safeParse(said).success);
}

interface FieldNames {
  /** Those that are null where they are absent. */
  readonly absent: readonly string[];
  /** Those that are null where their code is not known. */
  readonly coded: readonly string[];
  /** Those in which fields may be absent. */
  readonly nested: readonly string[];
}

const KNOWN = new WeakMap<object, FieldNames>();

function fieldsOf(shape: Readonly<Record<string, z.ZodType>>): FieldNames {
  const known = KNOWN.get(shape);
  if (known !== undefined) return known;
  const keys = Object.keys(shape);
  const names = {
    absent: keys.filter((key) => isNullIfAbsent(shape[key] as z.ZodType)),
    coded: keys.filter((key) => isCode(shape[key] as z.ZodType) && shape[key]?.safeParse(null).success === true),
    nested: keys.filter((key) => holdsFields(shape[key] as z.ZodType)),
  };
  KNOWN.set(shape, names);
  return names;
}

/** Whether a field must be there and may be null. */
function isNullIfAbsent(schema: z.ZodType): boolean {
  return schema.safeParse(null).success && !schema.safeParse(undefined).success;
}

function isCode(schema: z.ZodType): boolean {
  const { innerType, entries } = definitionOf(schema);
  return entries !== undefined || (innerType !== undefined && isCode(innerType));
}

function holdsFields(schema: z.ZodType): boolean {
  const { shape, innerType, options = [] } = definitionOf(schema);
  return shape !== undefined || (innerType !== undefined && holdsFields(innerType)) || options.some(holdsFields);
}

const definitionOf = (schema: z.ZodType): Definition => schema.def as unknown as Definition;
