import type { MinerStateKind } from '../../src-shared/miner/miner-state.ts';
import { countText, numberText } from '../../src-shared/text/count-text.ts';

/** Texts for facts of one miner, used on several screens. */
export const modelTexts = {
  noFans: 'no fans',
  fansStopped: '0 rpm',
  fans: (fans: number): string => countText(fans, 'fan'),
  noPlace: 'No place',
  noPdu: 'No breaker or PDU',
  noSwitch: 'No switch',
  noAddress: 'No address known',
  unknownModel: 'Unknown model',
  unknownFirmware: 'Unknown firmware',
  /** Its pools are known, and none of them takes its work. */
  noPool: 'No working pool',
  unknownPool: 'Pool not known',
  noAccount: 'Pool account not known',
  noPreset: 'Preset not known',
  noTag: 'No tag',
  /** Meanings of the marks of miners, in lists and on the map. */
  marks: {
    mining: 'hashing',
    partial: 'reduced',
    changing: 'starting, tuning',
    paused: 'stopped',
    attention: 'problem',
    failed: 'critical',
    missing: 'offline',
    offline: 'offline, not managed',
    quiet: 'no current reading',
  } satisfies Readonly<Record<MinerStateKind, string>>,
  /** "4 miners do not answer in rack R2 since 23:41". */
  silent: (miners: number, where: string | null, since: string | null): string =>
    `${countText(miners, 'miner')} ${miners === 1 ? 'does' : 'do'} not answer${where ?? ''}${since === null ? '' : ` since ${since}`}`,
  /** What a miner would hash if nothing were set lower on it. */
  lowered: {
    allBoards: (boards: number): string => `with all ${numberText(boards)} boards`,
    atPreset: (preset: string): string => `at its usual preset ${preset}`,
    unthrottled: (percent: number): string => `without its throttle (${Math.round(percent)}\u00a0%)`,
    /** "191.4 TH/s with all 3 boards"; without a rate that is not known, "more with all 3 boards". */
    full: (hashrate: string | null, how: readonly string[]): string => `${hashrate ?? 'more'} ${how.join(' and ')}`,
    title: (own: string, expected: string, full: string): string => `${own} of ${expected} expected; ${full}`,
  },
  duty: (percent: number): string => `${percent} %`,
} as const;
