import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * A program that was requested to stop is killed after this time. It should stop within five
 * seconds.
 */
const STOP_WITHIN_MS = 8000;

export interface ProgramOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Whether its first line on stdout reports that it is ready; else it is ready at once. */
  readonly saysReady: boolean;
  readonly hides?: RegExp;
  /** Called if it ends without a request. */
  onEnd(code: number | null): void;
}

/**
 * A program that can be stopped in order and restarted. Its stderr is shown, except for lines that
 * match `hides`.
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
   * Starts the program, and returns the object of its ready line. Rejects if it ends before that.
   */
  start(): Promise<Record<string, unknown>> {
    return this.#inTurn(() => this.#start());
  }

  /** Resolves when the new process is ready. The program may have been halted before. */
  restart(): Promise<Record<string, unknown>> {
    return this.#inTurn(async () => {
      await this.#stop();
      return this.#start();
    });
  }

  /** Stops the program until the next start. */
  halt(): Promise<void> {
    return this.#inTurn(() => this.#stop());
  }

  /** Stops the program for good. Pending and later restarts have no effect. */
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
