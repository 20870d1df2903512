import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_LAYOUT,
  layoutColumns,
  moveColumn,
  readLayout,
  resizeColumn,
  toggleColumn,
} from '../../../../../src-renderer/features/fleet/table/columns/fleet-layout.ts';
import {
  addView,
  changeLayout,
  changeView,
  deleteView,
  layoutOf,
  MISSING_QUERY,
  NO_SAVED_VIEWS,
  type OwnView,
  ownViewOf,
  readSavedViews,
  shownView,
  viewNameError,
} from '../../../../../src-renderer/features/fleet/views/saved-views.ts';
import { COLUMN_IDS } from '../../../../../src-renderer/miner-view/column-ids.ts';

const hot: OwnView = { id: 'v1', name: 'Hot aisle', text: 'temp>80', layout: DEFAULT_LAYOUT };
const one = addView(NO_SAVED_VIEWS, hot);
const shownIds = (layout = DEFAULT_LAYOUT) => layoutColumns(layout).map(({ id }) => id);

it('of two views with one search the one that was asked for is opened', () => {
  const two = addView(one, { ...hot, id: 'v2', name: 'Hot too' });
  expect([ownViewOf(two, 'temp>80', 'v2'), ownViewOf(two, 'temp>80', null)]).toEqual(['v2', 'v1']);
  expect([ownViewOf(two, 'temp>81', 'v2'), ownViewOf(two, '', 'v2')]).toEqual([null, null]);
});

describe('the layout of the table', () => {
  it('hides MAC, firmware and host name until they are wanted', () => {
    expect(shownIds()).not.toEqual(expect.arrayContaining(['mac']));
    expect(shownIds(toggleColumn(DEFAULT_LAYOUT, 'mac'))).toContain('mac');
    expect(toggleColumn(toggleColumn(DEFAULT_LAYOUT, 'pool'), 'pool')).toEqual(DEFAULT_LAYOUT);
  });

  it('never loses the name, nor any column by moving it', () => {
    expect(shownIds(toggleColumn(DEFAULT_LAYOUT, 'name'))).toContain('name');
    fc.assert(
      fc.property(fc.constantFrom(...COLUMN_IDS), fc.integer({ min: -20, max: 20 }), (id, step) => {
        expect([...moveColumn(DEFAULT_LAYOUT, id, step).order].sort()).toEqual([...COLUMN_IDS].sort());
      }),
    );
    expect(moveColumn(DEFAULT_LAYOUT, 'name', -1).order.slice(0, 2)).toEqual(['name', 'state']);
  });

  it('keeps a chosen width as it is, within reason', () => {
    const [, name] = layoutColumns(resizeColumn(DEFAULT_LAYOUT, 'name', 222.4));
    expect(name).toMatchObject({ id: 'name', widthPx: 222, growth: 0 });
    expect(resizeColumn(DEFAULT_LAYOUT, 'name', -5).widths_px.name).toBe(36);
  });

  it('hides a column that came later, where that is hidden by default', () => {
    const older = { order: COLUMN_IDS.filter((id) => id !== 'condition'), hidden: ['pool'] };
    expect(readLayout(older).hidden).toEqual(['pool', 'condition']);
    expect(readLayout({ ...older, order: COLUMN_IDS }).hidden).toEqual(['pool']);
  });

  it('is read back as it was stored, and made whole where it was not', () => {
    const layout = toggleColumn(resizeColumn(moveColumn(DEFAULT_LAYOUT, 'ip', -2), 'ip', 99), 'pool');
    expect(readLayout(JSON.parse(JSON.stringify(layout)))).toEqual(layout);
    const half = readLayout({
      order: ['managed', 'name', 'gone', 'name'],
      hidden: ['name', 7],
      widths_px: { ip: 'x' },
    });
    expect([...half.order].sort()).toEqual([...COLUMN_IDS].sort());
    expect(half).toMatchObject({ hidden: DEFAULT_LAYOUT.hidden, widths_px: {}, sort: DEFAULT_LAYOUT.sort });
  });
});

