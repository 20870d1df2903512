import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { until } from '../../fixtures/patience.ts';

const VIEW = { id: '1', name: 'S21', text: 'model:s21' };
const LOCAL = JSON.stringify({ own: [VIEW] });

beforeEach(() => {
  vi.resetModules();
  const stored = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  });
});
afterEach(() => vi.unstubAllGlobals());

/** A browser with its own storage, and what PowerHive keeps. */
async function browser(local: string | null, kept: string | null, loaded: Promise<unknown> = Promise.resolve()) {
  if (local !== null) localStorage.setItem('powerhive.fleet-views', local);
  const { keepSavedViews, changeSavedViews } = await import(
    '../../../src-renderer/features/fleet/views/use-saved-views.ts'
  );
  const { deleteView } = await import('../../../src-renderer/features/fleet/views/saved-views.ts');
  const sent: string[] = [];
  const end = keepSavedViews({ load: () => loaded.then(() => kept), keep: async (json) => sent.push(json) });
  return { sent, end, remove: (id: string) => changeSavedViews((before) => deleteView(before, id)) };
}

const names = (json: string | null | undefined): string[] =>
  (JSON.parse(json ?? '{"own":[]}') as { own: { name: string }[] }).own.map(({ name }) => name);
const local = (): string | null => localStorage.getItem('powerhive.fleet-views');

it('another browser gets the views that PowerHive keeps', async () => {
  const { sent } = await browser(null, LOCAL);
  await until('the views', () => local() !== null);
  expect([names(local()), sent]).toEqual([['S21'], []]);
});

it('those that a browser had before are given to a PowerHive that keeps none', async () => {
  const { sent } = await browser(LOCAL, null);
  await until('the views to be sent', () => sent.length > 0);
  expect(names(sent[0])).toEqual(['S21']);
});

it('each change is sent, and nothing older takes its place', async () => {
  let arrive = (): void => undefined;
  const loaded = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const { sent, remove, end } = await browser(LOCAL, JSON.stringify({ own: [{ ...VIEW, name: 'Old' }] }), loaded);
  remove('1');
  arrive();
  await loaded;
  await Promise.resolve();
  expect([names(local()), sent.map(names)]).toEqual([[], [[]]]);
  end();
  remove('1');
  expect(sent).toHaveLength(1);
});
