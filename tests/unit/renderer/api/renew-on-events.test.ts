import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import type { ApiClient } from '../../../../src-renderer/api/connection/connection.ts';
import { LiveState, type LiveView } from '../../../../src-renderer/api/live/live-state.ts';
import { renewOnEvents } from '../../../../src-renderer/api/live/renew-on-events.ts';
import { Observable } from '../../../../src-renderer/api/observable.ts';
import { settingsUnderWay } from '../../../../src-renderer/api/settings-under-way.ts';
import type { EventCode } from '../../../../src-shared/model/index.ts';
import { proseEntry } from '../../../fixtures/served/activity-entries.ts';

/** A client whose calls are only named. */
const CLIENT: unknown = new Proxy(() => undefined, { get: () => CLIENT });

/** A page that has read everything, and hears of events. */
function page() {
  const queries = new QueryClient();
  const orpc = createTanstackQueryUtils(CLIENT as ApiClient);
  const view = new Observable<LiveView>(new LiveState().view());
  const keys = {
    settings: orpc.settings.get.queryKey(),
    maintenance: orpc.maintenance.list.queryKey(),
    rules: orpc.rules.list.queryKey(),
  };
  for (const key of Object.values(keys)) queries.setQueryData(key, {} as never);
  let id = 0;
  const happens = (event: EventCode | null): void => {
    id += 1;
    const before = view.get();
    const entry = { id, ...proseEntry({ at: id, kind: 'app', level: 'info', message: '' }), event };
    view.set({ ...before, activity: [entry, ...before.activity] });
  };
  const stop = renewOnEvents({ view }, orpc, queries);
  const old = (): string[] =>
    Object.entries(keys).flatMap(([name, key]) => (queries.getQueryState(key)?.isInvalidated ? [name] : []));
  return { queries, happens, old, stop };
}

it.each([
  ['settings_changed', ['settings']],
  ['maintenance_planned', ['maintenance']],
  ['maintenance_ended', ['maintenance']],
  ['rule_changed', ['rules']],
  ['job_started', []],
  [null, []],
] as const)('%s makes old: %j', (event, names) => {
  const { happens, old } = page();
  happens(event);
  expect(old()).toEqual(names);
});

it('reads settings again only after the saves that still wait', () => {
  const { queries, happens, old } = page();
  const underWay = settingsUnderWay(queries);
  underWay.patches = [{}];
  happens('settings_changed');
  expect([old(), underWay.isOld]).toEqual([[], true]);
});

it('ends when the page shows another site', () => {
  const { happens, old, stop } = page();
  stop();
  happens('settings_changed');
  expect(old()).toEqual([]);
});
