/** What quitting needs of a window. */
export interface OpenWindow {
  close(): void;
  destroy(): void;
}

/**
 * All windows that are not destroyed, in the order of creation; `onClosed` is called after one has
 * left.
 */
export const openWindows = {
  all: new Set<OpenWindow>(),
  onClosed: (): void => {},
  onCloseRefused: (): void => {},
};
