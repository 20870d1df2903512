import { countBoardsOn } from '../../src-shared/judging/boards-on.ts';
import { promisedHashrateHs } from '../../src-shared/judging/hashrate.ts';
import type { ConditionSet } from '../conditions/condition-set.ts';
import type { BoardsPollFacts } from '../conditions/facts.ts';
import { followTrend, NO_TREND, type ReadingTrend } from '../conditions/reading-trend.ts';
import type { DeviceInfo, DeviceModel, PresetSwitcher } from '../drivers/readings.ts';
import type { StatusRecord, StoredMiner } from '../store/store.ts';

/** A status as it is held live: `id` is null where it could not be written. */
export type LiveStatus = StatusRecord & { readonly id: number | null };

/** Why a miner has no API key that works. */
export type KeyTrouble = {
  readonly code: 'refused' | 'blocked' | 'failed';
  readonly message: string;
  /** Since when there has been no key that works (wall clock). */
  readonly sinceAt: number;
  /**
   * Of `failed`: no scan of the schedule tries it before this moment (monotonic clock). How long a
   * miner is left alone that refused or blocked logins, provisioning/login-history.ts knows.
   */
  readonly retryAtMs: number | null;
  /** Ids of the passwords that it has refused (provisioning/candidate-passwords.ts). */
  readonly refused: readonly string[];
};

/** Everything known of one miner: what is stored, and what is true only while the program runs. */
export interface Entry {
  readonly stored: StoredMiner;
  readonly conflictIps: readonly string[];
  /** Since when they claim its MAC; null while none does. */
  readonly conflictSinceAt: number | null;
  readonly keyTrouble: KeyTrouble | null;
  /** A stored key that did not work when it was last used. */
  readonly keySuspect: boolean;
  /**
   * The preset in effect by the unit's own word; `hashrateHs` is what the unit says that it promises,
   * null where it does not say; `switcher` is what may move it; `readAtMs` is when it said so, on the
   * monotonic clock.
   */
  readonly preset: {
    readonly name: string | null;
    readonly hashrateHs: number | null;
    readonly switcher: PresetSwitcher | null;
    readonly readAtMs: number;
  } | null;
  /** When its control board started, by our clock; null until `/info` reports it. */
  readonly bootedAt: number | null;
  /** The same on the monotonic clock. */
  readonly bootedAtMs: number | null;
  /** When a scan last took its `/info`; null until one did. */
  readonly infoReadAt: number | null;
  /**
   * When it was last read in any way, by the clock of then; null where it never was, or was not
   * since it came back.
   */
  readonly readAt: number | null;
  readonly latest: LiveStatus | null;
  /** What follows from its readings one after the other. */
  readonly trend: ReadingTrend;
  /**
   * What `/info` says of its unit of work, and `/model` of its hardware; null until it was asked
   * since it came.
   */
  readonly reportedUnit: Pick<DeviceInfo, 'hr_measure' | 'algorithm'>;
  readonly device: DeviceModel | null;
  readonly poll: PollRecord;
  readonly boardsPoll: BoardsPollFacts;
  /**
   * What is wrong by the latest reading of its boards and chips, and by its latest status; null
   * before the first.
   */
  readonly boardConditions: ConditionSet | null;
  readonly statusConditions: ConditionSet | null;
}

/** How polling this miner went so far, over both loops. */
export interface PollRecord {
  readonly lastSuccessAt: number | null;
  readonly failures: number;
  /** When the first of the failures in a row was; null while the latest poll went well. */
  readonly failingSinceAt: number | null;
  readonly nextAttemptAt: number | null;
  readonly lastError: string | null;
}

export const BOARDS_NEVER_READ: BoardsPollFacts = { lastReadAt: null, shown: [], failure: null };

export const NEVER_POLLED: PollRecord = {
  lastSuccessAt: null,
  failures: 0,
  failingSinceAt: null,
  nextAttemptAt: null,
  lastError: null,
};

/** The preset of a unit when the program ended, with what it promised by the status of then. */
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
    trend: latest === null ? NO_TREND : followTrend(NO_TREND, null, latest, stored.conditions_since),
    reportedUnit: { hr_measure: null, algorithm: null },
    device: null,
    poll: NEVER_POLLED,
    boardsPoll: BOARDS_NEVER_READ,
    boardConditions: null,
    statusConditions: null,
  };
}
