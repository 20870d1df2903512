import { parseJson } from '../http/describe-body.ts';
import type { HttpResponse } from '../http/transport.ts';
import { failure, type Outcome } from '../outcome.ts';
import { parseToken, parseUnlockTimeoutS } from './payloads/access.ts';
import { describeRefusal, readPayload } from './read-response.ts';

/**
 * The token from a response to `/unlock`, or why there is none. The response is not quoted, because
 * the host may echo the password that it was just sent.
 */
export function readUnlockResponse(response: HttpResponse, where: string): Outcome<string> {
  const { status } = response;
  if (status === 429) return describeUnlockRefusal('unlock_blocked', response, `${where} was refused: too many tries`);
  if (status === 401 || status === 403) {
    return describeUnlockRefusal(
      'unlock_refused',
      response,
      `${where} was refused: the password is wrong, set the right one`,
    );
  }
  const refusal = describeRefusal({ ...response, body: '' }, where);
  if (refusal !== null) return refusal;
  const read = readPayload(response, where, parseToken);
  if (read.ok || read.error.code !== 'bad_payload') return read;
  return failure('bad_payload', `${where} was answered without a session`, read.error);
}

function describeUnlockRefusal(
  code: 'unlock_refused' | 'unlock_blocked',
  response: HttpResponse,
  what: string,
): Outcome<string> {
  const parsed = parseJson(response.body);
  const unlockTimeoutS = parsed.json ? parseUnlockTimeoutS(parsed.value) : null;
  const wait = unlockTimeoutS === null ? '' : `; it takes passwords again in ${unlockTimeoutS} s`;
  return failure(code, `${what}${wait}`, {
    retryable: code === 'unlock_blocked',
    httpStatus: response.status,
    unlockTimeoutS,
  });
}