describe('views of your own', () => {
  it('are added, renamed, changed and deleted', () => {
    expect(changeView(one, 'v1', { name: 'Warm' }).own).toMatchObject([{ id: 'v1', name: 'Warm', text: 'temp>80' }]);
    expect(deleteView(one, 'v1')).toEqual(NO_SAVED_VIEWS);
  });

  it('have their own layout; the others share one', () => {
    const wide = resizeColumn(DEFAULT_LAYOUT, 'name', 300);
    const changed = changeLayout(one, 'v1', wide);
    expect([layoutOf(changed, 'v1'), layoutOf(changed, 'all')]).toEqual([wide, DEFAULT_LAYOUT]);
    expect(layoutOf(changeLayout(one, 'all', wide), 'offline').widths_px).toEqual(wide.widths_px);
  });

  it('show where to walk to in the views of what is wrong, also from the banner of an outage', () => {
    expect(shownIds(layoutOf(one, 'offline'))).toEqual(expect.arrayContaining(['place', 'offline_since']));
    expect(shownIds(layoutOf(one, 'attention'))).toContain('place');
    // What is lost has the largest loss first, also that of one algorithm, until it is sorted otherwise.
    for (const text of ['losing', 'losing algorithm=scrypt']) expect(shownView(one, null, text).id).toBe('losing');
    expect(shownView(one, null, 'losing rack=R1').id).toBe('all');
    const losing = layoutOf(one, 'losing');
    expect(shownIds(losing)).toContain('lost');
    expect(losing.sort).toEqual({ column: 'lost', descending: true });
    expect(layoutOf(one, 'losing').sort).toBe(losing.sort);
    const byName = changeLayout(one, 'losing', { ...losing, sort: DEFAULT_LAYOUT.sort });
    expect(layoutOf(readSavedViews(JSON.stringify(byName)), 'losing').sort).toEqual(DEFAULT_LAYOUT.sort);
    expect(shownIds(layoutOf(one, 'all'))).not.toContain('place');
    expect(shownView(one, null, MISSING_QUERY).id).toBe('offline');
    const without = changeLayout(one, 'offline', toggleColumn(layoutOf(one, 'offline'), 'place'));
    expect(shownIds(layoutOf(without, 'offline'))).not.toContain('place');
    expect(readSavedViews(JSON.stringify(without))).toEqual(without);
  });

  it('leave the conditions to the view of those that want attention, until that is made another', () => {
    expect(shownIds(layoutOf(one, 'all'))).not.toContain('condition');
    const moved = changeLayout(one, 'all', moveColumn(DEFAULT_LAYOUT, 'ip', -2));
    expect(shownIds(layoutOf(moved, 'attention'))).toEqual(expect.arrayContaining(['condition', 'ip']));
    expect(layoutOf(moved, 'attention').order).toEqual(layoutOf(moved, 'all').order);

    const without = changeLayout(moved, 'attention', toggleColumn(layoutOf(moved, 'attention'), 'condition'));
    expect(shownIds(layoutOf(without, 'attention'))).not.toContain('condition');
    expect(layoutOf(without, 'all')).toEqual(layoutOf(moved, 'all'));
    expect(readSavedViews(JSON.stringify(without))).toEqual(without);
  });

  it('have distinct names', () => {
    expect(viewNameError(one, ' hot AISLE ', null)).toMatch(/Another view/);
    expect(viewNameError(one, 'Hot aisle', 'v1')).toBeNull();
    expect(viewNameError(one, 'offline', null)).toMatch(/Another view/);
    expect(viewNameError(one, '  ', null)).toMatch(/name/);
    expect(viewNameError(one, 'x'.repeat(41), null)).toMatch(/40/);
  });

  it('show which one is selected', () => {
    expect(shownView(one, 'v1', 'temp>70').id).toBe('v1');
    expect(shownView(one, null, 'offline').id).toBe('offline');
    expect(shownView(one, 'deleted', 'r2 temp>80').id).toBe('all');
  });

  it('are read back as they were stored', () => {
    expect(readSavedViews(JSON.stringify(one))).toEqual(one);
  });

  it('survive whatever else stands in the storage', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (stored) => {
        expect(readSavedViews(stored)).toMatchObject({ layout: { sort: {} } });
      }),
    );
    expect(readSavedViews(JSON.stringify({ own: [hot, hot, null, { ...hot, id: 'all' }, { id: 'x' }] })).own).toEqual([
      hot,
    ]);
  });
});
