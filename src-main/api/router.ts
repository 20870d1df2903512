import { ORPCError, type Router } from '@orpc/server';
import { type Contract, contract } from '../../src-shared/contract/index.ts';
import { api, type By, type Call, unchecked } from './call-context.ts';
import { liveEvents, parseLastEventId, streamed } from './live-events.ts';
import type { Operations, Refusal, RefusalCode, Result } from './operation-types.ts';

export type ApiRouter = Router<Contract, Call>;

type AnyOperation = (input: unknown, by: By) => unknown;
type AnyProcedure = { readonly '~orpc': { readonly errorMap: object } };

/** The refusals that a call may list. A call without any returns its output directly. */
const REFUSALS: readonly RefusalCode[] = ['NOT_FOUND', 'CONFLICT', 'UNPROCESSABLE_CONTENT'];

/**
 * Implements the whole contract with these operations. Every interface (IPC, WebSocket, REST)
 * passes its calls to a router, with a `Call` as context and `guardCall` around each. Handlers are
 * derived: a call is carried out by the operation of the same name.
 */
export function createRouter(operations: Operations): ApiRouter {
  const router: Record<string, Record<string, unknown>> = {};
  for (const [group, calls] of Object.entries(contract)) {
    const ofGroup = operations[group as keyof Contract] as unknown as Record<string, AnyOperation>;
    router[group] = Object.fromEntries(
      Object.entries(calls as Record<string, AnyProcedure>).map(([name, procedure]) => [
        name,
        handlerOf(group, name, procedure, ofGroup),
      ]),
    );
  }
  router['app'] = { ...router['app'], events: eventsOf(operations) };
  router['sites'] = { ...router['sites'], events: siteEventsOf(operations) };
  return api.router(router as never) as unknown as ApiRouter;
}

function handlerOf(
  group: string,
  name: string,
  procedure: AnyProcedure,
  operations: Record<string, AnyOperation>,
): unknown {
  const isRefusable = REFUSALS.some((code) => code in procedure['~orpc'].errorMap);
  // The casts are safe: operation-types.ts derives the types of the operations from the contract.
  const builder = (api as unknown as Record<string, Record<string, typeof api.app.health>>)[group]?.[name];
  return builder?.handler(async ({ input, context, signal }) => {
    const result = await operations[name]?.(input, { ...context, signal });
    return (isRefusable ? orThrow(result as Result<unknown>) : result) as never;
  });
}

/**
 * Unlike a single response, a stream ends with the caller or the program, and may resume where it
 * was cut off.
 */
function eventsOf({ app }: Operations) {
  return unchecked.app.events.handler(({ context, signal, lastEventId }) => {
    const end = signal === undefined ? context.stopping : AbortSignal.any([context.stopping, signal]);
    return liveEvents(app.events(end, parseLastEventId(lastEventId)), end, context);
  });
}

/** The live stream of another site. Its events were checked when they were received. */
function siteEventsOf({ sites }: Operations) {
  return unchecked.sites.events.handler(({ input, context, signal }) => {
    const end = signal === undefined ? context.stopping : AbortSignal.any([context.stopping, signal]);
    const events = sites.events(input.id, end);
    if (events === null) throw new ORPCError('NOT_FOUND', { message: `There is no site ${input.id}.` });
    return streamed(events, end, context, (text) => text);
  });
}

/** Returns the value of a result; throws a refusal as an error of the contract. */
function orThrow<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const { code, message, ...rest }: Refusal = result.refusal;
  throw new ORPCError<string, unknown>(code, { message, ...rest });
}
