import { describeBody, isHtml, parseJson } from '../http/describe-body.ts';
import type { HttpResponse } from '../http/transport.ts';
import { failure, type Outcome, success } from '../outcome.ts';
import { parseErrorText } from './payloads/access.ts';

/**
 * The payload of a JSON response. `parse` returns null for a payload of the wrong type. An endpoint
 * that a build does not have returns 404, 405, or 200 with the page of its web interface: all are
 * `not_found`.
 */
export function readPayload<T>(
  response: HttpResponse,
  where: string,
  parse: (payload: unknown) => T | null,
): Outcome<T> {
  const refusal = describeRefusal(response, where);
  if (refusal !== null) return refusal;
  const parsed = parseJson(response.body);
  if (!parsed.json && isHtml(response.body)) return describeMissing(where, response.status);
  const value = parsed.json ? parse(parsed.value) : null;
  if (value === null) {
    return failure(
      'bad_payload',
      `${where} answered with ${describeBody(response)} instead of what a miner sends there`,
      {
        retryable: true,
        httpStatus: response.status,
      },
    );
  }
  return success(value);
}

/** A plain text, such as a log. The page of the web interface is `not_found`. */
export function readText(response: HttpResponse, where: string): Outcome<string> {
  const refusal = describeRefusal(response, where);
  if (refusal !== null) return refusal;
  return isHtml(response.body) ? describeMissing(where, response.status) : success(response.body);
}

/** Checks a response that only confirms success. Some builds send a body, which is ignored. */
export function readAcceptance(response: HttpResponse, where: string): Outcome<null> {
  return (
    describeRefusal(response, where) ??
    (isHtml(response.body) ? describeMissing(where, response.status) : success(null))
  );
}

/** The failure for a status other than 2xx; null for success. */
export function describeRefusal(response: HttpResponse, where: string): Extract<Outcome<never>, { ok: false }> | null {
  const { status } = response;
  if (status >= 200 && status < 300) return null;
  if (status === 404 || status === 405) return describeMissing(where, status);
  if (status === 401 || status === 403) {
    return failure('unauthorized', `${where} was refused with ${status}: its key or session is no longer valid`, {
      retryable: false,
      httpStatus: status,
    });
  }
  const parsed = parseJson(response.body);
  const reason = parsed.json ? parseErrorText(parsed.value) : null;
  return failure('http_error', `${where} failed with ${status}${reason === null ? '' : `: ${reason}`}`, {
    retryable: status >= 500 || status === 429 || status === 408,
    httpStatus: status,
  });
}

/** For unknown paths the firmware sends its web page. A captive portal would send one too. */
function describeMissing(where: string, httpStatus: number) {
  const page = httpStatus < 300 ? ', or something on the way answers with a web page' : '';
  return failure('not_found', `${where} does not exist on this firmware${page}`, { retryable: false, httpStatus });
}
