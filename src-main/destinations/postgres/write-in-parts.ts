/** Rows that are written in one transaction, and how to split them if the database refuses one. */
export interface Part {
  readonly rows: number;
  readonly write: () => Promise<void>;
  /** Empty if the part cannot be split. */
  readonly halves: () => readonly Part[];
}

export interface RefusedPart {
  readonly rows: number;
  /** The text of the last refusal; null if all rows were accepted. */
  readonly message: string | null;
}

/**
 * Writes a part. If it is refused, writes its halves, and so on, so that only the rows that cannot
 * be stored are lost. `write` returns why rows are refused, or null if they are stored, and throws
 * for what is to be retried.
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
