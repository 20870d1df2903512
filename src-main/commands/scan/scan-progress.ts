import type { CommandIo } from '../shared/command.ts';

const REDRAW_MS = 100;

/** A progress line that is redrawn on a terminal, and written nowhere else. */
export class ScanProgress {
  readonly #io: CommandIo;
  readonly #total: number;
  #shownMs = 0;

  constructor(io: CommandIo, total: number) {
    this.#io = io;
    this.#total = total;
  }

  show(dialled: number, miners: number): void {
    if (!this.#isTerminal) return;
    const monotonicMs = this.#io.clock.monotonicMs();
    if (monotonicMs - this.#shownMs < REDRAW_MS) return;
    this.#shownMs = monotonicMs;
    const percent = Math.floor((dialled / Math.max(1, this.#total)) * 100);
    this.#io.stderr.write(`\r\u001b[K${percent} % of ${this.#total} addresses, ${miners} miners`);
  }

  clear(): void {
    if (this.#isTerminal) this.#io.stderr.write('\r\u001b[K');
  }

  get #isTerminal(): boolean {
    return (this.#io.stderr as Partial<NodeJS.WriteStream>).isTTY === true;
  }
}
