import { expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../../../src-shared/contract/index.ts';

/** Names of times in inputs. */
const TIME = /[._](at|since|until|before|after|from|to)$/;
const YEAR_10000 = Date.UTC(10_000, 0, 1);

interface Schema {
  readonly type?: string;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
}

/** The latest time that each field accepts, by its path. */
function latest(schema: Schema, path: string): [string, number][] {
  const parts = [...(schema.anyOf ?? []), ...(schema.items === undefined ? [] : [schema.items])];
  const own: [string, number][] =
    schema.type === 'integer' && TIME.test(path) ? [[path, schema.maximum ?? Number.POSITIVE_INFINITY]] : [];
  const below = Object.entries(schema.properties ?? {}).flatMap(([name, one]) => latest(one, `${path}.${name}`));
  return [...own, ...below, ...parts.flatMap((one) => latest(one, path))];
}

const GIVEN = Object.entries(contract).flatMap(([group, calls]) =>
  Object.entries(calls as Record<string, { '~orpc': { inputSchema?: z.ZodType } }>).flatMap(([call, procedure]) => {
    const input = procedure['~orpc'].inputSchema;
    if (input === undefined) return [];
    const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
    return latest(schema as Schema, `${group}.${call}`);
  }),
);

it('takes no moment that databases and calendars have no place for', () => {
  expect(GIVEN.length).toBeGreaterThan(10);
  expect(GIVEN.filter(([, most]) => most >= YEAR_10000)).toEqual([]);
});
