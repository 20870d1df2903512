/**
 * The next moment after `afterMs` at which a miner is to be asked, if it is asked every `everyMs`.
 * Each miner has a phase of its own, which follows from its id: that spreads a farm over the whole
 * interval, whenever its miners were met. Phases of intervals of which one is a multiple of the
 * other fall together, and `lagMs` sets them apart.
 */
export function nextDue(id: string, afterMs: number, everyMs: number, lagMs: number): number {
  // Turns are whole milliseconds: a lost fraction would make the turn that has just been the next
  // one.
  const fromMs = Math.round(afterMs);
  const sinceTurnMs = (fromMs - lagMs - (hash(id) % everyMs)) % everyMs;
  return fromMs + everyMs - (sinceTurnMs < 0 ? sinceTurnMs + everyMs : sinceTurnMs);
}

/**
 * FNV-1a, stirred once more at its end: neighbouring MAC addresses must not become neighbouring
 * turns.
 */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  sum = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
  return (sum ^ (sum >>> 13)) >>> 0;
}
