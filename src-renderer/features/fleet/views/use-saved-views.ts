import { useSyncExternalStore } from 'react';
import { readSavedViews, type SavedViews } from './saved-views.ts';

const STORAGE_KEY = 'powerhive.fleet-views';

const listeners = new Set<() => void>();
let views: SavedViews | null = null;

function read(): SavedViews {
  views ??= readSavedViews(readStorage());
  return views;
}

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const onStorage = (event: StorageEvent): void => {
    if (event.key !== STORAGE_KEY) return;
    views = null;
    listener();
  };
  window.addEventListener('storage', onStorage);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', onStorage);
  };
}

/**
 * Changes what is remembered, for every window of this browser, and for every other one as soon as
 * PowerHive has it. A full or forbidden storage forgets with the window.
 */
export function changeSavedViews(change: (before: SavedViews) => SavedViews): void {
  views = change(read());
  const json = JSON.stringify(views);
  store(json);
  for (const keep of keepers) keep(json);
  tell();
}

function store(json: string): void {
  try {
    localStorage.setItem(STORAGE_KEY, json);
  } catch {
    // What cannot be stored still holds for as long as the page is open.
  }
}

const keepers = new Set<(json: string) => void>();

/** Where PowerHive keeps the views, for as long as it is connected. */
export interface ViewsKeeper {
  readonly load: () => Promise<string | null>;
  readonly keep: (json: string) => Promise<unknown>;
}

/**
 * Takes over the views that PowerHive has, or gives it those of this browser where it has none;
 * sends it each change from then on. What fails stays in this browser. Returns what ends it.
 */
export function keepSavedViews({ load, keep }: ViewsKeeper): () => void {
  let isNewer = false;
  const send = (json: string): void => {
    isNewer = true;
    void keep(json).catch(() => undefined);
  };
  keepers.add(send);
  void load()
    .then((json) => {
      if (!keepers.has(send) || isNewer) return;
      if (json === null) {
        if (readStorage() !== null) send(JSON.stringify(read()));
        return;
      }
      views = readSavedViews(json);
      store(json);
      tell();
    })
    .catch(() => undefined);
  return () => void keepers.delete(send);
}

export function useSavedViews(): SavedViews {
  return useSyncExternalStore(subscribe, read);
}

function readStorage(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}
