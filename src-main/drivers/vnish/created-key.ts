import { parseJson } from '../http/describe-body.ts';
import type { HttpResponse } from '../http/transport.ts';
import { failure, type Outcome, success } from '../outcome.ts';
import { fields, text } from '../parse-fields.ts';
import { describeRefusal, readAcceptance } from './read-response.ts';

/** The status with which a miner accepted a key; null if it accepted without one. */
export function readCreatedKey(response: HttpResponse, where: string): Outcome<string | null> {
  if (response.status === 422) {
    return failure('wrong_key_format', `${where} refused the key: it must be 32 hexadecimal characters`, {
      retryable: false,
      httpStatus: response.status,
    });
  }
  const refusal = describeRefusal(response, where) ?? readAcceptance(response, where);
  if (!refusal.ok) return refusal;
  const parsed = parseJson(response.body);
  return success(parsed.json ? text(fields(parsed.value)['status']) : null);
}
