import { mergeViews, sameViews } from './merge-views.ts';
import { readSavedViews } from './saved-views.ts';
import { onViewsChange, readKept, readViews, setKept, setViews } from './use-saved-views.ts';

/** While a column is dragged its width changes with each movement of the pointer. */
const PAUSE_MS = 500;

/** Where PowerHive keeps the views, for as long as it is connected. */
export interface ViewsKeeper {
  readonly load: () => Promise<{ readonly json: string | null; readonly revision: string | null }>;
  /**
   * Replaces the revision that was loaded. Returns the new one; null where another window has
   * replaced it meanwhile.
   */
  readonly keep: (json: string, revision: string | null) => Promise<string | null>;
  /** Calls back whenever the user comes to this window. Returns what ends it. */
  readonly onReturn: (listener: () => void) => () => void;
}

/**
 * Loads the views that PowerHive has, with what this browser changed since it last heard of them,
 * or gives it those of this browser where it has none, and loads them again whenever the user comes
 * back to this window; sends what changes from then on, one request
 * at a time, once nothing has changed for a moment. What fails stays in this browser, and is sent
 * at the next change or connection. Returns what ends it.
 */
export function keepSavedViews({ load, keep, onReturn }: ViewsKeeper, pauseMs = PAUSE_MS): () => void {
  let isOver = false;
  let isRunning = false;
  let isAsked = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let revision: string | null | undefined;

  const pull = async (): Promise<void> => {
    const loaded = await load();
    if (isOver) return;
    revision = loaded.revision;
    if (loaded.json !== null) {
      const [before, theirs] = [readKept(), readSavedViews(loaded.json)];
      const mine = readSavedViews(JSON.stringify(readViews()));
      setViews(before === null ? theirs : mergeViews(readSavedViews(before), mine, theirs));
    }
    setKept(loaded.json);
  };
  const push = async (): Promise<void> => {
    if (revision === undefined) await pull();
    while (!isOver && revision !== undefined) {
      const json = JSON.stringify(readViews());
      if (sameViews(json, readKept())) return;
      const next = await keep(json, revision);
      if (next === null) await pull();
      else {
        revision = next;
        setKept(json);
      }
    }
  };
  const run = async (): Promise<void> => {
    isAsked = true;
    if (isRunning) return;
    isRunning = true;
    while (isAsked && !isOver) {
      isAsked = false;
      // What could not be sent differs from what is kept until it is.
      await push().catch(() => {
        revision = undefined;
      });
    }
    isRunning = false;
  };
  const stopListening = onViewsChange(() => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), pauseMs);
  });
  // What another window has saved meanwhile is there when this one gets the focus.
  const stopReturning = onReturn(() => {
    revision = undefined;
    void run();
  });
  void run();
  return () => {
    isOver = true;
    clearTimeout(timer);
    stopListening();
    stopReturning();
  };
}
