import { describeRefusal, parseJson, readPayload } from '../http/response.ts';
import type { Answer } from '../http/transport.ts';
import { failure, type Outcome } from '../outcome.ts';
import { parseToken, parseUnlockTimeoutS } from './payloads/access.ts';

/** The token of an answer to `/unlock`, or why the miner gave none. */
export function readUnlockAnswer(answer: Answer, where: string): Outcome<string> {
  const { status } = answer;
  if (status === 429) return describeUnlockRefusal('unlock_blocked', answer, `${where} was refused: too many tries`);
  if (status === 401 || status === 403) {
    return describeUnlockRefusal(
      'unlock_refused',
      answer,
      `${where} was refused: the password is wrong, set the right one`,
    );
  }
  return describeRefusal(answer, where) ?? readPayload(answer, where, parseToken);
}

function describeUnlockRefusal(
  code: 'unlock_refused' | 'unlock_blocked',
  answer: Answer,
  what: string,
): Outcome<string> {
  const parsed = parseJson(answer.body);
  const unlockTimeoutS = parsed.json ? parseUnlockTimeoutS(parsed.value) : null;
  const wait = unlockTimeoutS === null ? '' : `; it takes passwords again in ${unlockTimeoutS} s`;
  return failure(code, `${what}${wait}`, {
    retryable: code === 'unlock_blocked',
    httpStatus: answer.status,
    unlockTimeoutS,
  });
}
