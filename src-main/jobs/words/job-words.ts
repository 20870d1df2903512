import type { JobAction } from '../../../src-shared/model/index.ts';
import { countText } from '../../../src-shared/text/count-text.ts';
import { formatDuration } from '../../../src-shared/text/format-duration.ts';

interface NotResumedWords {
  readonly miners: number;
  /** Which miners, in a few words; null where they were removed. */
  readonly which: string | null;
  /** Why the first one was not. */
  readonly first: string;
  /** Why the job that was to resume them ended early. */
  readonly why: string | null;
}

/** Why a job ended or waits, and why there is no undo or retry of one. */
export const JOB_WORDS = {
  stoppedBy: (name: string): string => `Stopped by ${name}.`,
  cancelledBy: (name: string): string => `Cancelled by ${name}.`,
  switchedOff: 'Acting was switched off.',
  wasOffWhenDue: 'Acting was off when it was due.',
  noneAsPreviewed: 'No miner was as its preview showed it.',
  missedStart:
    'PowerHive was not running when it was due, or could not write to its database, or this computer was asleep, or its clock was set. Nothing was sent; plan it again.',
  programEnded: 'PowerHive ended while it ran: what was sent was read back, and nothing more was sent.',
  couldNotGoOn: (reason: string): string => `PowerHive could not go on: ${reason}`,

  pauseOver: 'Its miners are resumed: the pause has ended.',
  pauseOverUnbegun: 'The pause has ended before it paused a miner.',
  endWhileOff: (miners: number): string =>
    `Acting was off when the pause was to end: ${countText(miners, 'miner')} ${miners === 1 ? 'stays' : 'stay'} paused until someone resumes ${miners === 1 ? 'it' : 'them'}.`,
  nothingPaused: 'It has paused no miner.',
  noneLeft: 'None of its miners was still paused by it.',
  notResumed: ({ miners, which, first, why }: NotResumedWords): string =>
    `${countText(miners, 'miner')} could not be resumed${which === null ? '' : `: ${which}`} (${miners === 1 ? '' : 'the first one: '}${first}).${why === null || (first !== '' && why.includes(first)) ? '' : ` ${why}`} Nothing more is sent to ${miners === 1 ? 'it' : 'them'}: resume ${miners === 1 ? 'it' : 'them'}, or set an end again.`,
  waitsForJob: (miners: number): string =>
    `${countText(miners, 'miner')} of it ${miners === 1 ? 'waits' : 'wait'} for another job.`,
  waitsOffline: (miners: number): string =>
    miners === 1
      ? '1 miner is offline: it is resumed when it answers.'
      : `${countText(miners, 'miner')} are offline: they are resumed when they answer.`,
  triedAgain: (miners: number): string =>
    `PowerHive could not send it to ${countText(miners, 'miner')}: it is tried again.`,
  noPause: 'Only a pause has an end.',
  noneWaits: 'None of its miners is still paused by it.',
  isResuming: 'Its miners are being resumed now.',
  hasNoEnd: 'It has no end that is still to come.',

  goesOn: 'It still goes on. Stop it first.',
  endNotWritten: 'It has ended, and its end is being written to the database. Try again in a moment.',
  noneFailed: 'No miner failed in it.',
  noneNotSent: 'The turn of each of its miners had come.',
  isUndo: 'It is an undo: undo the earlier job again.',
  cannotBeUndone: (action: JobAction): string => `A ${action} cannot be undone.`,
} as const;

/** Why a job waits, or ended, after a sleep of this computer. */
export function sleptWords(sleptMs: number, isContinuable: boolean): string {
  const slept = `This computer was asleep for ${formatDuration(sleptMs / 1000)}, or its clock was set`;
  return isContinuable
    ? `${slept}. Miners may have changed since the preview: nothing more is sent until someone continues the job.`
    : `${slept}: nothing more was sent.`;
}

/**
 * Why a job halts. Requests under way are still waited for, and more miners may have failed at its
 * end: the figures are those of the moment. `mustProve`: a miner whose figures do not prove the
 * change counts as failed.
 */
export const HALT_WORDS = {
  /** Of a job of one miner; `why` is what its row says. */
  onlyMiner: (why: string | null, mustProve: boolean): string =>
    `${mustProve ? 'It failed or was not proven' : 'It failed'}${why === null ? '' : `: ${why.replace(/\.$/, '')}`}.`,
  firstWave: (failed: number, size: number, mustProve: boolean): string => {
    const it = mustProve ? 'It failed or was not proven' : 'It failed';
    return size === 1 ? `${it} on the first miner.` : `${it} on ${failed} of the ${size} miners of the first wave.`;
  },
  wave: (failed: number, size: number, wave: number, mustProve: boolean, percent: number): string =>
    `Halted when ${failed} of ${size} miners of wave ${wave} ${failedWords(mustProve)}, more than ${percent} %.`,
  total: (failed: number, planned: number, mustProve: boolean, percent: number): string =>
    `Halted when ${failed} of ${planned} planned miners ${failedWords(mustProve)}, more than ${percent} %.`,
  /** If the preset stays, only the upper limit of the preset switcher was to change. */
  notProven: (from: string, to: string, reason: string | null): string => {
    const change = from === to ? `The limit ${to} of the preset switcher` : `The change from ${from} to ${to}`;
    return `${change} was not proven on the first miner: ${reason ?? ''}.`;
  },
} as const;

function failedWords(mustProve: boolean): string {
  return mustProve ? 'had failed or were not proven' : 'had failed';
}
