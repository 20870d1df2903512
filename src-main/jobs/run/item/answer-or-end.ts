import type { WriteResponse } from '../../../drivers/commands.ts';
import { onAbort } from '../../../runtime/on-abort.ts';
import { END_WORDS } from '../../words/end-words.ts';

const ENDED: WriteResponse = { sent: 'unknown', message: END_WORDS.stoppedBeforeAnswer };

/**
 * The response of a request, or `unknown` if a signal aborts first: a stop does not wait for the
 * response, because the effect is read back instead. Removes its listeners, because the signals
 * live as long as the program.
 */
export async function answerOrEnd(
  sending: Promise<WriteResponse>,
  ...signals: readonly AbortSignal[]
): Promise<WriteResponse> {
  const { promise: ended, resolve } = Promise.withResolvers<WriteResponse>();
  const areOver = signals.map((signal) => onAbort(signal, () => resolve(ENDED)));
  try {
    return await Promise.race([sending, ended]);
  } finally {
    for (const isOver of areOver) isOver();
  }
}
