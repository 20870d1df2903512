const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back once when the signal aborts, or at once if it already has. Returns a function that
 * removes the callback. A signal without callbacks has no listener.
 *
 * For signals with thousands of waiting callers, such as the end of a job. Node iterates over all
 * listeners of a signal whenever one is added or removed; here all callbacks share one listener.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (signal.aborted) {
    callback();
    return () => undefined;
  }
  const callbacks = waiting.get(signal) ?? listenTo(signal);
  // A wrapper, so that a callback that is registered twice is called twice.
  const once = (): void => callback();
  callbacks.add(once);
  return () => {
    if (!callbacks.delete(once) || callbacks.size > 0) return;
    signal.removeEventListener('abort', onAborted);
    waiting.delete(signal);
  };
}

/**
 * Returns what the promise returns, or rejects with the signal's reason if it aborts first. For
 * work that may ignore the signal.
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
