import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { Actor, Miner, MinerPatch } from '../../../src-shared/model/index.ts';
import { StoreError } from '../../store/store-error.ts';
import type { BulkEditWork, MinerWork } from './bulk-edit-work.ts';

/** What a bulk edit can do to one miner; each change is written with its entry in the activity. */
export interface FleetToChange {
  miner(id: string): Miner | null;
  /** `actor` is null if the event of the whole change covers it. */
  patch(id: string, patch: MinerPatch, actor: Actor | null): Promise<Miner | null>;
  remove(id: string, history: 'keep' | 'drop', actor: Actor): Promise<boolean>;
  /** Whether PowerHive unlocks it with this password; null is the default password. */
  hasPassword(id: string, password: string | null): boolean;
  /** Probes and reads it now. Null if it responded, else the reason. */
  check(id: string): Promise<string | null>;
}

/** Why a miner could not be changed. */
export interface EditFailure {
  readonly name: string;
  readonly message: string;
  /** The database refused the write: the next miner would fail too. */
  readonly isStoreTrouble: boolean;
}

export interface ChangedBy {
  readonly actor: Actor;
  /** The change was interrupted: this miner may be changed already. */
  readonly isResumed: boolean;
  readonly onError: (error: unknown) => void;
}

/** Changes one miner. Null on success, or if nothing has to be changed; else the failure. */
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

/** Whether everything except its password is as in the patch. */
function isAsPatched({ managed, place, nickname, tags, preset_fall }: Miner, patch: MinerPatch): boolean {
  return (
    // Whether an acceptance can be taken back is not in the row.
    (patch.accept_preset === undefined || (patch.accept_preset && preset_fall == null)) &&
    (patch.managed ?? managed) === managed &&
    (patch.place === undefined || patch.place === place) &&
    (patch.nickname === undefined || (patch.nickname || null) === nickname) &&
    (patch.tags === undefined || patch.tags.join() === tags.join())
  );
}
