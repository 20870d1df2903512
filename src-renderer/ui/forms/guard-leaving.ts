import { parseHash } from '../hash-location.ts';
import type { Unsaved } from './unsaved.ts';

/**
 * Asks before what is unsaved is lost by a step that is not the page's own: Back, Forward and a
 * changed address; and reload and closing where `asksOnUnload`. In a window of the desktop app that
 * would hold up quitting without a question.
 */
export function guardLeaving(page: Window, unsaved: Unsaved, { asksOnUnload }: { asksOnUnload: boolean }): void {
  let shown = page.location.href;
  page.addEventListener('hashchange', () => {
    shown = page.location.href;
  });
  // Before `hashchange`: the screens do not notice a step that is taken back.
  page.addEventListener('popstate', () => {
    const { hash } = page.location;
    const isSameScreen = parseHash(hash).path === parseHash(new URL(shown).hash).path;
    if (isSameScreen || hash.startsWith('#token=') || !unsaved.holds()) return;
    page.history.pushState(null, '', shown);
    unsaved.pass(() => page.history.back());
  });
  if (!asksOnUnload) return;
  page.addEventListener('beforeunload', (event) => {
    if (unsaved.holds()) event.preventDefault();
  });
}
