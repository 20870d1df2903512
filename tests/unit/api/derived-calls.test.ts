import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { createRouter } from '../../../src-main/api/router.ts';
import { type Contract, contract } from '../../../src-shared/contract/index.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { answerOf, CANARY, fakeOperations } from '../../fixtures/served/fake-operations.ts';
import { sampleOf } from '../../fixtures/served/sample.ts';

const PROCEDURES = Object.entries(contract).flatMap(([group, calls]) =>
  Object.entries(calls as Record<string, { '~orpc': { outputSchema?: z.ZodType } }>)
    .filter(([call]) => call !== 'events')
    .map(([call, procedure]) => ({
      name: `${group}.${call}`,
      output: procedure['~orpc'].outputSchema as z.ZodType,
    })),
);

describe('what the contract derives', () => {
  it.each(PROCEDURES)('$name has a sample result that its schema accepts', ({ output }) => {
    expect(output.safeParse(sampleOf(output)).success).toBe(true);
  });

  it('hands the checked input and the call to the operation of the same name, and returns its result without what is not named', async () => {
    const operations = fakeOperations();
    const context = {
      via: 'ipc',
      actor: TESTER,
      stopping: new AbortController().signal,
      log: pino({ level: 'silent' }),
    } as const;
    const client: ContractRouterClient<Contract> = createRouterClient(createRouter(operations), { context }) as never;
    const given: unknown[] = [];
    operations.rest.status = (input, call) => {
      given.push(input, call);
      return answerOf('rest', 'status');
    };
    const answer = await client.rest.status();
    expect(given).toEqual([undefined, context]);
    expect(JSON.stringify(answer)).not.toContain(CANARY);
    await expect(client.miners.get({ id: 'no address' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(operations.asked).toEqual([]);
  });
});
