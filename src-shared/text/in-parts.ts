/** This many miners, with name, tags and place each, are well within the size of one message. */
const MOST_IN_ONE = 2000;
/**
 * Of JSON. In UTF-8 these are at most three times as many bytes, below the 1 MiB of a REST request.
 */
const MOST_CHARACTERS = 300_000;

/** Splits the miners of a change, in order, into parts that each fit into one message. */
export function inParts<T>(miners: readonly T[]): T[][] {
  const parts: T[][] = [];
  let characters = 0;
  for (const miner of miners) {
    const more = JSON.stringify(miner).length + 1;
    const part = parts.at(-1);
    if (part === undefined || part.length === MOST_IN_ONE || characters + more > MOST_CHARACTERS) {
      parts.push([miner]);
      characters = more;
    } else {
      part.push(miner);
      characters += more;
    }
  }
  return parts;
}
