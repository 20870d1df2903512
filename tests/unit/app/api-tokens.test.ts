import { expect, it } from 'vitest';
import { ApiTokens, MOST_TOKENS } from '../../../src-main/app/api-tokens.ts';
import type { RecordChange } from '../../../src-main/events/bus.ts';
import type { StoredToken } from '../../../src-main/store/store.ts';
import { DAY_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import type { NewApiToken } from '../../../src-shared/model/index.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

/** Tokens over rows that survive a restart; `disk.full` refuses every write. */
function farm() {
  const rows: StoredToken[] = [];
  const disk = { full: false };
  const store = { tokens: async () => [...rows], noteTokenUse: async () => undefined };
  const record = (async (_events: unknown, call: string, argument: unknown) => {
    await Promise.resolve();
    if (disk.full) throw new Error('The disk is full');
    if (call === 'addToken') rows.push(argument as StoredToken);
    const index = rows.findIndex(({ id }) => id === argument);
    if (call === 'removeToken' && index >= 0) rows.splice(index, 1);
  }) as unknown as RecordChange;
  const start = async (clock = new ManualClock()): Promise<ApiTokens> => {
    const tokens = new ApiTokens(store, record, clock, (error) => {
      throw error;
    });
    await tokens.load();
    return tokens;
  };
  return { rows, disk, start };
}

const NEW = { name: 'grafana', scope: 'operate' } as const;

async function made(tokens: ApiTokens, token: NewApiToken = NEW) {
  const answer = await tokens.create(token, TESTER);
  return typeof answer === 'string' ? expect.fail(answer) : answer;
}

it('a token that the disk kept opens nothing, stays listed, and can be deleted again', async () => {
  const { rows, disk, start } = farm();
  const tokens = await start();
  const { id, secret } = await made(tokens);
  expect(tokens.find(secret)).toMatchObject(NEW);

  disk.full = true;
  await expect(tokens.remove(id, TESTER)).rejects.toThrow('The disk is full');
  expect(tokens.find(secret)).toBeNull();
  expect(tokens.list()).toMatchObject([{ id }]);

  disk.full = false;
  expect(await tokens.remove(id, TESTER)).toMatchObject({ id });
  expect(tokens.list()).toEqual([]);
  expect(rows).toEqual([]);
  expect((await start()).find(secret)).toBeNull();
  expect(await tokens.remove(id, TESTER)).toBeNull();
});

it('makes no more than a hundred, and says so', async () => {
  const { start } = farm();
  const tokens = await start();
  for (let i = 0; i < MOST_TOKENS; i++) await made(tokens, { ...NEW, name: `tool ${i}` });
  expect(await tokens.create({ ...NEW, name: 'one more' }, TESTER)).toBe('too_many');
  expect(await tokens.create({ ...NEW, name: 'tool 7' }, TESTER)).toBe('taken');
});

it('makes one of two of a name that are asked for at once, and deletes one once', async () => {
  const { rows, start } = farm();
  const tokens = await start();
  const both = await Promise.all([tokens.create(NEW, TESTER), tokens.create(NEW, TESTER)]);
  expect(both).toEqual([expect.objectContaining({ name: NEW.name }), 'taken']);
  const id = rows[0]?.id ?? expect.fail();
  const removed = await Promise.all([tokens.remove(id, TESTER), tokens.remove(id, TESTER)]);
  expect(removed.map((token) => token !== null)).toEqual([true, false]);
  expect(rows).toEqual([]);
});

it('ends what a token has open as soon as it is revoked, also where the disk refuses', async () => {
  const { disk, start } = farm();
  const tokens = await start();
  const { id, secret } = await made(tokens);
  const open = tokens.find(secret) ?? expect.fail();
  expect(open.revoked.aborted).toBe(false);
  disk.full = true;
  await tokens.remove(id, TESTER).catch(() => undefined);
  expect(open.revoked.aborted).toBe(true);
});

it('notes that a token was used also after the clock was set back', async () => {
  const clock = new ManualClock();
  const tokens = await farm().start(clock);
  const { secret } = await made(tokens);
  tokens.find(secret);
  clock.setBack(DAY_MS);
  clock.elapse(MINUTE_MS);
  tokens.find(secret);
  expect(tokens.list()).toMatchObject([{ last_used_at: clock.nowMs() }]);
});
