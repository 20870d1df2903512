import type { Clock } from './clock.ts';

/** Returns what the promise returns. Rejects with the message `words` after `ms`. */
export async function withTimeout<T>(work: Promise<T>, ms: number, clock: Clock, words: string): Promise<T> {
  const ended = new AbortController();
  const late = clock.sleep(ms, ended.signal).then(() => {
    if (!ended.signal.aborted) throw new Error(words);
    return work;
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    ended.abort();
    late.catch(() => undefined);
    work.catch(() => undefined);
  }
}
