/**
 * Rows that are written in one transaction, and what they divide into where the database refuses
 * one of them.
 */
export interface Part {
  readonly rows: number;
  readonly write: () => Promise<void>;
  /** None where it is all of one thing. */
  readonly halves: () => readonly Part[];
}

export interface RefusedPart {
  readonly rows: number;
  /** What the database said last; null where it took all. */
  readonly message: string | null;
}

/**
 * Writes a part; of one that is refused its halves, and so on: what cannot be stored is refused
 * alone. `write` returns why rows are refused, null where they are there, and throws what is tried
 * again.
 */
export async function writeInParts(part: Part, write: (part: Part) => Promise<string | null>): Promise<RefusedPart> {
  const message = await write(part);
  if (message === null) return { rows: 0, message };
  const halves = part.halves();
  if (halves.length === 0) return { rows: part.rows, message };
  let refused: RefusedPart = { rows: 0, message: null };
  for (const half of halves) {
    const ofHalf = await writeInParts(half, write);
    refused = { rows: refused.rows + ofHalf.rows, message: ofHalf.message ?? refused.message };
  }
  return refused;
}
