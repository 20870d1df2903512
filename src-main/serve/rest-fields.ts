import { SmartCoercionPlugin } from '@orpc/json-schema';
import type { StandardHandlerOptions } from '@orpc/server/standard';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { Call } from '../api/call.ts';
import { normaliseMac } from './pasted-mac.ts';

type Options = StandardHandlerOptions<Call>;
type ClientInterceptor = NonNullable<Options['clientInterceptors']>[number];

/** Takes MAC addresses in any usual form, in paths, queries and bodies. */
export const acceptPastedMacs: ClientInterceptor = (call) => call.next({ ...call, input: withMacs(call.input) });

function withMacs(input: unknown): unknown {
  if (typeof input !== 'object' || input === null) return input;
  const fields = { ...input } as Record<string, unknown>;
  for (const key of ['id', 'miner_id']) {
    if (typeof fields[key] === 'string') fields[key] = normaliseMac(fields[key]);
  }
  for (const part of ['params', 'body']) if (part in fields) fields[part] = withMacs(fields[part]);
  return fields;
}

/**
 * Turns the texts of a query into numbers and booleans as the contract wants them. For GET only: a
 * JSON body has types of its own, and `{"managed": "false"}` is a mistake that must not be read as
 * false.
 */
export class QueryCoercionPlugin extends SmartCoercionPlugin<Call> {
  constructor() {
    super({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  }

  override init(options: Options): void {
    const own: Options = {};
    super.init(own);
    const coerce = own.clientInterceptors?.[0];
    if (coerce === undefined) throw new Error('SmartCoercionPlugin no longer coerces in a client interceptor');
    options.clientInterceptors = [
      (call) => (call.procedure['~orpc'].route.method === 'GET' ? coerce(call) : call.next()),
      ...(options.clientInterceptors ?? []),
    ];
  }
}
