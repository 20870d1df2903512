import { SmartCoercionPlugin } from '@orpc/json-schema';
import type { StandardHandlerOptions } from '@orpc/server/standard';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { normaliseMac } from '../../src-shared/pasted-mac.ts';
import type { Call } from '../api/call-context.ts';

type Options = StandardHandlerOptions<Call>;
type ClientInterceptor = NonNullable<Options['clientInterceptors']>[number];

/** Accepts MAC addresses in any common form, in paths, queries and bodies. */
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
 * Converts the texts of a query to the numbers and booleans of the contract. Only for GET: a JSON
 * body has its own types, and `{"managed": "false"}` is an error that must not be read as false.
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
