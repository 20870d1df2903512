import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Loop } from './loop.ts';

type Window = ReturnType<typeof monitorEventLoopDelay>;

const RESOLUTION_MS = 20;
const WINDOW_MS = 30_000;

/**
 * How long what is due has to wait for the main thread, over the last half minute or so: a stall an
 * hour ago says nothing about now. Node's histogram holds the time from one look to the next, so
 * that a thread with nothing to do counts that time: it is taken off.
 */
export class LoopDelay {
  #windows: Window[] = [];
  readonly #loop = new Loop({ name: 'loop_delay', intervalMs: () => WINDOW_MS, run: async () => this.#next() });

  start(): void {
    this.#loop.start();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
    for (const window of this.#windows) window.disable();
  }

  /** The 99th percentile, in milliseconds; null before anything was measured. */
  p99Ms(): number | null {
    const measured = this.#windows.filter((window) => window.count > 0);
    if (measured.length === 0) return null;
    return Math.max(0, ...measured.map((window) => window.percentile(99) / 1e6 - RESOLUTION_MS));
  }

  /** The window before this one stays to be asked, and the one before that goes. */
  #next() {
    this.#windows[1]?.disable();
    this.#windows[0]?.disable();
    const window = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    window.enable();
    this.#windows = [window, ...this.#windows.slice(0, 1)];
    return {};
  }
}
