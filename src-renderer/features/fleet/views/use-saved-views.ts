import { useSyncExternalStore } from 'react';
import { readStorage, writeStorage } from '../../../ui/browser-storage.ts';
import type { FleetSort } from '../table/columns/fleet-sort.ts';
import { changeLayout, layoutOf, readSavedViews, type SavedViews, shownView } from './saved-views.ts';

const STORAGE_KEY = 'powerhive.fleet-views';
/** Copy of the views that PowerHive had last: views that differ from it are unsent. */
const KEPT_KEY = 'powerhive.fleet-views-kept';

const listeners = new Set<() => void>();
const changeListeners = new Set<() => void>();
let views: SavedViews | null = null;
let kept: string | null | undefined;

export function readViews(): SavedViews {
  views ??= readSavedViews(readStorage(STORAGE_KEY));
  return views;
}

/** The views that PowerHive had last, as far as this browser knows; null if it does not. */
export function readKept(): string | null {
  if (kept === undefined) kept = readStorage(KEPT_KEY);
  return kept;
}

function notify(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const onStorage = (event: StorageEvent): void => {
    if (event.key === KEPT_KEY) kept = undefined;
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
 * Changes the stored views, for every window of this browser, and for other browsers as soon as
 * PowerHive has them. If the storage is full or forbidden, they last as long as the window.
 */
export function changeSavedViews(change: (before: SavedViews) => SavedViews): void {
  const before = readViews();
  if (readKept() === null) setKept(JSON.stringify(before));
  setViews(change(before));
  for (const listener of changeListeners) listener();
}

/** Sorts the view of all miners. */
export function sortWholeFleet(sort: FleetSort): void {
  changeSavedViews((before) => {
    const { id } = shownView(before, null, '');
    return changeLayout(before, id, { ...layoutOf(before, id), sort });
  });
}

/** Calls the listener after each change in this window. Returns a function that ends it. */
export function onViewsChange(listener: () => void): () => void {
  changeListeners.add(listener);
  return () => void changeListeners.delete(listener);
}

export function setViews(next: SavedViews): void {
  views = next;
  writeStorage(STORAGE_KEY, JSON.stringify(next));
  notify();
}

export function setKept(json: string | null): void {
  kept = json;
  writeStorage(KEPT_KEY, json);
}

export function useSavedViews(): SavedViews {
  return useSyncExternalStore(subscribe, readViews);
}
