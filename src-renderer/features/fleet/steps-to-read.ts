import { DAY_MS } from '../../../src-shared/milliseconds.ts';
import { isMonitored } from '../../../src-shared/miner/miner-now.ts';
import type { AtItsAddress, Miner, MinerModel } from '../../../src-shared/model/index.ts';
import { lacksCeiling } from '../models/preset-words.ts';

/** The decisions of the operator before any miner can be read. */
export interface StepsToRead {
  /** All miners that were found. */
  readonly foundCount: number;
  /** All of them were read before: their monitoring was stopped. */
  readonly stopped: boolean;
  /** Miners that are online and not managed. */
  readonly unmanaged: readonly Miner[];
  /** Models of miners without a max preset; empty if the settings do not require one. */
  readonly modelsWithoutPreset: readonly MinerModel[];
}

const NEW_FOR_MS = 7 * DAY_MS;

/**
 * Unmanaged online miners that were found within the last week and were never read, on a farm that
 * is already monitored.
 */
export function newUnmanaged(miners: readonly Miner[], nowMs: number): readonly Miner[] {
  const isNew = ({ first_seen_at, latest_status }: Miner): boolean =>
    nowMs - first_seen_at < NEW_FOR_MS && latest_status === null;
  return miners.some(isMonitored) ? miners.filter((miner) => miner.online && !miner.managed && isNew(miner)) : [];
}

/** A known miner that is offline, with the machine that is new at its address. */
export interface Replaceable {
  readonly miner: Miner;
  readonly newcomer: AtItsAddress;
}

/** Of new miners, those that answer at the address of a known one that is offline, and the others. */
export function splitNew(
  found: readonly Miner[],
  miners: readonly Miner[],
): { readonly inPlaceOf: readonly Replaceable[]; readonly others: readonly Miner[] } {
  const ids = new Set(found.map(({ id }) => id));
  const inPlaceOf = miners.flatMap((miner) => {
    const newcomer = miner.at_its_address ?? null;
    return newcomer !== null && newcomer.since_at !== null && ids.has(newcomer.miner_id) ? [{ miner, newcomer }] : [];
  });
  for (const { newcomer } of inPlaceOf) ids.delete(newcomer.miner_id);
  return { inPlaceOf, others: found.filter(({ id }) => ids.has(id)) };
}

/**
 * The steps until a new farm is read; null if any miner is read, or if there is nothing to decide.
 */
export function stepsToRead(
  miners: readonly Miner[],
  models: readonly MinerModel[],
  isPresetRequired: boolean,
): StepsToRead | null {
  if (miners.some(isMonitored)) return null;
  const unmanaged = miners.filter(({ online, managed }) => online && !managed);
  const modelsWithoutPreset = isPresetRequired ? models.filter(lacksCeiling) : [];
  const isDecided = unmanaged.length === 0 && modelsWithoutPreset.length === 0;
  return miners.length === 0 || isDecided
    ? null
    : {
        foundCount: miners.length,
        stopped: miners.every(({ latest_status }) => latest_status !== null),
        unmanaged,
        modelsWithoutPreset,
      };
}
