/* The type check fails where the program could see what only a page has. */

// @ts-expect-error neither the program nor its threads have a window
export type NoWindow = typeof window;

// @ts-expect-error nor a document
export type NoDocument = typeof document;
