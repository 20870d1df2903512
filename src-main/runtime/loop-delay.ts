import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Loop } from './loop.ts';

type Window = ReturnType<typeof monitorEventLoopDelay>;

const RESOLUTION_MS = 20;
const WINDOW_MS = 30_000;

/**
 * The delay of the event loop of the main thread, over the last 30 to 60 s: a stall an hour ago
 * says nothing about now. Node's histogram has the whole time between two samples, so the
 * resolution is subtracted.
 */
export class LoopDelay {
  readonly #newWindow: typeof monitorEventLoopDelay;
  #windows: Window[] = [];
  readonly #loop = new Loop({ name: 'loop_delay', intervalMs: () => WINDOW_MS, run: async () => this.#next() });

  constructor(newWindow = monitorEventLoopDelay) {
    this.#newWindow = newWindow;
  }

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
    // In a window that has just begun, a single task would be the 99th percentile.
    const long = measured.filter((window) => (window.count * window.mean) / 1e6 >= WINDOW_MS / 2);
    const used = long.length > 0 ? long : measured;
    return Math.max(0, ...used.map((window) => window.percentile(99) / 1e6 - RESOLUTION_MS));
  }

  /** Begins a window. The previous one is kept for `p99Ms`, the one before it is dropped. */
  #next() {
    this.#windows[1]?.disable();
    this.#windows[0]?.disable();
    const window = this.#newWindow({ resolution: RESOLUTION_MS });
    window.enable();
    this.#windows = [window, ...this.#windows.slice(0, 1)];
    return {};
  }
}
