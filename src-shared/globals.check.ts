/* The type check fails where what both sides share could see what only one of them has. */

// @ts-expect-error the page has no Buffer
export type NoBuffer = typeof Buffer;

// @ts-expect-error the program has no window
export type NoWindow = typeof window;
