import { describe, expect, it } from 'vitest';
import type { StoredBulkEdit } from '../../../src-main/fleet/bulk/bulk-edit-work.ts';
import { BulkEdits } from '../../../src-main/fleet/bulk/bulk-edits.ts';
import { StoreError } from '../../../src-main/store/store-error.ts';
import { type Actor, type Miner, MinersChange, type NewEvent } from '../../../src-shared/model/index.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';
import { minerRow } from '../renderer/miner-row.ts';

const idOf = (n: number): string =>
  `02:00:00:00:${(n >> 8).toString(16).padStart(2, '0')}:${(n & 255).toString(16).padStart(2, '0')}`;

function setUp(
  count: number,
  write: (id: string) => Promise<void> = async () => undefined,
  kept = new Map<string, StoredBulkEdit>(),
  rows = new Map<string, Miner>(),
) {
  for (let n = rows.size; n < count; n++) rows.set(idOf(n), minerRow({ id: idOf(n), managed: false }));
  const world = {
    rows,
    ids: [...rows.keys()],
    /** In the order in which they were passed in; those that cannot be written are written later. */
    events: [] as NewEvent[],
    onDisk: [] as NewEvent['event'][],
    onDiskWhenForgotten: [] as NewEvent['event'][],
    steps: [] as MinersChange[],
    writes: 0,
    patched: [] as { id: string; by: string | null }[],
    passwords: new Map<string, string | null>(),
    /** What was stored of single edits. */
    decided: [] as string[][],
    kept,
    auditWorks: true,
  };
  const changes = new BulkEdits({
    fleet: {
      miner: (id) => rows.get(id) ?? null,
      async patch(id, { unlock_pass, ...patch }, actor) {
        world.writes += 1;
        world.patched.push({ id, by: actor?.name ?? null });
        await write(id);
        const row = rows.get(id);
        if (row === undefined) return null;
        if (unlock_pass !== undefined) world.passwords.set(id, unlock_pass);
        const set = Object.entries(patch).filter(([, value]) => value !== undefined);
        rows.set(id, { ...row, ...Object.fromEntries(set) });
        return row;
      },
      async remove(id) {
        await write(id);
        return rows.delete(id);
      },
      hasPassword: (id, password) => (world.passwords.get(id) ?? null) === password,
      check: async (id) => (id === idOf(1) ? 'no answer' : null),
    },
    keeper: {
      keep: async (change) => void kept.set(change.change_id, change),
      decideLater: async (id, minerId, fields) => {
        world.decided.push([id, minerId, ...fields]);
        const change = kept.get(id);
        if (change !== undefined)
          kept.set(id, { ...change, decided_later: { ...change.decided_later, [minerId]: fields } });
      },
      forget: async (id) => {
        world.onDiskWhenForgotten = [...world.onDisk];
        kept.delete(id);
      },
      load: async () => [...kept.values()],
    },
    bus: {
      prepare: (event) => ({ ...event, event_id: 'e', at: 5, miner_id: null }) as never,
      recordPrepared: async ({ event, actor, data }) => {
        world.events.push({ event, actor, data } as NewEvent);
        await new Promise((resolve) => setImmediate(resolve));
        if (!world.auditWorks) throw new StoreError('disk_full', 'The disk is full');
        world.onDisk.push(event);
      },
    },
    clock: new ManualClock(),
    onChange: (change) => void world.steps.push(MinersChange.parse(change)),
    onError: (error) => {
      if (world.auditWorks) throw error;
    },
  });
  const ended = async (id: string): Promise<MinersChange> => {
    while (changes.get(id)?.finished_at === null) await new Promise((resolve) => setImmediate(resolve));
    return changes.get(id) as MinersChange;
  };
  const managed = (): number => [...rows.values()].filter((row) => row.managed).length;
  return { ...world, world, changes, ended, managed };
}

const rowsOf = (names: readonly string[]) =>
  new Map(names.map((nickname, n) => [idOf(n), minerRow({ id: idOf(n), nickname, place: `R7/${n}` })]));

