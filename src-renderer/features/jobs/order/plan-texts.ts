import { countText, numberText } from '../../../../src-shared/text/count-text.ts';
import { runsOf } from '../number-runs.ts';

/** Texts of a preview. */
export const planTexts = {
  tabs: 'Miners',
  change: (miners: number): string => `Will change ${numberText(miners)}`,
  skipped: (miners: number): string => `Skipped ${numberText(miners)}`,
  already: (miners: number): string => `Already so ${numberText(miners)}`,
  nobody: 'No miner would change.',
  nobodySkipped: 'None is skipped.',
  nobodyAlready: 'None.',
  only: 'Only these',
  openJob: 'Open the job',
  more: (miners: number): string => `and ${numberText(miners)} more`,
  columns: { miner: 'Miner', now: 'Now', after: 'Then', power: 'Power' },
  effect: (power: string, hashrate: string, known: string | null): string =>
    `${power}, ${hashrate} when done${known === null ? '' : ` (${known})`}`,
  noEffect: 'Power and hash rate stay as they are.',
  /** Why the figures of a change and those of its undo may differ. */
  basis: {
    preset: 'From the latest readings to the figures of the preset.',
    throttle: 'From the latest readings, in proportion to the percentage.',
    undo: 'From the latest readings to those before the job.',
    /** Of a miner whose figures stand still. */
    unknownNow: (unknown: number, planned: number): string =>
      planned === 1
        ? 'Its figures of now are not known. It is expected to have those of its preset again.'
        : `The figures of now are not known of ${numberText(unknown)} of them, which are expected to have those of their presets again.`,
    again: (again: number, planned: number): string => {
      if (planned === 1) return 'It does not hash now, and is expected to have the figures of its preset again.';
      const who =
        again === 1 ? '1 of them does not hash now, and is' : `${numberText(again)} of them do not hash now, and are`;
      return `${who} expected to have the figures of ${again === 1 ? 'its preset' : 'their presets'} again.`;
    },
  },
  unknownPower: 'power unknown',
  unknownHashrate: 'hash rate unknown',
  dark: (duration: string, miners: number): string => `about ${duration} without hashing${miners === 1 ? '' : ' each'}`,
  darkMost: (duration: string, miners: number): string => `up to ${planTexts.dark(duration, miners)}`,
  unknownAlgorithm: 'unknown algorithm',
  lost: (hashes: string): string => `${hashes} not hashed`,
  darkUnknown: 'time without hashing unknown',
  waves: (waves: readonly number[]): string => `Waves: ${runsOf(waves).join(', ')}`,
  onlySettings: 'only settings',
  switcherTop: (to: string): string => `preset switcher up to ${to}`,
  switcherUnlimited: 'preset switcher without a limit',
  /** `ran`: at which preset it ran before the job, if that is another one than is set again. */
  switcherChooses: (to: string | null, ran: string | null): string =>
    `switcher chooses ${to === null ? 'without a limit' : `up to ${to}`}${ran === null ? '' : ` (before: ${ran})`}`,
  runsAt: (preset: string): string => `runs at ${preset}`,
  ranAt: (preset: string): string => `ran at ${preset}`,
  noHashrate: 'no hash rate',
  /** In place of a change where only the later figure is known. */
  to: (figure: string): string => `to ${figure}`,
  workers: (names: readonly string[]): string => `${names.length === 1 ? 'worker' : 'workers'} ${names.join(', ')}`,
  noRestart: 'no restart',
  notHashing: 'not hashing',
  restart: (duration: string): string => `restart, ${duration}`,
  mayRestart: (duration: string): string => `perhaps a restart, ${duration}`,
  measured: (miners: number, change: string, what: string): string =>
    `Measured here on ${countText(miners, 'miner')}, ${change}: ${what}.`,
  oneFirst: 'This change was never proven here, so one miner goes first.',
  afterFirstProof: 'The second wave waits until the figures of the first have proven it.',
  afterProof: 'Each wave waits until the figures of the last one have proven it.',
  stops: (wavePercent: number, totalPercent: number): string =>
    `Stops when more than ${wavePercent}\u00a0% of a wave or ${totalPercent}\u00a0% of all fail`,
  stopsAt: (planned: number, at: number): string => `of ${numberText(planned)} planned: at ${numberText(at)}`,
  starts: (limits: readonly string[]): string => `At most ${limits.join(' and ')} a minute, over all jobs.`,
  startCount: (starts: number): string => countText(starts, 'start'),
  startKw: (kw: number): string => `${numberText(kw)}\u00a0kW`,
  scheduleFor: (time: string, what: string): string => `${time}: ${what}`,
  restarts: (miners: number): string => countText(miners, 'restart'),
  restartsMost: (miners: number): string => `up to ${countText(miners, 'restart')}`,
  changed: (miners: number, changes: readonly string[]): string =>
    `The preview has changed: ${countText(miners, 'miner')} now. ${changes.join(' ')}`,
  noLonger: (miners: string): string => `No longer changed: ${miners}.`,
  changedOtherwise: (miners: string): string => `Changed otherwise: ${miners}.`,
  changedToo: (miners: string): string => `Changed too: ${miners}.`,
  type: (count: number): string => `Type ${count} to confirm`,
  start: (what: string, miners: number): string => `${what} on ${countText(miners, 'miner')}`,
  whySkipped: (miners: number, reason: string): string => `${numberText(miners)} skipped: ${reason}`,
  whyAlready: (miners: number, reason: string): string => `${numberText(miners)} already so: ${reason}`,
  otherReasons: (miners: number): string => `${numberText(miners)} for other reasons`,
} as const;
