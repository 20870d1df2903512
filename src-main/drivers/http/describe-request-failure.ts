import { type Address, formatAddress } from '../address.ts';
import { failure } from '../outcome.ts';
import { text } from '../parse-fields.ts';
import { describeNetworkError, describeStop } from './network-failure.ts';
import type { HttpRequest, RequestFailure } from './send.ts';

/** The request and the address, for messages: `GET /api/v1/info at 10.0.0.5`. */
export function whereOf(address: Address, request: Pick<HttpRequest, 'method' | 'path'>): string {
  return `${request.method} ${request.path} at ${formatAddress(address)}`;
}

/** `quotes`: whether the redirect's target may be shown. It may echo the body of the request. */
export function describeRequestFailure(
  failed: RequestFailure,
  where: string,
  timeoutMs: number,
  maxBodyBytes: number,
  quotes: boolean,
) {
  switch (failed.kind) {
    case 'stopped':
      return describeStop(failed.cause, where, timeoutMs, failed.answering);
    case 'too_large':
      return describeTooLarge(where, maxBodyBytes);
    case 'redirected': {
      const target = quotes ? text(failed.location) : null;
      return failure(
        'redirected',
        `${where} was redirected${target === null ? '' : ` to ${target}`}, which is not followed: miners do not redirect, so check what has this address`,
        {
          retryable: false,
          httpStatus: failed.status,
          what: `a web server that redirects${target === null ? '' : ` to ${target}`}`,
        },
      );
    }
    case 'not_begun':
      return failure('reset', `${where} was not sent: it closes its connections before it can be`, {
        retryable: true,
      });
    case 'broken':
      return describeNetworkError(failed.error, where, failed.answering);
  }
}

/** More than any miner answers with. */
export function describeTooLarge(where: string, maxBodyBytes: number) {
  return failure(
    'too_large',
    `${where} answered with more than ${maxBodyBytes} bytes: no miner does, so check what has this address`,
    { retryable: false, what: 'something that sends more than any miner does' },
  );
}
