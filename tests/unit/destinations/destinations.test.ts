import { beforeEach, describe, expect, it } from 'vitest';
import { createDestinationOperations } from '../../../src-main/app/operations/destinations.ts';
import { Destinations } from '../../../src-main/destinations/destinations.ts';
import { BACKOFF } from '../../../src-main/destinations/retry.ts';
import type { StoredDestination } from '../../../src-main/store/destination-records.ts';
import { DAY_MS } from '../../../src-shared/milliseconds.ts';
import type { NewDestination } from '../../../src-shared/model/index.ts';
import { BY_TESTER, TESTER } from '../../fixtures/actors.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8058';
const ELSEWHERE = 'postgresql://127.0.0.1:5433/farm';
let clock: ManualClock;
let kept: StoredDestination[];

beforeEach(() => {
  clock = new ManualClock(20_000 * DAY_MS);
  kept = [];
});

/** Destinations that are not started; the last of `kept` is their stored state. */
async function load(stored: readonly StoredDestination[]): Promise<Destinations> {
  const notCalled = () => Promise.reject(new Error('not called'));
  const destinations = new Destinations({
    store: { destinations: async () => stored, lastFillId: async () => 7 } as never,
    record: (async (_: unknown, __: string, one: StoredDestination) => void kept.push(one)) as never,
    secrets: { format: 'v1', opens: ['v1'], encrypt: (plain: string) => plain, open: (text: string) => text } as never,
    clock,
    backoff: BACKOFF,
    safeMs: 0,
    test: notCalled,
    forget: () => Promise.resolve(),
    step: notCalled,
    oldestUnwrittenAt: () => null,
    watchingSinceAt: () => null,
    statusMs: () => 15_000,
    publish: () => undefined,
    onError: (error) => {
      throw error;
    },
  });
  await destinations.load();
  return destinations;
}

describe('a destination that moves to another server', () => {
  const SINCE = 20_000 * DAY_MS - 10 * DAY_MS;
  const position = {
    at: 20_000 * DAY_MS - 60_000,
    to: null,
    after_key: 0,
    fill_id: 9,
    safe: null,
    tables: { at: 5, activity_id: 6, slots_at: 0, slots_key: 0 },
  };
  const sent = (since_at: number | null): StoredDestination => ({
    id: ID,
    kind: 'postgres',
    name: 'PG',
    url: 'postgresql://127.0.0.1:5432/farm',
    enabled: false,
    user: 'me',
    secret_sealed: 'secret',
    sample_seconds: 60,
    since_at,
    max_kbytes_per_s: 64,
    created_at: SINCE,
    position,
    sent: 5,
    refused: 0,
    last_success_at: null,
    last_error: null,
  });

  it.each([{}, { since_at: SINCE }])(
    'gets there what is kept since its time, from the beginning (%j)',
    async (more) => {
      const destinations = await load([sent(SINCE)]);
      await destinations.update(ID, { url: ELSEWHERE, secret: 'new', ...more }, TESTER);
      expect(kept.at(-1)?.position).toEqual({ at: SINCE, to: null, after_key: 0, fill_id: 0, safe: null });
    },
  );

  it('goes on there where only new history is sent, so that nothing is left out', async () => {
    const destinations = await load([sent(null)]);
    await destinations.update(ID, { url: ELSEWHERE }, TESTER);
    expect(kept.at(-1)?.position).toEqual(position);
  });

  it('stays where it is when something else changes', async () => {
    const destinations = await load([sent(SINCE)]);
    await destinations.update(ID, { name: 'Other', since_at: SINCE, url: 'postgresql://127.0.0.1:5432/farm' }, TESTER);
    expect(kept.at(-1)).toMatchObject({ name: 'Other', position });
  });
});

const input = (name: string): NewDestination => ({
  kind: 'remote_write',
  name,
  url: 'http://127.0.0.1:8428/api/v1/write',
  enabled: false,
  user: null,
  sample_seconds: 60,
  since_at: null,
  max_kbytes_per_s: 64,
});

it('refuses a time in the future, from which nothing could be sent yet', async () => {
  const destinations = await load([]);
  const operations = createDestinationOperations({ destinations, clock });
  const since_at = clock.nowMs() + 1;
  const refused = { ok: false, refusal: { message: expect.stringMatching(/^since_at: is in the future/) } };
  expect(await operations.create({ ...input('VM'), since_at }, BY_TESTER)).toMatchObject(refused);
  expect(await operations.create({ ...input('VM'), since_at: clock.nowMs() }, BY_TESTER)).toMatchObject({ ok: true });
  const [{ id } = { id: '' }] = destinations.list();
  expect(await operations.update({ params: { id }, body: { since_at } }, BY_TESTER)).toMatchObject(refused);
});

it.each([
  [{ user: 'a:b', secret: 'pw' }, /^user: must have no colon/],
  [{ secret: 'two words' }, /^secret: a bearer token is one word/],
  [{ secret: 'a line\n' }, /^secret: a bearer token is one word/],
  [{ kind: 'postgres', url: 'postgresql://127.0.0.1/x', secret: 'pw' } as const, /^user: PostgreSQL needs a user/],
])('refuses the login %j, which could not be sent', async (login, message) => {
  const destinations = await load([]);
  const operations = createDestinationOperations({ destinations, clock });
  const refused = { ok: false, refusal: { message: expect.stringMatching(message) } };
  expect(await operations.create({ ...input('VM'), ...login }, BY_TESTER)).toMatchObject(refused);
  if ('kind' in login) return;
  expect(await operations.create({ ...input('VM'), user: 'me', secret: 'two слова' }, BY_TESTER)).toMatchObject({
    ok: true,
  });
  const [{ id } = { id: '' }] = destinations.list();
  const body = { user: null, ...login };
  expect(await operations.update({ params: { id }, body }, BY_TESTER)).toMatchObject(refused);
});

it('says why a destination is not made: another one has its name, or there are too many', async () => {
  const destinations = await load([]);
  expect(await destinations.create(input('VM 0'), TESTER)).toMatchObject({ name: 'VM 0', has_secret: false });
  expect(await destinations.create(input('VM 0'), TESTER)).toBe('taken');
  for (let n = 1; n < 16; n++) await destinations.create(input(`VM ${n}`), TESTER);
  expect(destinations.list()).toHaveLength(16);
  expect(await destinations.create(input('VM 16'), TESTER)).toBe('too_many');
});
