import { expect, it } from 'vitest';
import { type Counted, countCures } from '../../../src-main/alerts/incidents/views/past-cures.ts';
import type { PastAction, PastFault } from '../../../src-main/store/store.ts';
import { DAY_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';

const T = 1_700_000_000_000;
const restart = (miner_id: string, at: number, fields: Partial<PastAction> = {}): PastAction => ({
  miner_id,
  action: 'restart',
  at,
  carried_out_at: at + 2 * MINUTE_MS,
  has_failed: false,
  ...fields,
});
const fault = (miner_id: string, since_at: number, left_at: number | null, is_closed = false): PastFault => ({
  miner_id,
  since_at,
  left_at,
  is_closed,
});
const counted: Counted = { action: 'restart', clearForMs: 0, minerId: null, nowMs: T + 90 * DAY_MS };
const count = (actions: PastAction[], faults: PastFault[], fields: Partial<Counted> = {}) =>
  countCures({ actions, faults }, { ...counted, ...fields });

it('an action worked if the fault was over soon after, and stayed away', () => {
  const faults = ['a', 'b', 'c'].map((id) => fault(id, T, id === 'c' ? null : T + 10 * MINUTE_MS));
  const actions = ['a', 'b', 'c'].map((id) => restart(id, T + 5 * MINUTE_MS));
  expect(count(actions, faults)).toEqual({ tried: 3, worked: 2, here: null });
  expect(count(actions, faults, { minerId: 'c' }).here).toEqual({ tried: 1, worked: 0 });
  expect(count(actions, faults, { minerId: 'd' }).here).toEqual({ tried: 0, worked: 0 });
});

it('a fault that is back within days, or ended long after, was not cured', () => {
  const again = [fault('a', T, T + 10 * MINUTE_MS), fault('a', T + DAY_MS, null)];
  expect(count([restart('a', T + MINUTE_MS)], again)).toMatchObject({ tried: 1, worked: 0 });
  const weeksLater = [fault('a', T, T + 10 * MINUTE_MS), fault('a', T + 20 * DAY_MS, null)];
  expect(count([restart('a', T + MINUTE_MS)], weeksLater)).toMatchObject({ tried: 1, worked: 1 });
  const late = [fault('a', T, T + 40 * MINUTE_MS)];
  expect(count([restart('a', T + MINUTE_MS)], late)).toMatchObject({ tried: 1, worked: 0 });
  expect(count([restart('a', T + MINUTE_MS)], late, { clearForMs: 20 * MINUTE_MS })).toMatchObject({ worked: 1 });
});

it('a try that failed counts at once, whether the miner carried it out or not', () => {
  const soon = { nowMs: T + 10 * MINUTE_MS };
  for (const carried_out_at of [null, T + 3 * MINUTE_MS]) {
    const failed = restart('a', T + MINUTE_MS, { carried_out_at, has_failed: true });
    expect(count([failed], [fault('a', T, null)], soon)).toMatchObject({ tried: 1, worked: 0 });
  }
});

it('only the last thing that was sent before the end has cured it', () => {
  const faults = [fault('a', T, T + 20 * MINUTE_MS)];
  const reboot = restart('a', T + 10 * MINUTE_MS, { action: 'reboot' });
  const actions = [restart('a', T + MINUTE_MS), reboot];
  expect(count(actions, faults)).toMatchObject({ tried: 1, worked: 0 });
  expect(count(actions, faults, { action: 'reboot' })).toMatchObject({ tried: 1, worked: 1 });
});

it('nothing is said of what is not decided, was not carried out, or ended for another reason', () => {
  const nothing = { tried: 0, worked: 0, here: null };
  expect(count([restart('a', T + MINUTE_MS)], [fault('a', T, null)], { nowMs: T + 10 * MINUTE_MS })).toEqual(nothing);
  expect(count([restart('a', T + MINUTE_MS, { carried_out_at: null })], [fault('a', T, null)])).toEqual(nothing);
  expect(count([restart('a', T + MINUTE_MS)], [fault('a', T, T + 5 * MINUTE_MS, true)])).toEqual(nothing);
  // It had no fault then.
  expect(count([restart('a', T - MINUTE_MS)], [fault('a', T, T + MINUTE_MS)])).toEqual(nothing);
  expect(count([restart('b', T + MINUTE_MS)], [fault('a', T, T + MINUTE_MS)])).toEqual(nothing);
});

it('a fault that moved to the incident of a group goes on', () => {
  const single = fault('a', T, T + 2 * MINUTE_MS);
  const actions = [restart('a', T + MINUTE_MS)];
  expect(count(actions, [single, fault('a', T, null)])).toMatchObject({ tried: 1, worked: 0 });
  expect(count(actions, [single, fault('a', T, T + 8 * MINUTE_MS)])).toMatchObject({ tried: 1, worked: 1 });
});
