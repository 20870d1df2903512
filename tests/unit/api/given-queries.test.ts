import { expect, it } from 'vitest';
import { z } from 'zod';
import { createChangeOperations } from '../../../src-main/app/operations/changes.ts';
import { createJobOperations } from '../../../src-main/app/operations/jobs.ts';
import { contract } from '../../../src-shared/contract/index.ts';
import { BY_TESTER } from '../../fixtures/actors.ts';
import { minerRow } from '../renderer/miner-row.ts';

interface Procedure {
  readonly '~orpc': { readonly inputSchema?: z.ZodType; readonly route: { readonly method?: string } };
}
interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly type?: string;
}

/** Every changing call with a query, and the path of the query in its input. */
const CHANGING = Object.entries(contract).flatMap(([group, calls]) =>
  Object.entries(calls as Record<string, Procedure>).flatMap(
    ([
      call,
      {
        '~orpc': { inputSchema, route },
      },
    ]) => {
      if (inputSchema === undefined || route.method === 'GET') return [];
      const { properties = {} } = z.toJSONSchema(inputSchema, { io: 'input', unrepresentable: 'any' }) as Schema;
      const isInBody = properties['body']?.properties?.['query']?.type === 'string';
      if (!isInBody && properties['query']?.type !== 'string') return [];
      return [{ name: `${group}.${call}`, schema: inputSchema, isInBody }];
    },
  ),
);

/** A rule about racks has no query; for one about miners, the operation checks it. */
const MAY_BE_EMPTY = ['rules.update'];

it('knows the calls that change miners', () => {
  expect(CHANGING.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['jobs.plan', 'jobs.pools', 'jobs.start', 'changes.start', 'maintenance.create']),
  );
});

it.each(CHANGING.filter(({ name }) => !MAY_BE_EMPTY.includes(name)))(
  '$name takes no query of white space, which would be the whole farm',
  ({ schema, isInBody }) => {
    for (const query of ['', ' ', '\t\n', '\u00a0', '\u2028', '\ufeff']) {
      const result = schema.safeParse(isInBody ? { params: {}, body: { query } } : { query });
      const places = result.error?.issues.map(({ path }) => path.join('.')) ?? [];
      expect({ query, places }).toEqual({ query, places: expect.arrayContaining([isInBody ? 'body.query' : 'query']) });
    }
  },
);

it('an order whose query asks nothing reaches no miner, however it came here', async () => {
  const started: unknown[] = [];
  const parts = {
    clock: { nowMs: () => 1_700_000_000_000 },
    settings: { current: { intervals: { status_seconds: 15 } } },
    fleet: { miners: () => [minerRow({})] },
    jobs: {
      isOn: () => true,
      prepare: (...args: unknown[]) => started.push(args),
      poolsOf: () => started.push('pools'),
    },
    changes: { start: (...args: unknown[]) => started.push(args) },
  } as never;
  const order = { action: 'stop', params: {}, query: ' ', allow_untuned: false } as const;
  const jobs = createJobOperations(parts);
  for (const result of [
    await createChangeOperations(parts).start({ query: ' ', remove: 'drop' }, BY_TESTER),
    jobs.plan(order),
    jobs.pools({ query: ' ' }),
    await jobs.start(order, BY_TESTER),
  ]) {
    expect(result).toMatchObject({ ok: false, refusal: { message: 'query: must not be empty; * is every miner.' } });
  }
  expect(started).toEqual([]);
});
