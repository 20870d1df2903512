/* The type check fails if the page can see globals of Node. */

// @ts-expect-error the page has no Buffer
export type NoBuffer = typeof Buffer;

// @ts-expect-error nor a process
export type NoProcess = typeof process;
