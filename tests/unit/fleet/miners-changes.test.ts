import { describe, expect, it } from 'vitest';
import { MinersChanges } from '../../../src-main/fleet/miners-changes.ts';
import { StoreError } from '../../../src-main/store/store-error.ts';
import { type Miner, MinersChange, type NewEvent } from '../../../src-shared/model/index.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';
import { minerRow } from '../renderer/miner-row.ts';

const idOf = (n: number): string =>
  `02:00:00:00:${(n >> 8).toString(16).padStart(2, '0')}:${(n & 255).toString(16).padStart(2, '0')}`;

function setUp(count: number, write: (id: string) => Promise<void> = async () => undefined) {
  const rows = new Map<string, Miner>();
  for (let n = 0; n < count; n++) rows.set(idOf(n), minerRow({ id: idOf(n), managed: false }));
  const world = {
    rows,
    ids: [...rows.keys()],
    events: [] as NewEvent[],
    steps: [] as MinersChange[],
    writes: 0,
    auditWorks: true,
  };
  const changes = new MinersChanges({
    fleet: {
      miner: (id) => rows.get(id) ?? null,
      async patch(id, { managed, place }) {
        world.writes += 1;
        await write(id);
        const row = rows.get(id);
        if (row === undefined) return null;
        rows.set(id, { ...row, managed: managed ?? row.managed, place: place === undefined ? row.place : place });
        return row;
      },
    },
    bus: {
      publish: (event) => void world.events.push(event),
      record: async (event) => {
        if (!world.auditWorks) throw new StoreError('disk_full', 'The disk is full');
        world.events.push(event);
      },
    },
    clock: new ManualClock(),
    onChange: (change) => void world.steps.push(MinersChange.parse(change)),
    onError: (error) => {
      throw error;
    },
  });
  const ended = async (id: string): Promise<MinersChange> => {
    while (changes.get(id)?.finished_at === null) await new Promise((resolve) => setImmediate(resolve));
    return changes.get(id) as MinersChange;
  };
  const managed = (): number => [...rows.values()].filter((row) => row.managed).length;
  return { ...world, world, changes, ended, managed };
}

describe('a change of many miners in the program', () => {
  it('reaches all of them, is one event for all with who asked, and shows how far it is', async () => {
    const { changes, ids, ended, managed, events, steps } = setUp(1234);
    const begun = await changes.start([...ids, ...ids], { managed: true }, TESTER);
    expect(begun).toMatchObject({ state: 'running', total: 1234, done: 0, actor: TESTER });
    expect(await ended(begun.change_id)).toMatchObject({ state: 'done', done: 1234, failed: 0, skipped: 0 });
    expect(managed()).toBe(1234);
    expect(events).toEqual([
      {
        event: 'miners_change_started',
        actor: TESTER,
        data: { change_id: begun.change_id, managed: true, count: 1234 },
      },
    ]);
    const done = steps.map((step) => step.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(new Set(done).size).toBeGreaterThan(20);
  });

  it('changes nothing before it is in the activity', async () => {
    const { changes, world, ids, managed } = setUp(3);
    world.auditWorks = false;
    await expect(changes.start(ids, { managed: true }, TESTER)).rejects.toThrow('The disk is full');
    await changes.close();
    expect({ managed: managed(), changes: changes.all() }).toEqual({ managed: 0, changes: [] });
  });

  it('is stopped: what was begun is done, the rest is skipped, and that is said', async () => {
    const { changes, ids, managed, events, steps } = setUp(500, () => new Promise((resolve) => setImmediate(resolve)));
    const { change_id } = await changes.start(ids, { managed: true }, TESTER);
    while ((changes.get(change_id)?.done ?? 0) === 0) await new Promise((resolve) => setImmediate(resolve));
    const stopped = await changes.stop(change_id);
    expect(stopped?.state).toBe('stopped');
    expect(managed()).toBeLessThan(500);
    expect(stopped).toMatchObject({ done: managed(), failed: 0, skipped: 500 - managed() });
    expect(steps.at(-1)).toEqual(stopped);
    expect(events.map(({ event }) => event)).toEqual(['miners_change_started', 'miners_change_incomplete']);
    expect(await changes.stop('nothing')).toBeNull();
  });

  it('goes on with the others where a miner is gone, and writes none that is as it should be', async () => {
    const { changes, ids, rows, ended, world } = setUp(4);
    rows.delete(idOf(1));
    rows.set(idOf(2), { ...(rows.get(idOf(2)) as Miner), managed: true });
    const { change_id } = await changes.start(ids, { managed: true }, TESTER);
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
    const { change_id } = await changes.start(ids, { managed: true }, TESTER);
    const end = await ended(change_id);
    expect(end).toMatchObject({ state: 'failed', done: 0, failed: world.writes, skipped: 1000 - world.writes });
    expect(world.writes).toBeLessThan(200);
    expect(end.failures[0]?.message).toBe('The database is locked');
    expect(events.at(-1)).toMatchObject({ event: 'miners_change_incomplete', data: { done: 0 } });
  });

  it('waits for the one before it, so that the later one decides', async () => {
    const { changes, ids, ended, managed } = setUp(300);
    const first = await changes.start(ids, { managed: true }, TESTER);
    const second = await changes.start(ids, { managed: false }, TESTER);
    await ended(second.change_id);
    expect(changes.get(first.change_id)?.state).toBe('done');
    expect(managed()).toBe(0);
  });

  it('stops with the program', async () => {
    const { changes, ids, managed } = setUp(2000);
    const { change_id } = await changes.start(ids, { managed: true }, TESTER);
    await changes.close();
    expect(changes.get(change_id)).toMatchObject({ state: 'stopped', done: managed() });
    expect(managed()).toBeLessThan(2000);
  });
});
