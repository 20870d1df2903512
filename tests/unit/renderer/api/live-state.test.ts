import { describe, expect, it } from 'vitest';
import { LiveState, newestFirst } from '../../../../src-renderer/api/live/live-state.ts';
import {
  type ActivityEntry,
  Job,
  type LiveEvent,
  type Miner,
  MinersChange,
} from '../../../../src-shared/model/index.ts';
import { MOST_RECENT } from '../../../../src-shared/recent-items.ts';
import { anIncident, incidentId } from '../../../fixtures/alerts/incidents.ts';
import { proseEntry } from '../../../fixtures/served/activity-entries.ts';
import { sampleOf } from '../../../fixtures/served/sample.ts';
import { runningScanOf, scanOf } from '../../../fixtures/served/scan.ts';
import { minerRow } from '../miner-row.ts';

const a = minerRow({ id: '02:00:00:00:00:0a', nickname: 'a' });
const b = minerRow({ id: '02:00:00:00:00:0b', nickname: 'b' });

function snapshot(seq: number, miners: Miner[], part: { first?: boolean; last?: boolean } = {}): LiveEvent {
  return { seq, type: 'snapshot', first: true, last: true, miners, ...part };
}

const names = (state: LiveState) => state.view().miners.map((miner) => miner.nickname);

