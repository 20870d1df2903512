/* The type check fails where the page could see what only Node has. */

// @ts-expect-error the page has no Buffer
export type NoBuffer = typeof Buffer;

// @ts-expect-error nor a process
export type NoProcess = typeof process;
