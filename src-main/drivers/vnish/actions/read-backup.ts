import { isHtml } from '../../http/describe-body.ts';
import type { HttpResponse } from '../../http/transport.ts';
import { failure, type Outcome, success } from '../../outcome.ts';
import { describeRefusal } from '../read-response.ts';

/** Usual is about 1 kB. */
const LARGEST_BYTES = 64 * 1024;

/** The archive from `/settings/backup`. It is stored as it is, never opened. */
export function readBackup(response: HttpResponse, where: string): Outcome<Uint8Array> {
  const refusal = describeRefusal(response, where);
  if (refusal !== null) return refusal;
  const { bytes } = response;
  if (bytes.length === 0 || bytes.length > LARGEST_BYTES || isHtml(response.body)) {
    const message = `${where} answered with ${bytes.length} bytes that are no copy of its settings`;
    return failure('bad_payload', message, { retryable: true, httpStatus: response.status });
  }
  return success(Uint8Array.from(bytes));
}
