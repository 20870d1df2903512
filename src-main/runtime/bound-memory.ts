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
  // So little is emptied by the thread itself. Helpers would cost more than they take off, and the
  // thread would wait until the last of them has had its turn on a busy processor.
  '--no-parallel-scavenge',
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

/**
 * Each thread of glibc's malloc takes an arena of its own, and keeps what it once needed: with two
 * for all threads, and with what is free at the end of one returned from 128 kB on, the program
 * holds 30 to 50 MB less.
 */
const ARENAS = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' } as const;

/**
 * malloc reads its settings once, at the start of a process: on Linux, this starts the program once
 * more in its own place (same process id, same open files), with them. Call it before anything else
 * is done.
 */
export function shareArenas(): void {
  const { env, platform, execve, execPath, execArgv, argv } = process;
  // A process that a parent of ours talks to must stay the one that it started.
  if (platform !== 'linux' || env['NODE_CHANNEL_FD'] !== undefined || env['MALLOC_ARENA_MAX'] !== undefined) return;
  execve?.(execPath, [execPath, ...execArgv, ...argv.slice(1)], { ...env, ...ARENAS });
}
