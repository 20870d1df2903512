import type { ConditionCode } from '../../src-shared/judging/conditions.ts';
import type { Chain, Fan, Pool, StatusFigures } from '../../src-shared/model/index.ts';
import type { ConditionSet } from './condition-set.ts';

/*
 * What a miner is judged by. This room knows neither the fleet nor the database: whoever keeps a
 * miner hands these facts in.
 */

/** One status of a miner as it was read. */
export interface ReadStatus {
  /** UNIX milliseconds. */
  readonly recorded_at: number;
  readonly figures: StatusFigures;
  readonly fans: readonly Fan[];
  readonly chains: readonly Chain[];
  readonly pools: readonly Pool[];
}

/** What is known of the hardware of this very unit; null is unknown. */
export interface UnitFacts {
  readonly full_name: string | null;
  /** The unit of its hash rates. */
  readonly hr_measure: string | null;
  /** How many boards it has, by its own word. */
  readonly own_chains: number | null;
  /** How many chips each of its boards has, by its own word. */
  readonly own_chips_per_chain: number | null;
}

/**
 * What of a unit cannot be judged, because it is not known how many boards or chips it has: until it
 * says so once more, after a restart or an absence, nothing of that is over.
 */
export function unjudgeableOf({ own_chains, own_chips_per_chain }: Unit): ReadonlySet<ConditionCode> {
  if (own_chains !== null && own_chips_per_chain !== null) return ALL_KNOWN;
  return new Set<ConditionCode>([
    ...(own_chains === null ? (['board_missing'] as const) : []),
    ...(own_chips_per_chain === null ? (['board_chips_missing'] as const) : []),
  ]);
}

type Unit = Pick<UnitFacts, 'own_chains' | 'own_chips_per_chain'>;
const ALL_KNOWN: ReadonlySet<ConditionCode> = new Set();

/** How reading the boards of a miner went. */
export interface BoardsPollFacts {
  readonly lastReadAt: number | null;
  /** Which boards the latest reading showed. */
  readonly shown: readonly number[];
  /**
   * Since when each try has failed, how many have, and how the latest did; `missing` where the
   * firmware has no such list.
   */
  readonly failure: {
    readonly sinceAt: number;
    readonly tries: number;
    readonly message: string;
    readonly missing: boolean;
  } | null;
}

/** Whether a miner can be found and read at all. */
export interface ReachFacts {
  /** `ip` is null while it is offline. */
  readonly stored: {
    readonly ip: string | null;
    readonly last_ip: string | null;
    readonly managed: boolean;
    readonly offline_since_at: number | null;
  };
  /** Other addresses that claim its MAC. */
  readonly conflictIps: readonly string[];
  readonly conflictSinceAt: number | null;
  /** Why it has no API key that works. */
  readonly keyTrouble: { readonly message: string; readonly sinceAt: number } | null;
  /** The polls that failed in a row. */
  readonly poll: {
    readonly failures: number;
    readonly failingSinceAt: number | null;
    readonly lastError: string | null;
  };
}

/** All that the conditions of a miner follow from. */
export interface MinerFacts extends ReachFacts {
  readonly latest: Pick<ReadStatus, 'recorded_at'> | null;
  /**
   * What its latest status shows, and what the latest reading of its boards; null before the first.
   */
  readonly statusConditions: ConditionSet | null;
  readonly boardConditions: ConditionSet | null;
}

/** How a miner is watched. */
export interface Watch {
  /** Whether it is polled. */
  readonly isRead: boolean;
  /** How often boards are read, in milliseconds. */
  readonly telemetryMs: number;
}
