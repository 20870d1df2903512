import type { JobAction } from '../../src-shared/model/index.ts';

/** Why a job ended, and why there is no undo or retry of one. */
export const JOB_WORDS = {
  stoppedBy: (name: string): string => `Stopped by ${name}.`,
  cancelledBy: (name: string): string => `Cancelled by ${name}.`,
  switchedOff: 'Acting was switched off.',
  wasOffWhenDue: 'Acting was off when it was due.',
  noneAsPreviewed: 'No miner was as its preview showed it.',

  goesOn: 'It still goes on. Stop it first.',
  endNotWritten: 'It has ended, and its end is being written to the database. Try again in a moment.',
  noneFailed: 'No miner failed in it.',
  isUndo: 'It is an undo: undo the earlier job again.',
  cannotBeUndone: (action: JobAction): string => `A ${action} cannot be undone.`,
} as const;
