import { afterEach, expect, it } from 'vitest';
import { shareToken, tokenInHash } from '../../../../src-renderer/api/connection/token.ts';
import { until } from '../../../fixtures/patience.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A tab that is signed in with a token or not, and the tokens that it receives. */
function tab(token: string | null): string[] {
  const heard: string[] = [];
  ends.push(
    shareToken(
      () => token,
      (given) => heard.push(given),
    ),
  );
  return heard;
}

it('the token of a link is read, and none from a link that is broken', () => {
  expect(['#token=a%20b', '#token=', '#token=%', '#/fleet'].map(tokenInHash)).toEqual(['a b', null, null, null]);
});

it('a new tab gets the token of one that is signed in', async () => {
  const signedOut = tab(null);
  tab('the token');
  const fresh = tab(null);
  await until('the token', () => fresh.length > 0);
  expect(fresh).toEqual(['the token']);
  // Open tabs receive it too, so that one that waits to sign in need not wait any longer.
  await until('the token in the other tab', () => signedOut.length > 0);
});
