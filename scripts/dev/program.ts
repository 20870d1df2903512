import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * After so long a program that was asked to stop is ended by force: it says itself that it stops
 * within five seconds.
 */
const STOP_WITHIN_MS = 8000;

export interface ProgramOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Whether its first line on stdout says that it is ready; else it counts as ready at once. */
  readonly saysReady: boolean;
  readonly hides?: RegExp;
  /** It ended without being asked to. */
  onEnd(code: number | null): void;
}

/**
 * One program that runs, is stopped in order, and is started again. Its stderr is shown, but for
 * the lines that `hides` names.
 */
export class Program {
  readonly #options: ProgramOptions;
  #child: ChildProcess | null = null;
  #working: Promise<unknown> = Promise.resolve();
  #isOver = false;

  constructor(options: ProgramOptions) {
    this.#options = options;
  }

  /**
   * Starts it, and returns the object of its ready line. Rejects when it ends before that.
   */
  start(): Promise<Record<string, unknown>> {
    return this.#inTurn(() => this.#start());
  }

  /** Resolves when another is ready; it may have been halted before. */
  restart(): Promise<Record<string, unknown>> {
    return this.#inTurn(async () => {
      await this.#stop();
      return this.#start();
    });
  }

  /** Until the next start. */
  halt(): Promise<void> {
    return this.#inTurn(() => this.#stop());
  }

  /** For good: a restart that was asked for before or after starts nothing more. */
  stop(): Promise<void> {
    this.#isOver = true;
    return this.#inTurn(() => this.#stop());
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#working.then(work);
    this.#working = done.catch(() => undefined);
    return done;
  }

  async #start(): Promise<Record<string, unknown>> {
    if (this.#isOver) return {};
    const { command, args, env, saysReady, hides } = this.#options;
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: env ?? process.env });
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (hides?.test(line) !== true) process.stderr.write(`${line}\n`);
    });
    this.#child = child;
    const ended = new Promise<number | null>((resolve) => {
      child.once('error', () => resolve(null));
      child.once('close', resolve);
    });
    void ended.then((code) => {
      if (this.#child !== child) return;
      this.#child = null;
      if (ready !== null) this.#options.onEnd(code);
    });
    let ready: Record<string, unknown> | null = saysReady ? null : {};
    if (ready !== null) {
      child.stdout.resume();
      return ready;
    }
    let said = '';
    const line = new Promise<string>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (ready === null) said += text;
        if (said.includes('\n')) resolve(said);
      });
    });
    const first = await Promise.race([line, ended]);
    if (typeof first !== 'string') throw new Error(`it ended with code ${first} before it was ready`);
    ready = JSON.parse(first.slice(0, first.indexOf('\n'))) as Record<string, unknown>;
    return ready;
  }

  async #stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    await closed;
    clearTimeout(force);
  }
}
