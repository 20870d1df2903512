import type { AnySchema, ContractProcedure, InferSchemaInput, InferSchemaOutput } from '@orpc/contract';
import type { Contract } from '../../src-shared/contract/index.ts';
import type { LiveEvent } from '../../src-shared/model/index.ts';
import type { By } from './call-context.ts';

/** Why a request cannot be carried out, as an error of the contract. */
export type Refusal =
  | { readonly code: 'NOT_FOUND'; readonly message: string; readonly data: { readonly id: string } }
  | { readonly code: 'CONFLICT'; readonly message: string }
  | {
      readonly code: 'UNPROCESSABLE_CONTENT';
      readonly message: string;
      readonly data: { readonly path: string; readonly allowed?: string[] };
    };
export type RefusalCode = Refusal['code'];
export type RefusalOf<C extends RefusalCode> = Extract<Refusal, { readonly code: C }>;

export type Refused<C extends RefusalCode = RefusalCode> = { readonly ok: false; readonly refusal: RefusalOf<C> };
/**
 * What an operation returns if the contract lists refusals for its call: the value, or one of these
 * refusals.
 */
export type Result<T, C extends RefusalCode = RefusalCode> = { readonly ok: true; readonly value: T } | Refused<C>;

type MaybePromise<T> = T | Promise<T>;
type HandlerResult<O, E> = [RefusalCode & keyof E] extends [never] ? O : Result<O, RefusalCode & keyof E>;

/**
 * The operation of one call. It gets the checked input and the actor, and returns the output, or a
 * `Result` if the contract lists refusals. Its output is checked against the contract. One that
 * changes something returns when the change and its entry in the audit are on disk.
 */
type OperationOf<P> =
  P extends ContractProcedure<infer I extends AnySchema, infer O extends AnySchema, infer E, infer _Meta>
    ? (input: InferSchemaOutput<I>, by: By) => MaybePromise<HandlerResult<InferSchemaInput<O>, E>>
    : never;

/**
 * The live stream for one caller: a snapshot in chunks, then changes; ends when the signal aborts
 * or the program stops.
 */
type LiveStream = (signal: AbortSignal, afterSeq: number | null) => AsyncIterable<LiveEvent>;

/** The live stream of another site, each event as JSON text; null if there is no such site. */
type SiteStream = (id: string, signal: AbortSignal) => AsyncIterable<string> | null;

type StreamOf<G> = G extends 'sites' ? SiteStream : LiveStream;

/**
 * One operation for each call of the contract, in the contract's groups. `app/operations`
 * implements them; tests may use others.
 */
export type Operations = {
  readonly [G in keyof Contract]: {
    [C in keyof Contract[G]]: C extends 'events' ? StreamOf<G> : OperationOf<Contract[G][C]>;
  };
};
