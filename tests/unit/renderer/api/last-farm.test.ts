import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepLastFarm, type LastFarmShelf, restoreLastFarm } from '../../../../src-renderer/api/last-farm/last-farm.ts';
import { LiveFeed } from '../../../../src-renderer/api/live/live-feed.ts';
import { minerRow } from '../miner-row.ts';

/** The page's database, which Node does not have. */
const items = vi.hoisted(() => new Map<string, unknown>());
vi.mock('idb-keyval', () => ({
  get: async (key: string) => items.get(key),
  set: async (key: string, value: unknown) => void items.set(key, value),
}));
// Another file of this worker may have loaded it already, with the real library.
vi.resetModules();
afterAll(() => vi.resetModules());
const { encryptedShelf } = await import('../../../../src-renderer/api/last-farm/encrypted-shelf.ts');

const miners = Array.from({ length: 250 }, (_, i) =>
  minerRow({ id: `02:00:00:00:00:${i.toString(16).padStart(2, '0')}`, nickname: `R1-S${i} “x”` }),
);

function memoryShelf(): LastFarmShelf & { text: string | null } {
  return {
    text: null,
    async read() {
      return this.text;
    },
    async write(blob) {
      this.text = await blob.text();
    },
  };
}

const emptyFeed = (): LiveFeed =>
  new LiveFeed(
    () => Promise.reject(new Error('not asked')),
    (work) => work(),
  );

function wholeFeed(shown = miners): LiveFeed {
  const feed = emptyFeed();
  feed.state.apply({ seq: 1, type: 'snapshot', first: true, last: true, miners: shown });
  feed.refresh();
  return feed;
}

const hiding = { visibilityState: 'visible', listeners: [] as (() => void)[] };
function hide(): void {
  hiding.visibilityState = 'hidden';
  for (const listener of hiding.listeners) listener();
}

beforeEach(() => {
  items.clear();
  hiding.listeners = [];
  hiding.visibilityState = 'visible';
  vi.stubGlobal('document', {
    get visibilityState() {
      return hiding.visibilityState;
    },
    addEventListener: (_type: string, listener: () => void) => void hiding.listeners.push(listener),
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the last farm of a page', () => {
  it.each([0, 1, 250])('of %i miners is shown again as it was, with the time of it', async (count) => {
    const shelf = memoryShelf();
    const before = Date.now();
    keepLastFarm(wholeFeed(miners.slice(0, count)), shelf, (work) => work());
    hide();
    await vi.waitFor(() => expect(shelf.text).not.toBeNull());
    const next = emptyFeed();
    await restoreLastFarm(next, shelf);
    const view = next.view.get();
    expect(view.miners).toEqual(miners.slice(0, count));
    expect(view.fill).toBe('whole');
    expect(view.asOf).toBeGreaterThanOrEqual(before);
    expect(view.asOf).toBeLessThanOrEqual(Date.now());
  });

  it('is kept soon after it is there and then again, in turns in which the page has nothing to do', async () => {
    vi.useFakeTimers();
    const shelf = memoryShelf();
    const feed = emptyFeed();
    const turns: (() => void)[] = [];
    keepLastFarm(feed, shelf, (work) => turns.push(work));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([turns.length, shelf.text]).toEqual([0, null]);
    feed.state.apply({ seq: 1, type: 'snapshot', first: true, last: true, miners });
    feed.refresh();
    await vi.advanceTimersByTimeAsync(300_000);
    for (let left = 3; left > 0; left--) {
      expect([turns.length, shelf.text]).toEqual([1, null]);
      turns.shift()?.();
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(shelf.text).toContain('R1-S249');
  });

  it('is not kept while the page shows what it kept before', async () => {
    const shelf = memoryShelf();
    const feed = wholeFeed();
    feed.state.freeze();
    feed.refresh();
    keepLastFarm(feed, shelf, (work) => work());
    hide();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(shelf.text).toBeNull();
  });
});

describe('the shelf of a page', () => {
  const kept = '{"at":1}';
  const shelfOf = (secret: string | null, build = 'index-a.js') => encryptedShelf(() => secret, build);

  it('returns the text to a page with the same token and of the same build, and to no other', async () => {
    await shelfOf('token').write(new Blob([kept]));
    expect(await shelfOf('token').read()).toBe(kept);
    expect(await shelfOf('another').read()).toBeNull();
    expect(await shelfOf('token', 'index-b.js').read()).toBeNull();
    expect(await shelfOf(null).read()).toBeNull();
  });

  it('keeps nothing that can be read without the token', async () => {
    await shelfOf('token').write(new Blob([kept]));
    const bytes = Buffer.from([...items.values()][0] as ArrayBuffer);
    expect(bytes.length).toBeGreaterThan(kept.length);
    expect(bytes.includes('"at"')).toBe(false);
  });

  it('keeps nothing while nobody is signed in', async () => {
    await shelfOf(null).write(new Blob([kept]));
    expect(items.size).toBe(0);
  });

  it.each([['text'], [new ArrayBuffer(3)], [new ArrayBuffer(500)], [undefined]])(
    'returns nothing of what is damaged: %o',
    async (damaged) => {
      items.set('last-farm', damaged);
      expect(await shelfOf('token').read()).toBeNull();
    },
  );
});
