import { setFlagsFromString } from 'node:v8';

/**
 * V8 trades memory for speed that has no effect here: a young generation grows to over a hundred
 * megabytes, and the first look at what can go of an old one waits as long. Each thread has both,
 * so that a farm of a thousand took half a gigabyte more than it needs.
 */
const BOUNDS = [
  // Short-lived objects: a megabyte in the main thread, which has begun already, and two in each
  // further one. Emptying a small one takes no time.
  '--semi-space-growth-factor=1',
  '--min-semi-space-size=2',
  // Long-lived ones: first looked through at so many megabytes (in further threads), then after so
  // many percent more than was left the last time.
  '--initial-old-space-size=12',
  '--heap-growing-percent=30',
] as const;

/**
 * Bounds the memory of this thread and of all that it starts. For the first lines of an entry:
 * installed, the program has no command line to say it on. Nothing here limits what the program may
 * hold.
 */
export function boundMemory(): void {
  for (const bound of BOUNDS) setFlagsFromString(bound);
}
