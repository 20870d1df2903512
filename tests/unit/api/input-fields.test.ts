import { expect, it } from 'vitest';
import { z } from 'zod';
import '../../../src-shared/model/index.ts';
import { errorsInWords, fieldErrors } from '../../../src-main/api/input-fields.ts';

const Input = z.object({
  params: z.object({ id: z.string() }),
  body: z.strictObject({ names: z.array(z.string()).optional(), password: z.string().max(3).optional() }),
});

function problemsOf(input: unknown) {
  return fieldErrors(Input.safeParse(input).error?.issues ?? []);
}

it('names fields as the caller knows them, wherever in the request they stand', () => {
  expect(problemsOf({ params: { id: 1 }, body: { names: ['a', 2] } })).toEqual([
    { path: 'id', message: 'must be a text' },
    { path: 'names.1', message: 'must be a text' },
  ]);
});

it('names a part that is missing as a whole', () => {
  expect(problemsOf({ params: { id: '1' } })).toEqual([{ path: 'body', message: 'is missing: it must be an object' }]);
});

it('names every unknown field by itself', () => {
  expect(problemsOf({ params: { id: '1' }, body: { a: 1, b: 2 } })).toEqual([
    { path: 'a', message: 'is not a field of this request' },
    { path: 'b', message: 'is not a field of this request' },
  ]);
});

it.each([
  [z.int().min(1), 0, 'must be 1 or more'],
  [z.int().max(365), 366, 'must be 365 or less'],
  [z.int(), 20.5, 'must be a whole number'],
  [z.number().gt(0), 0, 'must be more than 0'],
  [z.number().lt(10), 10, 'must be less than 10'],
  [z.string().min(1), '', 'must not be empty'],
  [z.string().min(8), 'short', 'must have 8 or more characters'],
  [z.string().max(3), 'long text', 'must have 3 or fewer characters'],
  [z.array(z.int()).max(2), [1, 2, 3], 'must have 2 or fewer entries'],
  [z.int().min(1, 'count from one'), 0, 'count from one'],
  [z.int(), 1.5, 'must be a whole number'],
  [z.number(), undefined, 'is missing: it must be a number'],
  [z.boolean(), 'true', 'must be true or false'],
  [z.array(z.string()).max(3), 'long text', 'must be a list'],
  [z.enum(['read', 'operate']), 'all', 'must be one of read, operate'],
  [z.enum(['read', 'operate']), undefined, 'is missing: it must be one of read, operate'],
  [z.literal('desktop'), 1, 'must be desktop'],
  [z.uuidv7(), 'x', 'must be an id, such as 01890a5d-ac96-774b-bcce-b302099a8057'],
  [z.email(), 'x', 'must be a mail address'],
  [z.string().regex(/^a$/), 'x', 'is not of the right form'],
  [z.union([z.int(), z.array(z.int())]), 'x', 'has none of the forms that it may have'],
] as const)('says in plain words what is wrong', (schema, value, message) => {
  expect(fieldErrors(schema.safeParse(value).error?.issues ?? [])).toEqual([{ path: '', message }]);
});

it('repeats no value', () => {
  expect(JSON.stringify(problemsOf({ params: { id: '1' }, body: { password: 'opensesame' } }))).not.toContain(
    'opensesame',
  );
});

it('says it all in one sentence', () => {
  expect(
    errorsInWords([
      { path: 'a', message: 'is wrong' },
      { path: '', message: 'all is wrong' },
    ]),
  ).toBe('a: is wrong; all is wrong');
  const many = Array.from({ length: 10_000 }, (_, i) => ({ path: `each.${i}.id`, message: 'is wrong' }));
  expect(errorsInWords(many)).toMatch(/^each\.0\.id: is wrong; .*; and 9995 more$/);
});
