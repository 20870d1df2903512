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
 * Changes what is remembered, for every window of this browser. A full or forbidden storage forgets
 * with the window.
 */
export function changeSavedViews(change: (before: SavedViews) => SavedViews): void {
  views = change(read());
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(views));
  } catch {
    // What cannot be stored still holds for as long as the page is open.
  }
  tell();
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
