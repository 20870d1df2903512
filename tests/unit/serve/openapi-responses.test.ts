import { isDeepStrictEqual } from 'node:util';
import type { AnyContractProcedure } from '@orpc/contract';
import { beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import { generateOpenApi } from '../../../src-main/serve/openapi.ts';
import { contract } from '../../../src-shared/contract/index.ts';

interface Operation {
  readonly operationId: string;
  readonly responses: Record<string, { content?: Record<string, { schema?: object; example?: unknown }> }>;
}

let operations: Operation[];
beforeAll(async () => {
  const { paths = {} } = await generateOpenApi('9.9.9');
  operations = Object.values(paths).flatMap((item) => Object.values(item ?? {}) as Operation[]);
});

/** The JSON responses of calls of the contract that were carried out. */
const responses = () =>
  operations.flatMap(({ operationId, responses }) => {
    const [group = '', call = ''] = operationId.split('.');
    const procedure = (contract as unknown as Record<string, Record<string, AnyContractProcedure>>)[group]?.[call];
    const json = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1].content?.[
      'application/json'
    ];
    return procedure === undefined || json?.schema === undefined ? [] : [{ operationId, procedure, ...json }];
  });

it('has an example of each response, which its schema takes as it is', () => {
  const wrong = responses().flatMap(({ operationId, procedure, example }) => {
    const schema = procedure['~orpc'].outputSchema as z.ZodType | undefined;
    const { success, data, error } = schema?.safeParse(example) ?? {};
    if (success !== true)
      return [`${operationId}: ${error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`)}`];
    return isDeepStrictEqual(data, example) ? [] : [`${operationId}: loses fields`];
  });
  expect(wrong).toEqual([]);
  expect(responses().length).toBeGreaterThan(60);
});

it('shows plain values in them: no placeholder for what has a name, and units that fit', () => {
  const miner = responses().find(({ operationId }) => operationId === 'miners.get')?.example;
  expect(miner).toMatchObject({
    id: '02:95:23:00:00:01',
    nickname: 'R7-01',
    offline_since_at: null,
    latest_status: { hashrate_hs: 104_500_000_000_000, power_w: 3050 },
  });
});
