import { countBoardsOn } from '../../src-shared/judging/boards-on.ts';
import { promisedHashrateHs } from '../../src-shared/judging/hashrate.ts';
import type { ConditionSet } from '../conditions/condition-set.ts';
import type { BoardsPollFacts } from '../conditions/facts.ts';
import { followTrend, NO_TREND, type ReadingTrend } from '../conditions/reading-trend.ts';
import type { DeviceInfo, DeviceModel, PresetSwitcher } from '../drivers/readings.ts';
import type { StatusRecord, StoredMiner } from '../store/store.ts';

/** A status in memory: `id` is null until it is written. */
export type LiveStatus = StatusRecord & { readonly id: number | null };

/** Why a miner has no API key that works. */
export type KeyTrouble = {
  readonly code: 'refused' | 'blocked' | 'failed';
  readonly message: string;
  /** Since when there has been no key that works (wall clock). */
  readonly sinceAt: number;
  /**
   * For `failed`: no scheduled scan retries before this time (monotonic clock). Pauses after
   * refused or blocked logins are in provisioning/login-history.ts.
   */
  readonly retryAtMs: number | null;
  /** Ids of the passwords that it has refused (provisioning/candidate-passwords.ts). */
  readonly refused: readonly string[];
};

/** Everything known of one miner: the stored fields, and those of this run of the program. */
export interface Entry {
  readonly stored: StoredMiner;
  readonly conflictIps: readonly string[];
  /** Since when other addresses report its MAC; null while none does. */
  readonly conflictSinceAt: number | null;
  readonly keyTrouble: KeyTrouble | null;
  /** The stored key did not work when it was last used. */
  readonly keySuspect: boolean;
  /**
   * The preset in effect as reported by the unit. `hashrateHs` is the rate that the unit promises
   * for it, null if not reported; `switcher` is what may change the preset; `readAtMs` is the time
   * of the report (monotonic clock).
   */
  readonly preset: {
    readonly name: string | null;
    readonly hashrateHs: number | null;
    readonly switcher: PresetSwitcher | null;
    readonly readAtMs: number;
  } | null;
  /** When its control board started (wall clock); null until `/info` reports it. */
  readonly bootedAt: number | null;
  /** The same on the monotonic clock. */
  readonly bootedAtMs: number | null;
  /** When a scan last read its `/info`; null until one did. */
  readonly infoReadAt: number | null;
  /**
   * When it was last read in any way (wall clock of that time); null if it never was, or not since
   * it came back.
   */
  readonly readAt: number | null;
  readonly latest: LiveStatus | null;
  /** Its latest status is from before an absence: no status was read since it came back. */
  readonly isStatusOld: boolean;
  /** What follows from the sequence of its readings. */
  readonly trend: ReadingTrend;
  /**
   * The unit and algorithm from `/info`, and the hardware from `/model`; null until they were read
   * since it came back.
   */
  readonly reportedUnit: Pick<DeviceInfo, 'hr_measure' | 'algorithm'>;
  readonly device: DeviceModel | null;
  /** When PowerHive resumes it, and by the end of which job; null if no job paused it until then. */
  readonly pausedUntil: { readonly job_id: string; readonly until_at: number } | null;
  /** When a job last changed it (wall clock); null if none has since the start of the program. */
  readonly orderedAt: number | null;
  readonly poll: PollRecord;
  readonly boardsPoll: BoardsPollFacts;
  /**
   * Conditions by the latest reading of its boards and chips, and by its latest status; null before
   * the first.
   */
  readonly boardConditions: ConditionSet | null;
  readonly statusConditions: ConditionSet | null;
}

/** The results of this miner's status polls so far. */
export interface PollRecord {
  readonly lastSuccessAt: number | null;
  readonly failures: number;
  /** When the first of the polls that failed in a row began; null after a successful poll. */
  readonly failingSinceAt: number | null;
  /** When this computer could not poll it since its last success; null if it always could. */
  readonly notTriedAt: number | null;
  readonly nextAttemptAt: number | null;
  readonly lastError: string | null;
}

export const BOARDS_NEVER_READ: BoardsPollFacts = { lastReadAt: null, shown: [], failure: null };

export const NEVER_POLLED: PollRecord = {
  lastSuccessAt: null,
  failures: 0,
  failingSinceAt: null,
  notTriedAt: null,
  nextAttemptAt: null,
  lastError: null,
};

/** The preset in the last stored status, with the rate that it promised. */
function presetBefore({ figures, chains }: LiveStatus): NonNullable<Entry['preset']> {
  const hashrateHs = promisedHashrateHs(figures, countBoardsOn(chains, null));
  return { name: figures.preset, hashrateHs, switcher: null, readAtMs: Number.NEGATIVE_INFINITY };
}

export function newEntry(stored: StoredMiner, latest: LiveStatus | null): Entry {
  return {
    stored,
    conflictIps: [],
    conflictSinceAt: null,
    keyTrouble: null,
    keySuspect: false,
    preset: latest === null ? null : presetBefore(latest),
    bootedAt: null,
    bootedAtMs: null,
    infoReadAt: null,
    readAt: latest?.recorded_at ?? null,
    latest,
    isStatusOld: false,
    trend: latest === null ? NO_TREND : followTrend(NO_TREND, null, latest, stored.conditions_since),
    reportedUnit: { hr_measure: null, algorithm: null },
    device: null,
    pausedUntil: null,
    orderedAt: null,
    poll: NEVER_POLLED,
    boardsPoll: BOARDS_NEVER_READ,
    boardConditions: null,
    statusConditions: null,
  };
}

/**
 * Since when a miner has answered nothing: its first failed poll after it was last seen in any way.
 * Null if none failed, or if this computer could not poll it meanwhile: then nobody knows.
 */
export function silentSince({ stored, poll: { failingSinceAt: sinceAt, notTriedAt } }: Entry): number | null {
  if (sinceAt === null || sinceAt < (stored.last_seen_at ?? 0)) return null;
  return notTriedAt !== null && notTriedAt >= sinceAt ? null : sinceAt;
}
