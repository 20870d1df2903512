import type { WriteResponse } from '../../../drivers/commands.ts';
import { onAbort } from '../../../runtime/on-abort.ts';
import { END_WORDS } from '../../words/end-words.ts';
import type { RunEnv } from '../run-env.ts';

const ENDED: WriteResponse = { sent: 'unknown', message: END_WORDS.stoppedBeforeAnswer };
const UNSENT: WriteResponse = { sent: 'not_sent', message: END_WORDS.stopped, own: true };

/**
 * The response of a request. A stop does not wait for it, because the effect is read back instead:
 * the result is `not_sent` if nothing had left this computer yet, so that nothing leaves after the
 * stop, and otherwise `unknown`. Removes its listeners, because the signals live as long as the
 * program.
 */
export async function answerOrEnd(
  send: (unlessBegun: AbortSignal) => Promise<WriteResponse>,
  { endNow, noAnswer, leave, wake }: Pick<RunEnv, 'endNow' | 'noAnswer' | 'leave' | 'wake'>,
): Promise<WriteResponse> {
  const { promise: ended, resolve } = Promise.withResolvers<WriteResponse>();
  const areOver = [leave, noAnswer].map((signal) => onAbort(signal, () => resolve(ENDED)));
  try {
    const answer = await Promise.race([send(wake), ended]);
    return answer.sent === 'not_sent' && endNow.aborted ? UNSENT : answer;
  } finally {
    for (const isOver of areOver) isOver();
  }
}
