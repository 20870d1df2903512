import { ORPCError } from '@orpc/client';
import { z } from 'zod';

/**
 * Inputs of reads that only shorten the response, which the screens can do as well. A site of an
 * older version refuses what it does not know; without these it answers all the same. A filter that
 * decides what is meant, such as `q`, is never left out.
 */
const ONLY_SHORTENS: Readonly<Record<string, readonly string[]>> = { 'incidents.list': ['resolved_after'] };

const WrongFields = z.object({
  fields: z
    .array(z.object({ path: z.string() }))
    .min(1)
    .max(100),
});

/**
 * The input without what the site refused, if it refused only inputs that may be left out; else
 * null. `path`: of the call, such as `incidents.list`.
 */
export function inputForOlder(path: string, input: unknown, error: unknown): object | null {
  if (!(error instanceof ORPCError) || error.status !== 400 || typeof input !== 'object' || input === null) return null;
  const refused = WrongFields.safeParse(error.data).data?.fields.map((field) => field.path) ?? [];
  const optional = Object.hasOwn(ONLY_SHORTENS, path) ? (ONLY_SHORTENS[path] ?? []) : [];
  if (refused.length === 0 || !refused.every((name) => optional.includes(name) && Object.hasOwn(input, name)))
    return null;
  return Object.fromEntries(Object.entries(input).filter(([name]) => !refused.includes(name)));
}
