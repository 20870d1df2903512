/**
 * The next moment after `afterMs` at which a miner is to be asked, if it is asked every `everyMs`.
 * Each miner has a phase of its own, which follows from its id: that spreads a farm over the whole
 * interval, whenever its miners were met. Phases of intervals of which one is a multiple of the
 * other fall together, and `lagMs` sets them apart.
 */
export function nextDue(id: string, afterMs: number, everyMs: number, lagMs: number): number {
  // Beats are whole milliseconds: a fraction that got lost would make the next beat of one that has
  // just been.
  const fromMs = Math.round(afterMs);
  const sinceBeatMs = (fromMs - lagMs - (hash(id) % everyMs)) % everyMs;
  return fromMs + everyMs - (sinceBeatMs < 0 ? sinceBeatMs + everyMs : sinceBeatMs);
}

/**
 * FNV-1a, stirred once more at its end: neighbouring MAC addresses must not become neighbouring
 * beats.
 */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  sum = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
  return (sum ^ (sum >>> 13)) >>> 0;
}
