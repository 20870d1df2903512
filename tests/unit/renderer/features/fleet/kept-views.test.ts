import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FleetLayout } from '../../../../../src-renderer/features/fleet/table/columns/fleet-layout.ts';
import { until } from '../../../../fixtures/patience.ts';

const view = (id: string, name = id) => ({ id, name, text: 'model:s21' });
const stored = (...own: object[]): string => JSON.stringify({ own });
const LOCAL = stored(view('1', 'S21'));

const ends: (() => void)[] = [];
beforeEach(() => {
  const items = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
    removeItem: (key: string) => items.delete(key),
  });
});
afterEach(() => {
  for (const end of ends.splice(0)) end();
  vi.unstubAllGlobals();
});

/** The views that PowerHive stores, with a revision number. */
class Kept {
  readonly sent: string[] = [];
  json: string | null;
  revision = 0;
  isReachable = true;
  constructor(json: string | null) {
    this.json = json;
  }
  readonly load = async () => ({ json: this.json, revision: this.json === null ? null : String(this.revision) });
  /** The user returns to the window. */
  comeBack = (): void => undefined;
  readonly onReturn = (listener: () => void) => {
    this.comeBack = listener;
    return () => undefined;
  };
  readonly keep = async (json: string, seen: string | null) => {
    if (!this.isReachable) throw new Error('not connected');
    this.sent.push(json);
    if (seen !== (await this.load()).revision) return null;
    this.json = json;
    this.revision += 1;
    return String(this.revision);
  };
}

/** A page of the browser with this storage, as after a reload. */
async function openPage() {
  vi.resetModules();
  const [{ keepSavedViews }, { changeSavedViews }, saved, { DEFAULT_LAYOUT }] = await Promise.all([
    import('../../../../../src-renderer/features/fleet/views/keep-saved-views.ts'),
    import('../../../../../src-renderer/features/fleet/views/use-saved-views.ts'),
    import('../../../../../src-renderer/features/fleet/views/saved-views.ts'),
    import('../../../../../src-renderer/features/fleet/table/columns/fleet-layout.ts'),
  ]);
  return {
    connect(kept: Kept): () => void {
      const end = keepSavedViews(kept, 0);
      ends.push(end);
      return end;
    },
    add: (id: string, name = id) =>
      changeSavedViews((before) => saved.addView(before, { ...view(id, name), layout: DEFAULT_LAYOUT })),
    remove: (id: string) => changeSavedViews((before) => saved.deleteView(before, id)),
    lay: (id: string, change: Partial<FleetLayout>) =>
      changeSavedViews((before) => saved.changeLayout(before, id, { ...DEFAULT_LAYOUT, ...change })),
  };
}

const names = (json: string | null | undefined): string[] =>
  (JSON.parse(json ?? '{"own":[]}') as { own: { name: string }[] }).own.map(({ name }) => name);
const local = (): string | null => localStorage.getItem('powerhive.fleet-views');

it('another browser gets the views that PowerHive keeps', async () => {
  const kept = new Kept(LOCAL);
  (await openPage()).connect(kept);
  await until('the views', () => local() !== null);
  expect([names(local()), kept.sent]).toEqual([['S21'], []]);
});

it('what another window has saved meanwhile is there when the user comes back, beside what is not sent yet', async () => {
  const kept = new Kept(LOCAL);
  const page = await openPage();
  page.connect(kept);
  await until('the views', () => names(local()).length === 1);
  kept.isReachable = false;
  page.add('2', 'Mine');
  [kept.json, kept.revision, kept.isReachable] = [stored(view('1', 'S21'), view('3', 'Theirs')), 7, true];
  kept.comeBack();
  await until('both', () => names(local()).length === 3 && names(kept.json).length === 3);
  expect(names(local())).toEqual(['S21', 'Theirs', 'Mine']);
});

it('those that a browser had before are given to a PowerHive that keeps none', async () => {
  localStorage.setItem('powerhive.fleet-views', LOCAL);
  const kept = new Kept(null);
  (await openPage()).connect(kept);
  await until('the views to be sent', () => kept.json !== null);
  expect(names(kept.json)).toEqual(['S21']);
});

it('what is changed in quick succession is sent once', async () => {
  const kept = new Kept(LOCAL);
  const page = await openPage();
  page.connect(kept);
  await until('the views', () => local() !== null);
  for (const px of [60, 61, 62, 63]) page.lay('1', { widths_px: { name: px } });
  await until('the width to be sent', () => kept.sent.length > 0);
  expect(kept.sent.map((json) => json.includes('63'))).toEqual([true]);
});

it('what is changed without a connection is sent at the next one, also by another page of this browser', async () => {
  const kept = new Kept(LOCAL);
  const page = await openPage();
  const end = page.connect(kept);
  await until('the views', () => local() !== null);
  end();
  page.add('2', 'Later');
  const later = await openPage();
  kept.json = stored(view('1', 'S21'), view('3', 'Elsewhere'));
  kept.revision += 1;
  later.connect(kept);
  await until('both changes to be kept', () => names(kept.json).length === 3);
  expect([names(kept.json), names(local())]).toEqual(Array(2).fill(['S21', 'Elsewhere', 'Later']));
});

it('what could not be sent is sent with the next change', async () => {
  const kept = new Kept(LOCAL);
  const page = await openPage();
  page.connect(kept);
  await until('the views', () => local() !== null);
  kept.isReachable = false;
  page.add('2');
  await new Promise((soon) => setTimeout(soon, 5));
  kept.isReachable = true;
  page.add('3');
  await until('both to be kept', () => names(kept.json).length === 3);
  expect(names(kept.json)).toEqual(['S21', '2', '3']);
});

it('a change of views that another window has changed is made again on those', async () => {
  const kept = new Kept(stored(view('1', 'S21'), view('2', 'Gone')));
  const page = await openPage();
  page.connect(kept);
  await until('the views', () => local() !== null);
  kept.json = stored(view('1', 'S21'), view('2', 'Gone'), view('3', 'Theirs'), view('4', 'Hot'));
  kept.revision += 1;
  page.remove('2');
  page.add('5', 'Hot');
  await until('both changes to be kept', () => kept.json?.includes('"5"') === true);
  expect(names(kept.json)).toEqual(['S21', 'Theirs', 'Hot', 'Hot 2']);
  expect(kept.sent).toHaveLength(2);
});

it('a view that another window deleted stays deleted, unless it was changed here', async () => {
  const kept = new Kept(stored(view('1'), view('2')));
  const page = await openPage();
  page.connect(kept);
  await until('the views', () => local() !== null);
  kept.json = stored();
  kept.revision += 1;
  page.lay('2', { widths_px: { name: 99 } });
  await until('the change to be kept', () => kept.json?.includes('99') === true);
  expect(names(kept.json)).toEqual(['2']);
});
