/**
 * The next time after `afterMs` at which a miner is polled, with the interval `everyMs`. The phase
 * of each miner follows from its id, which spreads a farm over the whole interval, whenever its
 * miners were found. Phases of intervals that are multiples of each other coincide, and `lagMs`
 * separates them.
 */
export function nextDue(id: string, afterMs: number, everyMs: number, lagMs: number): number {
  // Turns are whole milliseconds: with fractions, the turn that has just been could be returned
  // again.
  const fromMs = Math.round(afterMs);
  const sinceTurnMs = (fromMs - lagMs - (hash(id) % everyMs)) % everyMs;
  return fromMs + everyMs - (sinceTurnMs < 0 ? sinceTurnMs + everyMs : sinceTurnMs);
}

/** FNV-1a with a final mix, so that neighbouring MAC addresses do not become neighbouring turns. */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  sum = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
  return (sum ^ (sum >>> 13)) >>> 0;
}
