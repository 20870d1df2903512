const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back once when the signal aborts, and at once if it has. Returns the function that ends
 * that; a signal without waiting callers is left without a listener.
 *
 * For signals on which thousands wait, such as the end of a job: a signal of Node goes through all
 * of its listeners whenever one is added or removed. Here all callbacks share one listener.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (signal.aborted) {
    callback();
    return () => undefined;
  }
  const callbacks = waiting.get(signal) ?? listenTo(signal);
  // Given twice, it counts twice.
  const once = (): void => callback();
  callbacks.add(once);
  return () => {
    if (!callbacks.delete(once) || callbacks.size > 0) return;
    signal.removeEventListener('abort', onAborted);
    waiting.delete(signal);
  };
}

/**
 * Returns what the promise returns, or rejects with the reason of the signal where that aborts
 * before: for work that may not notice it.
 */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const isOver = onAbort(signal, () => reject(signal.reason));
  try {
    return await Promise.race([work, aborted]);
  } finally {
    isOver();
  }
}

function listenTo(signal: AbortSignal): Set<() => void> {
  const callbacks = new Set<() => void>();
  waiting.set(signal, callbacks);
  signal.addEventListener('abort', onAborted, { once: true });
  return callbacks;
}

function onAborted({ target }: Event): void {
  const signal = target as AbortSignal;
  const callbacks = waiting.get(signal);
  waiting.delete(signal);
  for (const callback of callbacks ?? []) callback();
}
