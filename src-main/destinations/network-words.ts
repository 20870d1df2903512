import { errorCode, type NetworkFailureKind, networkFailureKind } from '../runtime/network-failure-kind.ts';

const WORDS: Readonly<Record<NetworkFailureKind, string>> = {
  refused: 'connection refused: check that it runs, and the port in the URL',
  timeout: 'no response in time',
  cut: 'the connection was cut',
  unreachable: 'unreachable: check its network',
  no_route: 'no network route from this computer',
  unknown_name: 'host not found: check the URL',
  lookup_failed: 'its host name cannot be resolved now: check the network of this computer',
  no_sockets: 'no sockets left on this computer: allow more open files',
  no_tls: 'it does not speak TLS there: enter http if it is near, or the port that takes https',
  certificate_expired: 'its certificate has expired: renew it there',
  certificate_not_yet_valid: 'its certificate is not valid yet: check the clock of this computer',
  certificate_self_signed: 'its certificate is self-signed: use one that this computer trusts',
  certificate_other_name: 'its certificate is for another name: use that name in the URL',
  certificate_unverified: 'its certificate cannot be verified: use one that this computer trusts',
};

/** How many characters of a server's response text are kept. */
const MOST_TEXT = 300;

/** A server's text on one line, cut to 300 characters. */
export function shortLine(text: string): string {
  return text
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, MOST_TEXT);
}

/** A network failure in a few words, and what to check. */
export function networkWords(error: unknown): string {
  const kind = networkFailureKind(errorCode(error));
  return kind === null ? ((error as { message?: string }).message ?? String(error)) : WORDS[kind];
}
