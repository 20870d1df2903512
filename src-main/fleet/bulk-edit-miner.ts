import { minerName } from '../../src-shared/miner-name.ts';
import type { Actor, Miner, MinerPatch } from '../../src-shared/model/index.ts';
import { StoreError } from '../store/store-error.ts';
import type { BulkEditWork, MinerWork } from './bulk-edit-work.ts';

/**
 * What a change of many miners does to one of them; each is written with its entry in the activity.
 */
export interface FleetToChange {
  miner(id: string): Miner | null;
  /** `actor` is null where the event of the whole change says it already. */
  patch(id: string, patch: MinerPatch, actor: Actor | null): Promise<Miner | null>;
  remove(id: string, history: 'keep' | 'drop', actor: Actor): Promise<boolean>;
  /** Whether PowerHive unlocks it with this password; null is the default one. */
  hasPassword(id: string, password: string | null): boolean;
  /** Probes and reads it now. Null when it responded, else why not. */
  check(id: string): Promise<string | null>;
}

/** Why a miner is not as it should be. */
export interface EditFailure {
  readonly name: string;
  readonly message: string;
  /** The database does not take it: the next miner would fare no better. */
  readonly isStoreTrouble: boolean;
}

export interface ChangedBy {
  readonly actor: Actor;
  /** The change was interrupted: this miner may be done. */
  readonly isResumed: boolean;
  readonly onError: (error: unknown) => void;
}

/** Changes one miner. Null when it is as it should be, else why it is not. */
export async function bulkEditMiner(
  { id, patch }: MinerWork,
  { kind, history, shared }: BulkEditWork,
  fleet: FleetToChange,
  { actor, isResumed, onError }: ChangedBy,
): Promise<EditFailure | null> {
  const before = fleet.miner(id);
  const gone = { name: id, message: 'There is no such miner.', isStoreTrouble: false };
  if (before === null) return kind === 'remove' && isResumed ? null : gone;
  const failed = (message: string, isStoreTrouble = false) => ({ name: minerName(before), message, isStoreTrouble });
  try {
    if (history !== null) return (await fleet.remove(id, history, actor)) ? null : gone;
    if (patch === null) {
      const why = await fleet.check(id);
      return why === null ? null : failed(why);
    }
    const isSo =
      isAsPatched(before, patch) &&
      (patch.unlock_pass === undefined || (isResumed && fleet.hasPassword(id, patch.unlock_pass)));
    if (isSo) return null;
    return (await fleet.patch(id, patch, shared === null ? actor : null)) === null ? gone : null;
  } catch (error) {
    const isStoreTrouble = error instanceof StoreError;
    if (!isStoreTrouble) onError(error);
    return failed(isStoreTrouble ? error.message : 'PowerHive failed to do this. See the log.', isStoreTrouble);
  }
}

/** Whether all but its password is as the patch says. */
function isAsPatched({ managed, place, nickname, tags }: Miner, patch: MinerPatch): boolean {
  return (
    (patch.managed ?? managed) === managed &&
    (patch.place === undefined || patch.place === place) &&
    (patch.nickname === undefined || (patch.nickname || null) === nickname) &&
    (patch.tags === undefined || patch.tags.join() === tags.join())
  );
}
