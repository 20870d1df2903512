/* The type check fails if shared code could use globals that only one side has. */

// @ts-expect-error the page has no Buffer
export type NoBuffer = typeof Buffer;

// @ts-expect-error the program has no window
export type NoWindow = typeof window;
