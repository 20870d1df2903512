/**
 * What can go wrong between PowerHive and one miner.
 *
 * `no_route`, `no_sockets`, `not_sent` (the thread that sends the requests has ended, or is stuck)
 * and `starved` (it was blocked for so long that it can't say whether the miner responded) are
 * caused by this computer (`isOwnFailure`), and must not count as failures of the miner.
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

/** Whether this computer is the cause: no request was sent, or the response was not awaited. */
export function isOwnFailure({ code }: Pick<FirmwareError, 'code'>): boolean {
  return code === 'no_route' || code === 'no_sockets' || code === 'not_sent' || code === 'starved';
}

/** Whether certainly nothing of the request left this computer: a password in it was not tried. */
export function hasNotLeft({ code }: Pick<FirmwareError, 'code'>): boolean {
  return code === 'no_route' || code === 'no_sockets';
}

/** An expected failure. `message` says what, where and what to do, and contains no credential. */
export interface FirmwareError {
  readonly code: FirmwareErrorCode;
  readonly message: string;
  /** Whether a retry may succeed without any action. */
  readonly retryable: boolean;
  readonly httpStatus?: number;
  /**
   * For a failed connection: request and address, which the message leaves out, such as `GET
   * /api/v1/summary at 10.0.0.7`.
   */
  readonly request?: string;
  /** For `no_sockets`: the code of the operating system, such as EMFILE. */
  readonly systemCode?: string;
  /** What responded if it is not a miner, in a few printable words. */
  readonly what?: string;
  /**
   * For `unlock_refused` and `unlock_blocked`: seconds until the miner accepts passwords again;
   * null if it did not say.
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
