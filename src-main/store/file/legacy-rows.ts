import { z } from 'zod';

interface Skip {
  readonly what: string;
  readonly why: string;
}

/** A key or a preset, which SQLite may store as text or number. Compared as text. */
const Key = z.union([z.string().trim().min(1).max(200), z.int().transform(String)]);

const Mac = z
  .string()
  .transform((text) => text.trim().toLowerCase().replaceAll(/[:.-]/g, ''))
  .refine((digits) => /^[0-9a-f]{12}$/.test(digits), 'is not a MAC address')
  .transform((digits) => digits.match(/../g)?.join(':') ?? digits);

const Flag = z.union([
  z.literal([0, 1]).transform((flag) => flag === 1),
  z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.enum(['0', '1', 'true', 'false']))
    .transform((flag) => flag === '1' || flag === 'true'),
]);

/** Values above `most` are not possible for a miner. */
const figure = (most: number) =>
  z.union([z.number(), z.string().trim().min(1).transform(Number)]).pipe(z.number().nonnegative().max(most));

/** If a required column is invalid, the row is left out; for other columns only the value. */
const ROWS = {
  models: {
    label: 'alias',
    required: z.object({ id: Key, alias: Key }),
    optional: { name: Key, max_preset: Key },
  },
  model_presets: {
    label: 'value',
    required: z.object({
      model_id: Key,
      value: Key,
      position: z
        .number()
        .nullable()
        .transform((place) => place ?? 0),
    }),
    optional: { id: Key, expected_power_w: figure(100_000), expected_hashrate_th: figure(1_000_000) },
  },
  miners: {
    label: 'id',
    required: z.object({ id: Mac, managed: Flag.nullable().transform((flag) => flag ?? false) }),
    optional: {
      ip: z.union([z.ipv4(), z.ipv6()]),
      api_key: Key,
      unlock_pass: z.string().min(1).max(128),
      model_id: Key,
    },
  },
} as const;

type Rows = typeof ROWS;
type LegacyRow<T extends keyof Rows> = z.infer<Rows[T]['required']> & {
  [K in keyof Rows[T]['optional']]: z.infer<Rows[T]['optional'][K]> | null;
};

export type LegacyModelRow = LegacyRow<'models'>;
export type LegacyPresetRow = LegacyRow<'model_presets'>;
export type LegacyMinerRow = LegacyRow<'miners'>;

/**
 * A checked row of the first PowerHive's database; null if it is unusable. What is left out is
 * added to `skipped`.
 */
export function parseLegacyRow<T extends keyof Rows>(
  table: T,
  raw: Readonly<Record<string, unknown>>,
  skipped: Skip[],
): LegacyRow<T> | null {
  const { label, required, optional } = ROWS[table];
  const what = `${table} row ${shown(raw[label])}`;
  const row = required.safeParse(raw);
  if (!row.success) {
    skipped.push({ what, why: whyOf(row.error) });
    return null;
  }
  const parsed: Record<string, unknown> = { ...row.data };
  for (const [column, schema] of Object.entries(optional)) {
    const value = raw[column] === '' ? null : (raw[column] ?? null);
    const read = (schema as z.ZodType).nullable().safeParse(value);
    parsed[column] = read.success ? read.data : null;
    if (!read.success) skipped.push({ what: `${column} of ${what}`, why: whyOf(read.error) });
  }
  return parsed as LegacyRow<T>;
}

/** Never the value itself: it may be a password. */
function whyOf(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'it is not usable';
  return [issue.path.join('.'), issue.message].filter((part) => part !== '').join(': ');
}

function shown(label: unknown): string {
  return typeof label === 'string' || typeof label === 'number' ? JSON.stringify(label) : 'without a name';
}
