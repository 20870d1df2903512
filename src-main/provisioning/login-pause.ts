import { HOUR_MS } from '../../src-shared/milliseconds.ts';
import type { FirmwareError } from '../drivers/outcome.ts';
import type { LoginHistory } from './login-history.ts';

/** The pause after refused logins, where the miner itself requests none. */
const PAUSE_MS = 300_000;
/** The unit of a requested pause is not documented: a longer one may be a date. */
const LONGEST_REQUESTED_PAUSE_MS = HOUR_MS;

/** The pause after a failed login; null if the next password may be tried at once. */
export function loginPauseMs(
  error: FirmwareError,
  id: string,
  tried: { readonly isOfEarlierStart: boolean; readonly isRepeat: boolean; readonly isLast: boolean },
  logins: Pick<LoginHistory, 'noteWrong'>,
): number | null {
  if (error.code === 'unlock_blocked') return requestedPauseMs(error) ?? PAUSE_MS;
  if (error.code !== 'unlock_refused') return null;
  const areTooMany = logins.noteWrong(id);
  const isPauseDue = tried.isRepeat ? tried.isLast : tried.isOfEarlierStart || areTooMany;
  return requestedPauseMs(error) ?? (isPauseDue ? PAUSE_MS : null);
}

/** The pause that the miner requests, or the default if implausible; null if it requests none. */
function requestedPauseMs({ unlockTimeoutS }: FirmwareError): number | null {
  if (unlockTimeoutS == null) return null;
  const pauseMs = unlockTimeoutS * 1000;
  return pauseMs > LONGEST_REQUESTED_PAUSE_MS ? PAUSE_MS : pauseMs;
}
