/**
 * What can go wrong between PowerHive and one miner.
 *
 * `no_route`, `no_sockets`, `not_sent` (the thread that sends the requests is gone, or stuck) and
 * `starved` (it was held up for so long that it can't say whether the miner answered) are about this
 * machine, not about the miner (`isOwnFailure`): whoever sees them must not hold them against it.
 */
export type FirmwareErrorCode =
  | 'timeout'
  | 'refused'
  | 'unreachable'
  | 'no_route'
  | 'no_sockets'
  | 'not_sent'
  | 'starved'
  | 'reset'
  | 'aborted'
  | 'busy'
  | 'not_a_miner'
  | 'unauthorized'
  | 'unlock_refused'
  | 'unlock_blocked'
  | 'too_large'
  | 'redirected'
  | 'bad_payload'
  | 'http_error'
  | 'not_found'
  | 'identity_changed'
  | 'wrong_key_format';

/** Whether the trouble is this machine's: the miner was not asked, or its answer not awaited. */
export function isOwnFailure({ code }: Pick<FirmwareError, 'code'>): boolean {
  return code === 'no_route' || code === 'no_sockets' || code === 'not_sent' || code === 'starved';
}

/** Whether certainly nothing of the request left this machine: a password in it was not tried. */
export function hasNotLeft({ code }: Pick<FirmwareError, 'code'>): boolean {
  return code === 'no_route' || code === 'no_sockets';
}

/** An expected failure. `message` says what, where and what to do, and never holds a credential. */
export interface FirmwareError {
  readonly code: FirmwareErrorCode;
  readonly message: string;
  /** Whether the same call may succeed later without any action. */
  readonly retryable: boolean;
  readonly httpStatus?: number;
  /**
   * Of a failed connection: the request and its address, which the message leaves out: `GET
   * /api/v1/summary at 10.0.0.7:80`.
   */
  readonly request?: string;
  /** Of whoever answered and is no miner: what it is, in a few printable words. */
  readonly what?: string;
  /**
   * Of `unlock_refused` and `unlock_blocked`: seconds until the miner takes passwords again, null
   * where it did not say.
   */
  readonly unlockTimeoutS?: number | null;
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: FirmwareError };

export function success<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function failure(
  code: FirmwareErrorCode,
  message: string,
  details: Omit<FirmwareError, 'code' | 'message'>,
): { readonly ok: false; readonly error: FirmwareError } {
  return { ok: false, error: { code, message, ...details } };
}
