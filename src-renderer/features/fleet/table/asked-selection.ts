/** What another screen asked to be selected, and with which search; null if none did. */
let asked: { readonly text: string; readonly ids: readonly string[] } | null = null;

/** Call this before a navigation to the fleet with this search, which then selects these miners. */
export function askSelection(text: string, ids: readonly string[]): void {
  asked = { text, ids };
}

/** Empty if nothing was asked for this search. */
export function askedSelection(text: string): readonly string[] {
  return asked?.text === text ? asked.ids : [];
}

export function dropAskedSelection(): void {
  asked = null;
}
