import { expect, it } from 'vitest';
import type { ApiClient } from '../../../src-renderer/api/connection.ts';
import { callAtSite } from '../../../src-renderer/api/site-transport.ts';

it('reads what a site responded to a call, which arrives as JSON text', async () => {
  const asked: unknown[] = [];
  const home = (text: string | null) =>
    ({
      sites: {
        call: async (input: unknown) => {
          asked.push(input);
          return text;
        },
      },
    }) as unknown as ApiClient;
  const call = { id: 'north', path: 'miners.list', input: {} };
  expect(await callAtSite(home('[{"id":"02:00:00:00:00:01"}]'), call)).toEqual([{ id: '02:00:00:00:00:01' }]);
  expect(await callAtSite(home('null'), call)).toBeNull();
  // A call without a response.
  expect(await callAtSite(home(null), call)).toBeUndefined();
  expect(asked).toEqual([call, call, call]);
});
