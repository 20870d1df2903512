import type { Clock } from '../../runtime/clock.ts';

/** The output streams of a command, the clock, and the signal that requests its stop. */
export interface CommandIo {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Exit codes of the program. Scripts rely on them. */
export const EXIT = { done: 0, failed: 1, usage: 2, notRunning: 3 } as const;

/** An error that the user can solve: its message is printed without a stack. */
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
