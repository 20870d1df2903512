import { describeBody, parseJson } from './answer.ts';
import { failure, type Outcome, success } from './outcome.ts';
import { parseInfo } from './payloads/info.ts';
import type { DeviceInfo } from './readings.ts';
import type { Answer } from './transport.ts';

/**
 * Reads an answer to `/info`, or says what answered instead of a miner. A server error is no proof of anything: a miner that starts
 * can answer with one.
 */
export function readInfoAnswer(answer: Answer, where: string): Outcome<DeviceInfo> {
  const { status } = answer;
  if (status >= 500 || status === 429 || status === 408) {
    return failure('http_error', `${where} failed with ${status}: if a miner is there, it may be starting`, {
      retryable: true,
      httpStatus: status,
    });
  }
  const parsed = parseJson(answer.body);
  const info = status >= 200 && status < 300 && parsed.json ? parseInfo(parsed.value) : null;
  if (info !== null) return success(info);
  return failure('not_a_miner', `${where} was answered by something else: ${describeStranger(answer)}`, {
    retryable: false,
    httpStatus: status,
  });
}

function describeStranger(answer: Answer): string {
  if (answer.wwwAuthenticate?.includes('antMiner Configuration')) {
    return 'the stock firmware of an Antminer, which has another API';
  }
  if (answer.status === 401 || answer.status === 403) return `it wants a login (status ${answer.status})`;
  const body = describeBody(answer);
  return answer.status === 200 ? body : `status ${answer.status} and ${body}`;
}