describe('a change of many miners in the program', () => {
  it('reaches all of them, is one event for all with who asked, and shows how far it is', async () => {
    const { changes, ids, ended, managed, events, steps } = setUp(1234);
    const begun = await changes.start([...ids, ...ids], { patch: { managed: true } }, TESTER);
    expect(begun).toMatchObject({ state: 'running', total: 1234, done: 0, actor: TESTER });
    expect(await ended(begun.change_id)).toMatchObject({ state: 'done', done: 1234, failed: 0, skipped: 0 });
    expect(managed()).toBe(1234);
    expect(events).toMatchObject([
      {
        event: 'miners_change_started',
        actor: TESTER,
        // No query can name this many.
        data: { change_id: begun.change_id, kind: 'manage', managed: true, count: 1234, miners: { query: null } },
      },
    ]);
    const done = steps.map((step) => step.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(new Set(done).size).toBeGreaterThan(20);
  });

  it('says in the activity which miners it is about, and where they are unless it puts them there', async () => {
    const { changes, ids, events, ended } = setUp(2, undefined, undefined, rowsOf(['S19-04', 'S19-03']));
    for (const wanted of [{ check: true }, { patch: { place: 'R8' } }, { remove: 'keep' }] as const) {
      await ended((await changes.start(ids, wanted, TESTER)).change_id);
    }
    const named = events.flatMap((event) => (event.event === 'miners_change_started' ? [event.data.miners] : []));
    const names = ['S19-03', 'S19-04'];
    const query = `mac:${ids.map((id) => id.replaceAll(':', '')).join('|')}`;
    expect(named).toEqual([
      { names, where: 'R7', query },
      { names, where: null, query },
      { names, where: 'R8', query: null },
    ]);
  });

  it('accepts the presets of those that fell, and leaves the others', async () => {
    const fell = minerRow({ id: idOf(0), preset_fall: { from: '3240', hashrate_lost_hs: null } });
    const rows = new Map([fell, minerRow({ id: idOf(1) })].map((row) => [row.id, row]));
    const { changes, ids, world, ended } = setUp(2, undefined, undefined, rows);
    const { change_id } = await changes.start(ids, { patch: { accept_preset: true } }, TESTER);
    expect(await ended(change_id)).toMatchObject({ state: 'done', kind: 'edit', done: 2 });
    // Each with an entry of its own.
    expect(world.patched).toEqual([{ id: idOf(0), by: TESTER.name }]);
  });

  it('changes nothing before it is in the activity, where an entry that is written later has its end', async () => {
    const { changes, world, ids, managed, events } = setUp(3);
    world.auditWorks = false;
    await expect(changes.start(ids, { patch: { managed: true } }, TESTER)).rejects.toThrow('The disk is full');
    await changes.close();
    expect({ managed: managed(), changes: changes.all() }).toEqual({ managed: 0, changes: [] });
    expect(events).toMatchObject([
      { event: 'miners_change_started' },
      { event: 'miners_change_incomplete', data: { count: 3, done: 0, skipped: 3 } },
    ]);
  });

  it('is stopped: what was begun is done, the rest is skipped, and that is said', async () => {
    const { changes, world, ids, managed, events, steps } = setUp(
      500,
      () => new Promise((resolve) => setImmediate(resolve)),
    );
    const { change_id } = await changes.start(ids, { patch: { managed: true } }, TESTER);
    while ((changes.get(change_id)?.done ?? 0) === 0) await new Promise((resolve) => setImmediate(resolve));
    const another: Actor = { via: 'desktop', name: 'another', scope: 'operate' };
    const stopped = await changes.stop(change_id, another);
    expect(stopped?.state).toBe('stopped');
    expect(managed()).toBeLessThan(500);
    expect(stopped).toMatchObject({ done: managed(), failed: 0, skipped: 500 - managed() });
    expect(steps.at(-1)).toEqual(stopped);
    expect(events).toMatchObject([
      { event: 'miners_change_started', actor: TESTER },
      { event: 'miners_change_incomplete', actor: another },
    ]);
    await changes.close();
    // A kill before that continues the change at the next start.
    expect(world.onDiskWhenForgotten).toEqual(['miners_change_started', 'miners_change_incomplete']);
    expect(await changes.stop('nothing', TESTER)).toBeNull();
  });

  it('goes on with the others where a miner is gone, and writes none that is as it should be', async () => {
    const { changes, ids, rows, ended, world } = setUp(4);
    rows.delete(idOf(1));
    rows.set(idOf(2), { ...(rows.get(idOf(2)) as Miner), managed: true });
    const { change_id } = await changes.start(ids, { patch: { managed: true } }, TESTER);
    expect(await ended(change_id)).toMatchObject({
      state: 'done',
      done: 3,
      failed: 1,
      failures: [{ id: idOf(1), message: 'There is no such miner.' }],
    });
    expect(world.writes).toBe(2);
  });

  it('ends early where the database takes nothing', async () => {
    const { changes, ids, ended, events, world } = setUp(1000, async () => {
      throw new StoreError('locked', 'The database is locked');
    });
    const { change_id } = await changes.start(ids, { patch: { managed: true } }, TESTER);
    const end = await ended(change_id);
    expect(end).toMatchObject({ state: 'failed', done: 0, failed: world.writes, skipped: 1000 - world.writes });
    expect(world.writes).toBeLessThan(200);
    expect(end.failures[0]?.message).toBe('The database is locked');
    expect(events.at(-1)).toMatchObject({ event: 'miners_change_incomplete', data: { done: 0 } });
  });

  it('waits for the one before it, so that the later one decides', async () => {
    const { changes, ids, ended, managed } = setUp(300);
    const first = await changes.start(ids, { patch: { managed: true } }, TESTER);
    const second = await changes.start(ids, { patch: { managed: false } }, TESTER);
    await ended(second.change_id);
    expect(changes.get(first.change_id)?.state).toBe('done');
    expect(managed()).toBe(0);
  });

  it('leaves to a miner what was decided for it alone while it waited for its turn, and does the rest', async () => {
    const { changes, ids, rows, ended } = setUp(300, () => new Promise((resolve) => setImmediate(resolve)));
    const patch = { managed: true, place: 'R7' };
    const first = await changes.start(ids, { patch }, TESTER);
    const second = await changes.start(ids, { patch: { tags: ['hydro'] } }, TESTER);
    const byHand = idOf(299);
    await changes.yieldTo(byHand, { place: 'R9' });
    rows.set(byHand, { ...(rows.get(byHand) as Miner), place: 'R9' });
    expect(await ended(first.change_id)).toMatchObject({ state: 'done', done: 300, failed: 0 });
    expect(await ended(second.change_id)).toMatchObject({ state: 'done', done: 300, failed: 0 });
    expect(rows.get(byHand)).toMatchObject({ managed: true, place: 'R9', tags: ['hydro'] });
    expect(rows.get(idOf(298))).toMatchObject({ managed: true, place: 'R7', tags: ['hydro'] });
    await ended((await changes.start(ids, { patch: { place: 'R8' } }, TESTER)).change_id);
    expect(rows.get(byHand)?.place).toBe('R8');
  });

  it('stores a single edit only for changes of that miner that set the same field', async () => {
    const written = Promise.withResolvers<void>();
    const { changes, ids, decided, ended } = setUp(100, () => written.promise);
    const placed = await changes.start(ids.slice(0, 99), { patch: { place: 'R7', managed: true } }, TESTER);
    const tagged = await changes.start(ids, { patch: { tags: ['hydro'] } }, TESTER);
    await changes.start(ids, { check: true }, TESTER);
    const last = await changes.start(ids, { remove: 'keep' }, TESTER);
    await changes.yieldTo(idOf(98), { nickname: 'R1-S01' });
    await changes.yieldTo(idOf(99), { place: 'R9' });
    expect(decided).toEqual([]);
    await changes.yieldTo(idOf(98), { place: 'R9', nickname: 'R1-S01' });
    await changes.yieldTo(idOf(99), { tags: [] });
    expect(decided).toEqual([
      [placed.change_id, idOf(98), 'place'],
      [tagged.change_id, idOf(99), 'tags'],
    ]);
    written.resolve();
    await ended(last.change_id);
  });

  it('is left to the next start when the program ends, which finishes it', async () => {
    const slow = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    const { changes, ids, rows, kept, managed, events } = setUp(2000, slow);
    const { change_id } = await changes.start(ids, { patch: { managed: true } }, TESTER);
    while ((changes.get(change_id)?.done ?? 0) === 0) await new Promise((resolve) => setImmediate(resolve));
    await changes.close();
    expect(managed()).toBeGreaterThan(0);
    expect(managed()).toBeLessThan(2000);
    expect(events.map(({ event }) => event)).toEqual(['miners_change_started']);

    const next = setUp(2000, async () => undefined, kept, rows);
    await next.changes.resume();
    expect(await next.ended(change_id)).toMatchObject({ state: 'done', actor: TESTER, total: 2000, done: 2000 });
    expect(next.managed()).toBe(2000);
    expect(kept.size).toBe(0);
  });

  it('leaves alone after the next start too what was decided for a miner, changed by it already or not', async () => {
    const slow = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    const { changes, ids, rows, kept } = setUp(300, slow);
    const patch = { managed: true, place: 'R7' };
    const { change_id } = await changes.start(ids, { patch }, TESTER);
    while ((changes.get(change_id)?.done ?? 0) === 0) await slow();
    const byHand = [idOf(0), idOf(299)];
    for (const id of byHand) {
      await changes.yieldTo(id, { place: 'R9' });
      rows.set(id, { ...(rows.get(id) as Miner), place: 'R9' });
    }
    await changes.close();
    const next = setUp(300, async () => undefined, kept, rows);
    // One is changed while what was running is still being read.
    const resumed = next.changes.resume();
    byHand.push(idOf(150));
    await next.changes.yieldTo(idOf(150), { place: 'R9' });
    rows.set(idOf(150), { ...(rows.get(idOf(150)) as Miner), place: 'R9' });
    await resumed;
    await next.ended(change_id);
    expect(byHand.map((id) => rows.get(id))).toMatchObject(Array(3).fill({ managed: true, place: 'R9' }));
    expect(rows.get(idOf(298))).toMatchObject({ managed: true, place: 'R7' });
  });

  it('gives each miner its own, with an entry for each, and the event of the change has no secret', async () => {
    const { changes, ended, rows, world } = setUp(3);
    const each = [
      { id: idOf(0), patch: { nickname: 'R1' } },
      { id: idOf(1), patch: { tags: ['rack-2'], place: 'R7' } },
      { id: idOf(2), patch: { unlock_pass: 'secret' } },
    ];
    const { change_id } = await changes.start([], { each }, TESTER);
    expect(await ended(change_id)).toMatchObject({ kind: 'edit', patch: {}, total: 3, done: 3 });
    expect([rows.get(idOf(0))?.nickname, rows.get(idOf(1))?.place]).toEqual(['R1', 'R7']);
    expect(world.patched.map(({ by }) => by)).toEqual([TESTER.name, TESTER.name, TESTER.name]);
    expect(JSON.stringify([world.events, world.steps])).not.toContain('secret');
  });

  it.each([
    [{ patch: { unlock_pass: 'x' } }, 'password', 3],
    [{ patch: { tags: [] } }, 'tag', 3],
    [{ remove: 'drop' }, 'remove', 3],
    [{ check: true }, 'check', 2],
  ] as const)('%j of all of them is one of its kind', async (wanted, kind, done) => {
    const { changes, ids, ended, events } = setUp(3);
    const { change_id } = await changes.start(ids, wanted as never, TESTER);
    expect(await ended(change_id)).toMatchObject({ kind, done, failed: 3 - done });
    expect(events[0]).toMatchObject({
      event: 'miners_change_started',
      actor: TESTER,
      data: { change_id, kind, count: 3 },
    });
  });

  it('goes on without doing again what was done: a removed miner, and a password', async () => {
    const started = { event: 'miners_change_started', actor: TESTER, at: 1, event_id: 'a', miner_id: null } as const;
    const change = (change_id: string, patch: object | null) => ({
      change_id,
      started: { ...started, data: { change_id, count: 2 } },
      actor: TESTER,
      work: {
        kind: patch === null ? ('remove' as const) : ('password' as const),
        history: patch === null ? ('keep' as const) : null,
        miners: [0, 1].map((n) => ({ id: idOf(n), patch })),
        shared: null,
      },
    });
    const [password, remove] = ['019ab000-0000-7000-8000-000000000001', '019ab000-0000-7000-8000-000000000002'];
    const kept = new Map([
      [password, change(password, { unlock_pass: 'new' })],
      [remove, change(remove, null)],
    ]);
    const { changes, rows, ended, world } = setUp(2, async () => undefined, kept);
    world.passwords.set(idOf(0), 'new');
    await changes.resume();
    await ended(password);
    expect(world.patched.map(({ id }) => id)).toEqual([idOf(1)]);
    expect(await ended(remove)).toMatchObject({ state: 'done', done: 2 });
    expect(rows.size).toBe(0);
  });

  it('says so where it cannot go on', async () => {
    const data = { change_id: '019ab000-0000-7000-8000-000000000003', kind: 'password', count: 7 } as const;
    const started = {
      event: 'miners_change_started',
      actor: TESTER,
      at: 1,
      event_id: 'a',
      miner_id: null,
      data,
    } as const;
    const lost = { change_id: data.change_id, started, actor: TESTER, work: null } as never;
    const { changes, events, kept } = setUp(2, undefined, new Map([[data.change_id, lost]]));
    await changes.resume();
    expect(events.at(-1)).toMatchObject({ event: 'miners_change_incomplete', data: { done: 0, skipped: 7 } });
    expect(kept.size).toBe(0);
  });
});
