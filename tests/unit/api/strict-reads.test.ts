import { expect, it } from 'vitest';
import type { z } from 'zod';
import { contract } from '../../../src-shared/contract/index.ts';

interface Procedure {
  readonly '~orpc': { readonly inputSchema?: z.ZodType; readonly route: { readonly method?: string } };
}

const READS = Object.entries(contract).flatMap(([group, calls]) =>
  Object.entries(calls as Record<string, Procedure>).flatMap(
    ([
      call,
      {
        '~orpc': { inputSchema, route },
      },
    ]) =>
      inputSchema === undefined || route.method !== 'GET' ? [] : [{ name: `${group}.${call}`, schema: inputSchema }],
  ),
);

it.each(READS)('$name refuses a filter that it does not know: it would answer with everything', ({ schema }) => {
  const unknown = schema
    .safeParse({ mangaed: 'false' })
    .error?.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  expect(unknown).toEqual(['mangaed']);
});

it('knows the calls that only read', () => {
  expect(READS.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['miners.list', 'miners.statuses', 'incidents.list', 'app.activity', 'history.query']),
  );
});