describe('the live state', () => {
  it('is whole only with the last chunk, and shows the chunks before it already', () => {
    const state = new LiveState();
    expect(state.view().fill).toBe('empty');
    state.apply(snapshot(0, [a], { last: false }));
    expect([state.view().fill, names(state)]).toEqual(['loading', ['a']]);
    state.apply(snapshot(7, [b], { first: false }));
    expect([state.view().fill, names(state)]).toEqual(['whole', ['a', 'b']]);
  });

  it('shows a farm as it was until a whole snapshot replaces it, and removes the miners that are gone', () => {
    const state = new LiveState();
    const kept = { at: 1000, miners: [a, b], models: [], lastFinishedScan: scanOf({}), incidents: [] };
    state.restore(kept);
    expect([state.view().fill, state.view().asOf, names(state)]).toEqual(['whole', 1000, ['a', 'b']]);
    expect([state.view().scan, state.view().lastFinishedScan]).toEqual([kept.lastFinishedScan, kept.lastFinishedScan]);
    state.apply(snapshot(0, [{ ...a, nickname: 'A' }], { last: false }));
    expect([state.view().asOf, names(state)]).toEqual([1000, ['A', 'b']]);
    state.apply(snapshot(7, [], { first: false }));
    expect([state.view().asOf, names(state)]).toEqual([null, ['A']]);
    state.restore(kept);
    expect([state.view().asOf, names(state)]).toEqual([null, ['A']]);
  });

  it('stands still where it is frozen, until a whole snapshot has come', () => {
    const state = new LiveState();
    state.freeze();
    expect(state.view().asOf).toBeNull();
    state.apply(snapshot(7, [a]));
    const before = Date.now();
    state.freeze();
    expect(state.view().asOf).toBeGreaterThanOrEqual(before);
    state.expectSnapshot(false);
    state.apply(snapshot(0, [b], { last: false }));
    expect(state.view().asOf).not.toBeNull();
    state.apply(snapshot(3, [], { first: false }));
    expect([state.view().asOf, names(state)]).toEqual([null, ['b']]);
  });

  it('goes on after the number of the last chunk, and refuses an event with a gap before it', () => {
    const state = new LiveState();
    state.apply(snapshot(0, [a], { last: false }));
    state.apply(snapshot(7, [b], { first: false }));
    expect(state.apply({ seq: 8, type: 'miners', miners: [{ ...a, nickname: 'A' }], removed_ids: [] })).toBe(true);
    expect(state.apply({ seq: 10, type: 'miners', miners: [], removed_ids: [b.id] })).toBe(false);
    expect(names(state)).toEqual(['A', 'b']);
  });

  it('refuses changes and later chunks before a snapshot has begun', () => {
    const state = new LiveState();
    expect(state.apply({ seq: 1, type: 'miners', miners: [a], removed_ids: [] })).toBe(false);
    expect(state.apply(snapshot(0, [a], { first: false }))).toBe(false);
    expect(names(state)).toEqual([]);
  });

  it('keeps what is shown while a new snapshot comes in, and drops what is not in it at its end', () => {
    const state = new LiveState();
    state.apply(snapshot(1, [a, b]));
    state.expectSnapshot(false);
    state.apply(snapshot(0, [{ ...b, nickname: 'B' }], { last: false }));
    expect([state.view().fill, names(state)]).toEqual(['whole', ['a', 'B']]);
    state.apply(snapshot(4, [], { first: false }));
    expect(names(state)).toEqual(['B']);
  });

  it('returns the same array of miners while none of them changes', () => {
    const state = new LiveState();
    state.apply(snapshot(1, [a]));
    const before = state.view().miners;
    state.apply({ seq: 2, type: 'watching', watching: { state: 'paused', since_at: 1, reason: null } });
    expect(state.view().miners).toBe(before);
    state.apply({ seq: 3, type: 'miners', miners: [a], removed_ids: [] });
    expect(state.view().miners).not.toBe(before);
  });

  it('shows what the operator decided over rows that arrive before the response, and the row itself after it', () => {
    const state = new LiveState();
    state.apply(snapshot(1, [a]));
    const takeOff = state.miners.overlay(a.id, { managed: false });
    state.apply({ seq: 2, type: 'miners', miners: [{ ...a, nickname: 'fresh' }], removed_ids: [] });
    expect(state.miners.get(a.id)).toMatchObject({ managed: false, nickname: 'fresh' });
    takeOff();
    expect(state.miners.get(a.id)).toMatchObject({ managed: true, nickname: 'fresh' });
  });

  it('takes each of two overlays off by itself', () => {
    const state = new LiveState();
    state.apply(snapshot(1, [a]));
    const first = state.miners.overlay(a.id, { managed: false });
    const second = state.miners.overlay(a.id, { nickname: 'new' });
    first();
    expect(state.miners.get(a.id)).toMatchObject({ managed: true, nickname: 'new' });
    second();
    expect(state.miners.get(a.id)).toMatchObject({ nickname: 'a' });
  });

  it('keeps the last finished scan while the next one goes on, from the snapshot too', () => {
    const state = new LiveState();
    const first = scanOf({ scan_id: 'a' });
    state.apply({
      seq: 1,
      type: 'snapshot',
      first: true,
      last: true,
      miners: [],
      scan: runningScanOf({ scan_id: 'b' }),
      last_finished_scan: first,
    });
    expect(state.view()).toMatchObject({ scan: { scan_id: 'b' }, lastFinishedScan: first });
    const second = scanOf({ scan_id: 'b' });
    state.apply({ seq: 2, type: 'scan', scan: second });
    state.apply({ seq: 3, type: 'scan', scan: runningScanOf({ scan_id: 'c' }) });
    expect(state.view()).toMatchObject({ scan: { scan_id: 'c' }, lastFinishedScan: second });
  });

  it('keeps jobs in their places while they change', () => {
    const state = new LiveState();
    const [one, two, three] = ['one', 'two', 'three'].map((job_id) => ({ ...sampleOf(Job), job_id, wave: 1 })) as [
      Job,
      Job,
      Job,
    ];
    state.apply({ seq: 1, type: 'snapshot', first: true, last: true, miners: [], jobs: [one, two] });
    const places = () => state.view().jobs.map(({ job_id, wave }) => `${job_id} ${wave}`);
    state.apply({ seq: 2, type: 'job', job: { ...one, wave: 2 }, items: [] });
    expect(places()).toEqual(['one 2', 'two 1']);
    state.apply({ seq: 3, type: 'job', job: three, items: [] });
    expect(places()).toEqual(['one 2', 'two 1', 'three 1']);
  });

  it('keeps as many jobs and changes that ended as the program, and every one that goes on', () => {
    const state = new LiveState();
    const job: Job = { ...(sampleOf(Job) as Job), state: 'done', finished_at: 1 };
    const running: Job = { ...job, job_id: 'running', state: 'running', finished_at: null };
    const change: MinersChange = { ...(sampleOf(MinersChange) as MinersChange), state: 'done', finished_at: 1 };
    const goingOn: MinersChange = { ...change, change_id: 'running', state: 'running', finished_at: null };
    state.apply(snapshot(0, []));
    state.apply({ seq: 1, type: 'job', job: running, items: [] });
    state.apply({ seq: 2, type: 'change', change: goingOn });
    for (let n = 0; n < 100; n += 1) {
      state.apply({ seq: 3 + 2 * n, type: 'job', job: { ...job, job_id: `${n}` }, items: [] });
      state.apply({ seq: 4 + 2 * n, type: 'change', change: { ...change, change_id: `${n}` } });
    }
    const last = Array.from({ length: MOST_RECENT - 1 }, (_, n) => `${100 - MOST_RECENT + 1 + n}`);
    expect(state.view().jobs.map(({ job_id }) => job_id)).toEqual(['running', ...last]);
    expect(state.view().changes.map(({ change_id }) => change_id)).toEqual(['running', ...last]);
  });

  it('takes over what incidents lose now, of those that it has', () => {
    const state = new LiveState();
    const known = anIncident({ incident_id: incidentId(), hashrate_lost_hs: 5e12 });
    state.apply({ ...snapshot(0, [a]), incidents: [known] } as never);
    const losses = [known, { incident_id: incidentId() }].map(({ incident_id }) => ({
      ...{ incident_id, hashrate_lost_hs: 7e12 },
    }));
    state.apply({ seq: 1, type: 'incidents', incidents: [], losses });
    expect(state.view().incidents).toEqual([{ ...known, hashrate_lost_hs: 7e12 }]);
  });

  it('takes no row back in that was removed before the response to its change', () => {
    const state = new LiveState();
    state.apply(snapshot(0, [a, b]));
    state.apply({ seq: 1, type: 'miners', miners: [], removed_ids: [a.id] });
    state.miners.renew({ ...a, nickname: 'late' });
    state.miners.renew({ ...b, nickname: 'B' });
    expect(names(state)).toEqual(['B']);
    state.apply(snapshot(0, [a], { last: false }));
    state.miners.renew({ ...b, nickname: 'late too' });
    state.apply(snapshot(4, [], { first: false }));
    expect(names(state)).toEqual(['a']);
  });

  it('lists activity newest first and each entry once', () => {
    const entry = (id: number, at: number): ActivityEntry => ({
      id,
      ...proseEntry({ at, kind: 'scan', level: 'info', message: '' }),
    });
    expect(newestFirst([entry(1, 10), entry(3, 30), entry(2, 20), entry(3, 30)]).map(({ id }) => id)).toEqual([
      3, 2, 1,
    ]);
  });
});
