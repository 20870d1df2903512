/** How many miners, with a name, tags and a place each, are well within the size of one message. */
const MOST_IN_ONE = 2000;
/**
 * As JSON; in UTF-8 at most three times as many bytes, which is below the 1 MiB of a REST request.
 */
const MOST_CHARACTERS = 300_000;

/** Miners of one change after the other, in their order, each part small enough for one message. */
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
