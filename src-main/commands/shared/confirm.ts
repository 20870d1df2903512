import { createInterface } from 'node:readline/promises';
import { type CommandIo, usageError } from './command.ts';

export interface Confirmation {
  readonly question: string;
  /** What is written before the answer. */
  readonly hint?: string;
  /** What must be typed; by default `y` or `yes`. */
  readonly expected?: string;
  /** Whether `--yes` was given. */
  readonly yes: boolean;
}

/** Whether the operator agrees. Asks on a terminal; elsewhere requires `--yes`. */
export async function isConfirmed(
  { question, hint = ' [y/N] ', expected, yes }: Confirmation,
  io: CommandIo,
): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) throw usageError(`${question} Say --yes to do it without being asked.`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = (await terminal.question(`${question}${hint}`, { signal: io.signal })).trim();
    return expected === undefined ? /^y(es)?$/i.test(answer) : answer === expected;
  } catch (error) {
    if (io.signal.aborted) return false;
    throw error;
  } finally {
    terminal.close();
  }
}
