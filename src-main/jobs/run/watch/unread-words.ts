import { type FirmwareError, isOwnFailure } from '../../../drivers/outcome.ts';
import { END_WORDS } from '../../words/end-words.ts';

const SILENT: ReadonlySet<FirmwareError['code']> = new Set(['timeout', 'refused', 'unreachable', 'reset', 'aborted']);

/** Whether a miner sent nothing. A response other than the expected one is not silence. */
export function isSilent({ code }: Pick<FirmwareError, 'code'>): boolean {
  return SILENT.has(code);
}

/** Why a miner could not be read, to find the cause: a cable, its key, this computer. */
export function unreadWords(error: FirmwareError): string {
  // The address answers, but not this miner.
  if (isOwnFailure(error) || error.code === 'identity_changed') return error.message;
  return isSilent(error) ? END_WORDS.silent : END_WORDS.unreadable(error.message);
}
