export type ArgsOf<F> = F extends (...args: infer A) => unknown ? A : never;
export type ResultOf<F> = F extends (...args: never[]) => infer R ? Awaited<R> : never;

/** The message of a call to a thread: a union over all calls. */
export type RequestFor<C> = {
  [K in keyof C & string]: { readonly id: number; readonly call: K; readonly args: ArgsOf<C[K]> };
}[keyof C & string];

/**
 * The caller no longer waits for a call. The thread still responds, once it has dropped the work.
 */
export interface Cancellation {
  readonly id: number;
  readonly cancelled: true;
}

/** Checks whether a thread still responds. */
export interface Ping {
  readonly ping: true;
}

/** A failure as sent between threads: an Error would lose its code. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

export type ThreadReply =
  | { readonly pong: true }
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly failure: Failure };

/** The first message of a thread: it is ready, or why it could not start. */
export type Ready = { readonly ready: true } | { readonly ready: false; readonly failure: Failure };
