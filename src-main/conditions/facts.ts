import type { ConditionCode } from '../../src-shared/condition-kinds.ts';
import type { AtItsAddress, Chain, Fan, Pool, StatusFigures } from '../../src-shared/model/index.ts';
import type { ConditionSet } from './condition-set.ts';

/*
 * The facts by which a miner is judged. The caller passes them in, so that this folder depends on
 * neither the fleet nor the database.
 */

/** One status of a miner. */
export interface ReadStatus {
  /** UNIX milliseconds. */
  readonly recorded_at: number;
  readonly figures: StatusFigures;
  readonly fans: readonly Fan[];
  readonly chains: readonly Chain[];
  readonly pools: readonly Pool[];
}

/** The known hardware of this very unit; null is unknown. */
export interface UnitFacts {
  readonly full_name: string | null;
  /** The unit of its hash rates. */
  readonly hr_measure: string | null;
  /** How many boards it has, as it reports itself. */
  readonly own_chains: number | null;
  /** How many chips each of its boards has, as it reports itself. */
  readonly own_chips_per_chain: number | null;
}

/**
 * The codes that cannot be judged because the number of boards or chips is not known: after a
 * restart or an absence they do not end until the unit reports it again.
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

/** The results of reading the boards of a miner. */
export interface BoardsPollFacts {
  readonly lastReadAt: number | null;
  /** The boards in the latest reading. */
  readonly shown: readonly number[];
  /**
   * The failures in a row: since when, how many, and the latest message; `missing` if the firmware
   * has no list of boards.
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
  /** Other addresses that report its MAC. */
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

/** All facts from which the conditions of a miner follow. */
export interface MinerFacts extends ReachFacts {
  readonly latest: Pick<ReadStatus, 'recorded_at'> | null;
  /** By its latest status, and by the latest reading of its boards; null before the first. */
  readonly statusConditions: ConditionSet | null;
  readonly boardConditions: ConditionSet | null;
}

/** How a miner is watched. */
export interface Watch {
  /** Whether it is polled. */
  readonly isRead: boolean;
  /** How often boards are read, in milliseconds. */
  readonly telemetryMs: number;
  /** The miner that answers at its last address, while it is offline. */
  readonly atItsAddress: AtItsAddress | null;
}
