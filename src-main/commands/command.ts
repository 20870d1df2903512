/** What every command gets: where it writes, and the signal that asks it to stop. */
export interface CommandIo {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/** Exit codes of the program, as scripts may count on them. */
export const EXIT = { done: 0, failed: 1, usage: 2, notRunning: 3 } as const;

/** Something the person at the keyboard can mend: printed as it is, without a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}

export function usageError(message: string): CommandError {
  return new CommandError(message, EXIT.usage);
}
