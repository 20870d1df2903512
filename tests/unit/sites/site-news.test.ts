import { expect, it } from 'vitest';
import { type SiteLoss, SiteNews } from '../../../src-main/sites/site-news.ts';
import { MINUTE_MS, SECOND_MS } from '../../../src-shared/milliseconds.ts';
import type { RemoteSiteState } from '../../../src-shared/model/index.ts';

/** Polls every two seconds, like the program; `isLive` is the state of the site at a time. */
function newsOf(untilMs: number, isLive: (ms: number) => boolean): (SiteLoss & { readonly ms: number })[] {
  const news = new SiteNews();
  const items: (SiteLoss & { readonly ms: number })[] = [];
  for (let ms = 0; ms <= untilMs; ms += 2 * SECOND_MS) {
    const state: RemoteSiteState = isLive(ms)
      ? { phase: 'live', heard_at: ms, error: null, summary: null }
      : { phase: 'lost', heard_at: null, error: 'Nothing listens there.', summary: null };
    const item = news.observe(state, ms);
    if (item !== null) items.push({ ...item, ms });
  }
  return items;
}

it('says a loss after 15 s, and the return after one good response', () => {
  expect(newsOf(2 * MINUTE_MS, (ms) => ms < 10 * SECOND_MS || ms >= MINUTE_MS)).toEqual([
    { kind: 'lost', reason: 'Nothing listens there.', times: 1, ms: 26 * SECOND_MS },
    { kind: 'back', times: 0, ms: MINUTE_MS },
  ]);
});

it('says nothing of one that was gone for a moment, nor of one that is off or not asked yet', () => {
  expect(newsOf(30 * MINUTE_MS, (ms) => ms < 10 * SECOND_MS || ms >= 20 * SECOND_MS)).toEqual([]);
  const news = new SiteNews();
  for (const phase of ['off', 'connecting'] as const)
    for (let ms = 0; ms < MINUTE_MS; ms += SECOND_MS)
      expect(news.observe({ phase, heard_at: null, error: null, summary: null }, ms)).toBeNull();
});

it('writes one pair in ten minutes for one that is lost and found every minute, and says how often', () => {
  const items = newsOf(60 * MINUTE_MS, (ms) => ms % MINUTE_MS < 30 * SECOND_MS);
  const losses = items.filter(({ kind }) => kind === 'lost');
  expect(losses.map(({ ms }) => Math.floor(ms / MINUTE_MS))).toEqual([0, 10, 20, 30, 40, 50]);
  expect(losses.map(({ times }) => times)).toEqual([1, 10, 10, 10, 10, 10]);
  expect(items).toHaveLength(12);
  expect(items.map(({ kind }) => kind)).toEqual(losses.flatMap(() => ['lost', 'back']));
});

it('says once in ten minutes that one was lost again and again, each time for a moment only', () => {
  const items = newsOf(30 * MINUTE_MS, (ms) => ms % (10 * SECOND_MS) !== 0);
  expect(items.map(({ kind, times }) => ({ kind, times }))).toEqual([
    { kind: 'back', times: 61 },
    { kind: 'back', times: 61 },
  ]);
});

it('says a loss that lasts once the quiet time is over', () => {
  const items = newsOf(20 * MINUTE_MS, (ms) => ms > MINUTE_MS && ms < 2 * MINUTE_MS);
  expect(items.map(({ kind, times }) => ({ kind, times }))).toEqual([
    { kind: 'lost', times: 1 },
    { kind: 'back', times: 0 },
    { kind: 'lost', times: 1 },
  ]);
});

it('says that one is back which was reported as lost before it was switched off and on, and no loss of that time', () => {
  const news = new SiteNews();
  const lost: RemoteSiteState = { phase: 'lost', heard_at: null, error: 'Nothing listens there.', summary: null };
  const live: RemoteSiteState = { ...lost, phase: 'live', error: null };
  expect(news.observe(lost, 0)).toBeNull();
  expect(news.observe(lost, 16 * SECOND_MS)).toMatchObject({ kind: 'lost' });
  news.pause();
  expect(news.observe(live, 30 * MINUTE_MS)).toMatchObject({ kind: 'back' });
  expect(news.observe(lost, 31 * MINUTE_MS)).toBeNull();
  news.pause();
  expect(news.observe(lost, 90 * MINUTE_MS)).toBeNull();
});

it('says nothing of a loss while the network of this computer comes back after a sleep, and then does', () => {
  const news = new SiteNews();
  const lost = { phase: 'lost', heard_at: null, error: 'There is no way to it.', summary: null } as const;
  const at = (ms: number) => news.observe(lost, ms);
  expect(at(0)).toBeNull();
  // It was not lost during these hours: nothing was polled.
  const woke = 8 * 60 * MINUTE_MS;
  news.slept(woke);
  for (let ms = woke; ms < woke + MINUTE_MS; ms += 2 * SECOND_MS) expect(at(ms)).toBeNull();
  expect(at(woke + MINUTE_MS)).toBeNull();
  expect(at(woke + MINUTE_MS + 14 * SECOND_MS)).toBeNull();
  expect(at(woke + MINUTE_MS + 16 * SECOND_MS)).toMatchObject({ kind: 'lost' });
});
