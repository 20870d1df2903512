import type { ArgsOf, ResultOf } from './thread-calls.ts';

/** The calls `C` of a thread from the caller's side: each returns a promise. */
export type ThreadClient<C> = { readonly [K in keyof C]: (...args: ArgsOf<C[K]>) => Promise<ResultOf<C[K]>> };

/** Declares a call with the signature `F`. Only the type is used. */
export interface DeclaredCall<F> {
  readonly signature?: F;
}

export function call<F extends (...args: never[]) => unknown>(): DeclaredCall<F> {
  return {};
}

/** The signatures of declared calls. */
export type CallsOf<D> = { readonly [K in keyof D]: D[K] extends DeclaredCall<infer F> ? F : never };

/** An object with one method for each declared call; all of them use `send`. */
export function threadClient<D extends object>(
  declared: D,
  send: <K extends keyof D & string>(call: K, ...args: ArgsOf<CallsOf<D>[K]>) => Promise<ResultOf<CallsOf<D>[K]>>,
): ThreadClient<CallsOf<D>> {
  const names = Object.keys(declared) as (keyof D & string)[];
  const methods = names.map((name) => [name, (...args: ArgsOf<CallsOf<D>[typeof name]>) => send(name, ...args)]);
  return Object.fromEntries(methods) as ThreadClient<CallsOf<D>>;
}
