import { parseHash } from '../hash-location.ts';
import type { Unsaved } from './unsaved.ts';

/**
 * Asks before unsaved input is lost by Back, Forward or a changed address; with `asksOnUnload` also
 * by reload and close. In a window of the desktop app that would block quitting without a question.
 */
export function guardLeaving(page: Window, unsaved: Unsaved, { asksOnUnload }: { asksOnUnload: boolean }): void {
  let shown = page.location.href;
  page.addEventListener('hashchange', () => {
    shown = page.location.href;
  });
  // This runs before `hashchange`, so that screens do not notice a step that is reverted.
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
