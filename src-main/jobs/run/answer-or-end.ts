import type { WriteResponse } from '../../drivers/commands.ts';

const ENDED: WriteResponse = { sent: 'unknown', message: 'the job was stopped before it answered' };

/**
 * The answer of a request, or that it is not known where one of the signals aborts first: a stop
 * does not wait for an answer, because what was sent is read back instead. Leaves no listener
 * behind: the signals live as long as the program.
 */
export async function answerOrEnd(
  sending: Promise<WriteResponse>,
  ...signals: readonly AbortSignal[]
): Promise<WriteResponse> {
  const { promise: ended, resolve } = Promise.withResolvers<WriteResponse>();
  const onAbort = (): void => resolve(ENDED);
  for (const signal of signals) {
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  }
  try {
    return await Promise.race([sending, ended]);
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', onAbort);
  }
}
