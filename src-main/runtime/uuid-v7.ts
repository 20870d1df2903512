import { randomBytes } from 'node:crypto';
import { systemClock } from './clock.ts';

/** The counter has 12 bits, between the version and the variant of the id. */
const COUNTER_END = 0x1000;
/** The counter of a new millisecond starts in its lower half, so that there is room to count up. */
const COUNTER_START = 0x800;

/**
 * Makes time-ordered ids (UUIDv7, RFC 9562 section 5.7): UNIX milliseconds, a counter, then random
 * bits. Each id sorts after the one before it as text, also within one millisecond and when the
 * clock is set back. Node's own `randomUUIDv7` promises neither, and exists from Node 24.16 on
 * only.
 */
export function createUuidV7(nowMs: () => number = systemClock.nowMs): () => string {
  let lastMs = 0;
  let counter = 0;
  return () => {
    const bytes = randomBytes(10);
    const now = Math.floor(nowMs());
    counter = now > lastMs ? bytes.readUInt16BE(0) % COUNTER_START : counter + 1;
    lastMs = Math.max(lastMs, now);
    if (counter === COUNTER_END) [lastMs, counter] = [lastMs + 1, 0];
    const time = lastMs.toString(16).padStart(12, '0');
    const variant = (0x8000 | (bytes.readUInt16BE(2) & 0x3fff)).toString(16);
    const count = counter.toString(16).padStart(3, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${variant}-${bytes.toString('hex', 4)}`;
  };
}

/** The next time-ordered id of this thread. */
export const uuidV7 = createUuidV7();
