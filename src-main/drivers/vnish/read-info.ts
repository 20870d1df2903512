import { describeBody, isHtml, pageTitle, parseJson } from '../http/describe-body.ts';
import type { HttpResponse, IdentityPolicy } from '../http/transport.ts';
import { failure, type Outcome, success } from '../outcome.ts';
import { fields, text } from '../parse-fields.ts';
import { otherMake } from './other-makes.ts';
import { parseInfo, type VnishInfo } from './payloads/info.ts';

/** Is in the web page of VNish and its rebrands. */
const VNISH_PAGE = 'AnthillOS';

/**
 * Parses a response to `/info`, or describes what responded instead of a miner. A server error, or
 * the page of VNish in place of its API, proves nothing: a starting miner can send either.
 */
export function readInfoResponse(response: HttpResponse, where: string): Outcome<VnishInfo> {
  const { status } = response;
  if (status >= 500 || status === 429 || status === 408) {
    return failure('http_error', `${where} failed with ${status}: if a miner is there, it may be starting`, {
      retryable: true,
      httpStatus: status,
    });
  }
  const parsed = parseJson(response.body);
  const info = status >= 200 && status < 300 && parsed.json ? parseInfo(parsed.value) : null;
  if (info !== null) return success(info);
  if (isHtml(response.body) && response.body.includes(VNISH_PAGE)) {
    const message = `${where} was answered by the page of VNish firmware: its API may be starting`;
    return failure('http_error', message, { retryable: true, httpStatus: status });
  }
  const what = describeOtherDevice(response);
  const message = `${where} was answered by something else: ${what}`;
  return failure('not_a_miner', message, { retryable: false, httpStatus: status, what });
}

function describeOtherDevice(response: HttpResponse): string {
  const make = otherMake(response.wwwAuthenticate) ?? otherMake(pageTitle(response.body)) ?? firmwareIn(response.body);
  if (make !== null) return make;
  if (response.status === 401 || response.status === 403) return `it requires a login (status ${response.status})`;
  const body = describeBody(response);
  return response.status === 200 ? body : `status ${response.status} and ${body}`;
}

/** The firmware that the JSON of another device names. */
function firmwareIn(body: string): string | null {
  const parsed = parseJson(body);
  const name = parsed.json ? text(fields(parsed.value)['fw_name']) : null;
  return name === null ? null : (otherMake(name) ?? `a device with the firmware "${name}"`);
}

/** `/info` needs no credentials: the miner is identified before any are sent. */
export const IDENTITY: IdentityPolicy = {
  request: { method: 'GET', path: '/api/v1/info' },
  readMac(response, where) {
    const info = readInfoResponse(response, where);
    return info.ok ? success(info.value.mac) : info;
  },
};
