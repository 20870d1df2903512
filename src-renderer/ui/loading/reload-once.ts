const keyOf = (part: string): string => `powerhive.reloaded-for.${part}`;

/**
 * Loads the page again because a file of a part is missing: after an update the old page asks for
 * files that are gone. Not if that was done already and changed nothing, nor if the page cannot be
 * had: what is still shown is better than nothing.
 */
export async function reloadOnce(part: string): Promise<void> {
  try {
    if (sessionStorage.getItem(keyOf(part)) !== null) return;
    const page = await fetch(window.location.pathname, { cache: 'no-store' });
    if (!page.ok) return;
    sessionStorage.setItem(keyOf(part), 'yes');
  } catch {
    return;
  }
  window.location.reload();
}

/** The part is there: if it is missing another time, the page may be loaded again. */
export function reloadWorked(part: string): void {
  try {
    sessionStorage.removeItem(keyOf(part));
  } catch {
    // Without storage the page is never reloaded by itself.
  }
}
