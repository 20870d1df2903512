/** Why a connection was not made, or ended before the response was complete. */
export type NetworkFailureKind =
  | 'refused'
  | 'timeout'
  | 'cut'
  | 'unreachable'
  | 'no_route'
  | 'unknown_name'
  | 'lookup_failed'
  | 'no_sockets'
  | 'no_tls'
  | 'certificate_expired'
  | 'certificate_not_yet_valid'
  | 'certificate_self_signed'
  | 'certificate_other_name'
  | 'certificate_unverified';

/**
 * The codes of Node (`os.constants.errno`, `dns`, `tls`) and of undici. Each folder has its own
 * texts for the kinds, because what to check differs between a miner, a site, a channel and a
 * database.
 */
const KINDS: Readonly<Record<string, NetworkFailureKind>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  TimeoutError: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ECONNRESET: 'cut',
  ECONNABORTED: 'cut',
  EPIPE: 'cut',
  UND_ERR_SOCKET: 'cut',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'cut',
  UND_ERR_CLOSED: 'cut',
  UND_ERR_DESTROYED: 'cut',
  HPE_INVALID_EOF_STATE: 'cut',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETUNREACH: 'no_route',
  ENETDOWN: 'no_route',
  EADDRNOTAVAIL: 'no_route',
  EACCES: 'no_route',
  EPERM: 'no_route',
  ENOTFOUND: 'unknown_name',
  EAI_AGAIN: 'lookup_failed',
  // `connect` on Windows: no local port is left.
  EADDRINUSE: 'no_sockets',
  EMFILE: 'no_sockets',
  ENFILE: 'no_sockets',
  ENOBUFS: 'no_sockets',
  ENOMEM: 'no_sockets',
  // `https` to a server that speaks something else.
  EPROTO: 'no_tls',
  ERR_SSL_WRONG_VERSION_NUMBER: 'no_tls',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'no_tls',
  CERT_HAS_EXPIRED: 'certificate_expired',
  CERT_NOT_YET_VALID: 'certificate_not_yet_valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate_self_signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate_self_signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate_other_name',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate_unverified',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate_unverified',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate_unverified',
};

/** The kind for a code; null if it is not a network failure. */
export function networkFailureKind(code: string): NetworkFailureKind | null {
  return KINDS[code] ?? null;
}

/**
 * The code of an error or of its cause; '' if there is none. `fetch` hides the cause behind "fetch
 * failed", and a connection to a name with several addresses fails with an AggregateError.
 */
export function errorCode(error: unknown): string {
  for (let cause = error; typeof cause === 'object' && cause !== null; ) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
    if ('name' in cause && cause.name === 'TimeoutError') return cause.name;
    if ('errors' in cause && Array.isArray(cause.errors)) cause = cause.errors[0];
    else cause = 'cause' in cause ? cause.cause : null;
  }
  return '';
}
