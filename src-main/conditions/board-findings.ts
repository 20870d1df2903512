import { missingChipsWords } from '../../src-shared/rules/board-chips.ts';
import { boardFinding, type Finding } from './finding.ts';

/*
 * What is told of a board by `/summary` and by `/chains` alike: both are read, because either may leave it out.
 */

/** A board that the firmware calls failed or disconnected, with its reason. */
export function failedBoard(chainId: number, state: string | null, reason: string | null): Finding[] {
  if (state !== 'failure' && state !== 'disconnected') return [];
  const what = state === 'failure' ? `Board ${chainId} has failed` : `Board ${chainId} is disconnected`;
  const message = reason === null ? what : `${what}: ${reason}`;
  return [
    boardFinding(chainId, null, { code: 'board_failed', severity: 'critical', message, value: null, unit: null }),
  ];
}

/** A board that should hash and does not. `chips` is how many of them are silent. */
export function silentBoard(chainId: number, chips: number): Finding {
  const what = `Board ${chainId} hashes nothing`;
  const message = chips === 0 ? what : `${what}: all ${chips} chips are silent`;
  return boardFinding(chainId, chips, {
    code: 'board_zero_hashrate',
    severity: 'critical',
    message,
    value: 0,
    unit: null,
  });
}

/** A board that shows fewer chips than the unit's boards have. */
export function missingChips(chainId: number, shown: number | null, perBoard: number | null): Finding[] {
  const message = missingChipsWords(chainId, shown, perBoard);
  if (message === null) return [];
  return [
    boardFinding(chainId, shown, {
      code: 'board_chips_missing',
      severity: 'warning',
      message,
      value: shown,
      unit: 'chips',
    }),
  ];
}
