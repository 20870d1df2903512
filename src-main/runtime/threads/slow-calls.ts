/** A call that took longer than `slowCallMs`, for the log. */
export interface SlowCall {
  readonly thread: string;
  readonly call: string;
  readonly tookMs: number;
}

export interface SlowCallsOptions {
  readonly thread: string;
  readonly slowCallMs: number;
  readonly onSlowCall: ((slow: SlowCall) => void) | undefined;
}

const REPORT_EVERY_MS = 60_000;

/** Reports slow calls, each kind of call at most once a minute. */
export class SlowCalls {
  readonly #options: SlowCallsOptions;
  readonly #reportedMs = new Map<string, number>();

  constructor(options: SlowCallsOptions) {
    this.#options = options;
  }

  ended(call: string, startedMs: number): void {
    const { thread, slowCallMs, onSlowCall } = this.#options;
    const monotonicMs = performance.now();
    const tookMs = monotonicMs - startedMs;
    if (tookMs < slowCallMs) return;
    if (monotonicMs - (this.#reportedMs.get(call) ?? Number.NEGATIVE_INFINITY) < REPORT_EVERY_MS) return;
    this.#reportedMs.set(call, monotonicMs);
    onSlowCall?.({ thread, call, tookMs });
  }
}
