import type { FindingSet } from '../conditions/standing.ts';
import type { DeviceInfo, DeviceModel } from '../drivers/readings.ts';
import type { StatusRecord, StoredMiner } from '../store/store.ts';
import { followCourse, NO_COURSE, type ReadingCourse } from './reading-course.ts';

/** A status as it is held live: `id` is null where it could not be written. */
export type LiveStatus = StatusRecord & { readonly id: number | null };

/** Why a miner has no API key that works. */
export type KeyTrouble = {
  readonly code: 'refused' | 'blocked' | 'failed';
  readonly message: string;
  /** Not before this moment (wall clock); null = not until the operator changes something. */
  readonly retryAt: number | null;
};

/** Everything known of one miner: what is stored, and what is true only while the program runs. */
export interface Entry {
  readonly stored: StoredMiner;
  readonly conflictIps: readonly string[];
  readonly keyTrouble: KeyTrouble | null;
  /** A stored key that did not work when it was last used. */
  readonly keySuspect: boolean;
  readonly preset: { readonly name: string | null; readonly readAt: number } | null;
  /** When its control board started, by our clock; null until `/info` told. */
  readonly bootedAt: number | null;
  /** When a scan last took its `/info`; null until one did. */
  readonly infoReadAt: number | null;
  readonly latest: LiveStatus | null;
  /** What follows from its readings one after the other. */
  readonly course: ReadingCourse;
  /** What `/info` says of its unit of work, and `/model` of its hardware; null until it was asked since it came. */
  readonly told: Pick<DeviceInfo, 'hr_measure' | 'algorithm'>;
  readonly device: DeviceModel | null;
  readonly poll: PollRecord;
  readonly boardsPoll: BoardsPoll;
  /** What stands out among its boards and chips, and what in its status; null until there was a look. */
  readonly boards: FindingSet | null;
  readonly whole: FindingSet | null;
}

/** How polling this miner went so far, over both loops. */
export interface PollRecord {
  readonly lastSuccessAt: number | null;
  readonly failures: number;
  readonly nextAttemptAt: number | null;
  readonly lastError: string | null;
}

/** How reading its boards went. */
export interface BoardsPoll {
  readonly lastReadAt: number | null;
  /** Which boards the latest reading showed. */
  readonly shown: readonly number[];
  /** Since when each try has failed, and how the latest did; `missing` where the firmware has no such list. */
  readonly failure: { readonly sinceAt: number; readonly message: string; readonly missing: boolean } | null;
}

export const BOARDS_NEVER_READ: BoardsPoll = { lastReadAt: null, shown: [], failure: null };

export const NEVER_POLLED: PollRecord = { lastSuccessAt: null, failures: 0, nextAttemptAt: null, lastError: null };

export function newEntry(stored: StoredMiner, latest: LiveStatus | null): Entry {
  return {
    stored,
    conflictIps: [],
    keyTrouble: null,
    keySuspect: false,
    preset: latest === null ? null : { name: latest.figures.preset, readAt: 0 },
    bootedAt: null,
    infoReadAt: null,
    latest,
    course: latest === null ? NO_COURSE : followCourse(NO_COURSE, null, latest),
    told: { hr_measure: null, algorithm: null },
    device: null,
    poll: NEVER_POLLED,
    boardsPoll: BOARDS_NEVER_READ,
    boards: null,
    whole: null,
  };
}
