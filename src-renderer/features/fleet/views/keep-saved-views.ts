import { mergeViews, sameViews } from './merge-views.ts';
import { readSavedViews } from './saved-views.ts';
import { onViewsChange, readKept, readViews, setKept, setViews } from './use-saved-views.ts';

/** While a column is dragged, its width changes with each movement of the pointer. */
const PAUSE_MS = 500;

/** Storage of the views in PowerHive, while it is connected. */
export interface ViewsKeeper {
  readonly load: () => Promise<{ readonly json: string | null; readonly revision: string | null }>;
  /**
   * Replaces the loaded revision. Returns the new one, or null if another window has replaced it in
   * the meantime.
   */
  readonly keep: (json: string, revision: string | null) => Promise<string | null>;
  /** Calls the listener whenever the user returns to this window. Returns its unsubscribe. */
  readonly onReturn: (listener: () => void) => () => void;
}

/**
 * Synchronizes the views of this browser with PowerHive. Loads them at the start and whenever the
 * user returns to this window, and merges them with unsent changes of this browser. If PowerHive
 * has none, it gets those of this browser. Changes are sent one request at a time, after a short
 * pause. Failed ones stay in this browser and are sent at the next change or connection. Returns a
 * function that ends it.
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
      // Unsent changes are found later, because they differ from the copy of what PowerHive has.
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
  // Loads what another window has saved, when this one gets the focus.
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
