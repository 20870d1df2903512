import { failure, type Outcome, success } from '../outcome.ts';
import { parseErrorText } from '../vnish/payloads/access.ts';
import { fields, text } from '../vnish/payloads/fields.ts';
import type { MinerResponse } from './transport.ts';

const HTML_START = /^\s*<(?:!doctype|html|head|body|\?xml|!--)/i;
const HTML_TITLE = /<title[^>]{0,100}>([^<]{1,200})/i;

type Parsed = { readonly json: true; readonly value: unknown } | { readonly json: false };

/** Reads a body as JSON whatever its content type says, because miners do not always send one. */
export function parseJson(body: string): Parsed {
  try {
    return { json: true, value: JSON.parse(body.charCodeAt(0) === 0xfeff ? body.slice(1) : body) };
  } catch {
    return { json: false };
  }
}

export function isHtml(body: string): boolean {
  return HTML_START.test(body);
}

/**
 * The payload of an answer that should be JSON. `parse` answers null for a payload that is not even of the right kind.
 * An endpoint that a build does not have answers 404, 405, or 200 with the page of its web interface: all are `not_found`.
 */
export function readPayload<T>(
  response: MinerResponse,
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

/** A plain text, such as a log. The page of the web interface is no log. */
export function readText(response: MinerResponse, where: string): Outcome<string> {
  const refusal = describeRefusal(response, where);
  if (refusal !== null) return refusal;
  return isHtml(response.body) ? describeMissing(where, response.status) : success(response.body);
}

/** A call that is answered with success and nothing more, though some builds send a body. */
export function readAcceptance(response: MinerResponse, where: string): Outcome<null> {
  return (
    describeRefusal(response, where) ??
    (isHtml(response.body) ? describeMissing(where, response.status) : success(null))
  );
}

/** What a status other than success means; null for success. */
export function describeRefusal(response: MinerResponse, where: string): Extract<Outcome<never>, { ok: false }> | null {
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

/** The title of a page; null where there is none. */
export function pageTitle(body: string): string | null {
  return isHtml(body) ? text(HTML_TITLE.exec(body.slice(0, 16_384))?.[1]) : null;
}

/** What somebody answered, in words for a person: never more than a title or the names of a few fields of it. */
export function describeBody(response: MinerResponse): string {
  const { body } = response;
  if (body.trim() === '') return 'an empty body';
  if (isHtml(body)) {
    const title = pageTitle(body);
    return title === null ? 'a web page' : `a web page titled "${title}"`;
  }
  const parsed = parseJson(body);
  if (!parsed.json) return 'text that is not JSON';
  if (Array.isArray(parsed.value)) return 'a JSON list';
  const names = Object.keys(fields(parsed.value))
    .slice(0, 6)
    .map(text)
    .filter((name) => name !== null);
  if (names.length > 0) return `JSON with the fields ${names.join(', ')}`;
  return typeof parsed.value === 'object' && parsed.value !== null ? 'an empty JSON object' : 'a bare JSON value';
}

function describeMissing(where: string, httpStatus: number) {
  return failure('not_found', `${where} does not exist on this firmware`, { retryable: false, httpStatus });
}
