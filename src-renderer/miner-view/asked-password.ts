let askedId: string | null = null;

/** The panel of this miner, which opens next, puts the cursor into the field for its password. */
export function askForPassword(minerId: string): void {
  askedId = minerId;
}

/** Whether the password of this miner was asked for; once. */
export function takeAskedPassword(minerId: string): boolean {
  if (askedId !== minerId) return false;
  askedId = null;
  return true;
}
