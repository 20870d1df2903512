/** What quitting needs of a window. */
export interface OpenWindow {
  close(): void;
  destroy(): void;
}

/** All windows that are not destroyed, in the order of their making; `onClosed` is told after one has left. */
export const openWindows = {
  all: new Set<OpenWindow>(),
  onClosed: (): void => {},
  onCloseRefused: (): void => {},
};
