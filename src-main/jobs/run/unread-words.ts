import { type FirmwareError, isOwnFailure } from '../../drivers/outcome.ts';

const SILENT: ReadonlySet<FirmwareError['code']> = new Set(['timeout', 'refused', 'unreachable', 'reset', 'aborted']);

/** Whether nothing came from a miner: another answer than the one that was wanted is none. */
export function isSilent({ code }: Pick<FirmwareError, 'code'>): boolean {
  return SILENT.has(code);
}

/** Why a miner could not be read, for whoever has to find the trouble: a cable, its key, this computer. */
export function unreadWords(error: FirmwareError): string {
  if (isOwnFailure(error)) return error.message;
  return isSilent(error) ? 'it does not answer' : `it answers and cannot be read: ${error.message}`;
}
