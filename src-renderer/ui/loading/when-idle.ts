const SOON_MS = 200;

/** Safari cannot say when it is idle: there it is soon. Returns a function that forgets the work. */
export function whenIdle(work: () => void): () => void {
  if ('requestIdleCallback' in window) {
    const idle = requestIdleCallback(work);
    return () => cancelIdleCallback(idle);
  }
  const timer = setTimeout(work, SOON_MS);
  return () => clearTimeout(timer);
}
