import { expect, it } from 'vitest';
import { recentOffers, withQuery } from '../../../../../src-renderer/features/fleet/search/recent-queries.ts';

it('keeps the queries that were asked last, each once, the newest first', () => {
  expect(withQuery(['offline', 'temp>80'], ' temp>80 ')).toEqual(['temp>80', 'offline']);
  expect(withQuery(['offline'], 'model:s19 -managed')).toEqual(['model:s19 -managed', 'offline']);
  const many = Array.from({ length: 8 }, (_, i) => `temp>${i}`);
  expect(withQuery(many, 'offline')).toEqual(['offline', ...many.slice(0, 7)]);
});

it.each(['', '  ', 'modl:s19', 'temp>'])('keeps nothing of %j', (text) => {
  const recent = ['offline'];
  expect(withQuery(recent, text)).toBe(recent);
});

it('offers them at an empty place, but not what is offered there anyway', () => {
  const offered = [{ text: 'offline', means: 'is offline', miners: null, whole: true, from: 0, to: 0 }];
  expect(recentOffers(['offline', 'temp>80'], offered)).toEqual([
    { text: 'temp>80', means: 'recent search', miners: null, whole: true, from: 0, to: 0 },
  ]);
});
