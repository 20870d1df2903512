import { expect, it } from 'vitest';
import type { ApiClient } from '../../../../src-renderer/api/connection/connection.ts';
import { callAtSite, eventsOfSite } from '../../../../src-renderer/api/connection/site-transport.ts';

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

it('reads the live stream of a site, whose events arrive as JSON text, and ends with it', async () => {
  let isLeft = false;
  async function* texts() {
    try {
      yield '{"seq":1,"type":"activity","entries":[]}';
      yield '{"seq":2,"type":"activity","entries":[]}';
    } finally {
      isLeft = true;
    }
  }
  const home = { sites: { events: async () => texts() } } as unknown as ApiClient;
  const seqs: number[] = [];
  for await (const { seq } of await eventsOfSite(home, 'north')) {
    seqs.push(seq);
    if (seq === 2) break;
  }
  expect(seqs).toEqual([1, 2]);
  expect(isLeft).toBe(true);
});
