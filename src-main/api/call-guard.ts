import { ORPCError, ValidationError } from '@orpc/server';
import { StoreError, type StoreErrorCode } from '../store/store-error.ts';
import type { Call } from './call-context.ts';
import { errorsInWords, fieldErrors, MOST_FIELDS } from './input-fields.ts';

const MENDABLE: ReadonlySet<StoreErrorCode> = new Set([
  'disk_full',
  'unwritable',
  'locked',
  'lost',
  'corrupt',
  'overloaded',
]);

interface GuardedCall {
  readonly context: Call;
  readonly path: readonly string[];
  readonly signal?: AbortSignal | undefined;
  next(): Promise<unknown>;
}

/**
 * Wraps every call of every interface (`clientInterceptors: [guardCall]`). Refuses new calls while
 * the program stops, reports invalid input by field, and logs internal errors, of which the caller
 * gets no details.
 */
export async function guardCall(call: GuardedCall): Promise<unknown> {
  const { context, path, signal } = call;
  if (context.stopping.aborted) throw new ORPCError('SERVICE_UNAVAILABLE', { message: 'PowerHive is stopping' });
  try {
    return await call.next();
  } catch (error) {
    if (error instanceof ORPCError && error.code !== 'INTERNAL_SERVER_ERROR') throw inWords(error);
    if (context.stopping.aborted) throw new ORPCError('SERVICE_UNAVAILABLE', { message: 'PowerHive is stopping' });
    const refusal = refusalOf(error);
    if (refusal !== null) throw new ORPCError('SERVICE_UNAVAILABLE', { message: refusal });
    if (signal?.aborted !== true) {
      context.log.error({ procedure: path.join('.'), via: context.via, ...reportOf(error) }, 'A call failed');
    }
    throw new ORPCError('INTERNAL_SERVER_ERROR', { message: 'PowerHive failed to do this; its log says why' });
  }
}

/** The message of a database error that the operator can solve; null for any other error. */
function refusalOf(error: unknown): string | null {
  const cause = error instanceof ORPCError ? error.cause : error;
  return cause instanceof StoreError && MENDABLE.has(cause.code) ? cause.message : null;
}

function inWords<T extends ORPCError<string, unknown>>(error: T): ORPCError<string, unknown> {
  if (error.code !== 'BAD_REQUEST' || !(error.cause instanceof ValidationError)) return error;
  const fields = fieldErrors(error.cause.issues);
  return new ORPCError('BAD_REQUEST', {
    message: errorsInWords(fields),
    data: { fields: fields.slice(0, MOST_FIELDS) },
  });
}

/**
 * What may be logged of an error. Of an invalid output only the fields, since the output itself may
 * contain secrets.
 */
function reportOf(error: unknown): object {
  const cause = error instanceof ORPCError ? error.cause : undefined;
  if (cause instanceof ValidationError) return { wrongOutput: fieldErrors(cause.issues) };
  return { err: error };
}
