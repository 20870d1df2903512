import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import type { By } from '../../api/call-context.ts';
import type { Operations } from '../../api/operation-types.ts';
import { noMiner, refuseInput, refuseNow } from '../../api/refuse.ts';
import { KeyedLock } from '../../runtime/keyed-lock.ts';
import { checkMiner } from '../check-miner.ts';
import { farmMoment } from './farm-moment.ts';
import { meantPatch } from './input/meant-patch.ts';
import { filteredMiners } from './input/miner-filter.ts';
import type { OperationsParts } from './operations-parts.ts';
import { PAUSED } from './refusals.ts';

/** Why the replacement of a miner cannot be undone. */
const WHY_NOT_UNDONE = {
  not_kept: 'It was replaced by an older version of PowerHive, or its replacement was undone already.',
  successor_left: 'The miner that replaced it was removed or replaced since.',
  removed: 'It was found again and removed since.',
} as const;

export function createMinerOperations(parts: OperationsParts) {
  const { fleet, changes, store, discovery, polling } = parts;
  // The second press of a double click finds what the first has done.
  const undos = new KeyedLock();
  return {
    list: (filter = {}) => filteredMiners(fleet.miners(), filter, farmMoment(parts)),
    get({ id }) {
      const miner = fleet.detail(id);
      return miner === null ? noMiner(id) : { ok: true, value: miner };
    },
    async update({ params: { id }, body }, { actor }: By) {
      const patch = meantPatch(parts)(body);
      await changes.yieldTo(id, patch);
      const miner = await fleet.decisions.patch(id, patch, actor);
      if (miner === null) return noMiner(id);
      if (patch.unlock_pass !== undefined) checkMiner(id, parts).catch(parts.onError);
      polling.wake();
      return { ok: true, value: miner };
    },
    async remove({ params: { id }, query: { history } }, { actor }: By) {
      if (!(await fleet.decisions.remove(id, history, actor))) return noMiner(id);
      polling.wake();
      return { ok: true, value: { removed: true } };
    },
    async replacedBy({ params: { id }, body: { id: successorId } }, { actor }: By) {
      const [miner, successor] = [fleet.miner(id), fleet.miner(successorId)];
      if (miner === null) return noMiner(id);
      if (id === successorId) return refuseInput('id', 'a miner cannot be replaced by itself.');
      if (successor === null) return refuseInput('id', `there is no miner ${successorId}. Scan its network first.`);
      if (miner.online) return refuseNow(`${nameAndIp(miner)} is online. Only an offline miner can be replaced.`);
      const heir = await fleet.decisions.replace(id, successorId, actor);
      if (heir === null) return noMiner(id);
      checkMiner(successorId, parts).catch(parts.onError);
      polling.wake();
      return { ok: true, value: heir };
    },
    undoReplacedBy({ params: { id } }, { actor }: By) {
      return undos.run(id, async () => {
        const replacement = await store.replacement(id);
        if (replacement.state === 'none') return noMiner(id);
        if (replacement.state !== 'undoable') return refuseNow(WHY_NOT_UNDONE[replacement.state]);
        const miner = await fleet.decisions.undoReplace(id, replacement, actor);
        if (miner === null) return noMiner(id);
        checkMiner(id, parts).catch(parts.onError);
        polling.wake();
        return { ok: true, value: miner };
      });
    },
    async rescan({ id }) {
      if (fleet.entry(id) === null) return noMiner(id);
      if (discovery.watching().state === 'paused') return PAUSED;
      const scan = await checkMiner(id, parts);
      return scan === null
        ? refuseNow(`The address of ${id} is not known. Scan its network.`)
        : { ok: true, value: scan };
    },
    async statuses({ id, ...range }) {
      return (await hasHistory(id, parts)) ? { ok: true, value: await store.statuses(id, range) } : noMiner(id);
    },
    async telemetry({ id, ...range }) {
      return (await hasHistory(id, parts)) ? { ok: true, value: await store.telemetry(id, range) } : noMiner(id);
    },
  } satisfies Operations['miners'];
}

/**
 * Whether there is history under this id: for every miner of the farm, and for one that was removed
 * without its history.
 */
export async function hasHistory(
  id: string,
  { fleet, store }: Pick<OperationsParts, 'fleet' | 'store'>,
): Promise<boolean> {
  return fleet.entry(id) !== null || (await store.hasHistory(id));
}

/** The name and address of a miner for a message; its name may be its address already. */
function nameAndIp(miner: Miner): string {
  const name = minerName(miner);
  return miner.ip === null || name === miner.ip ? name : `${name} at ${miner.ip}`;
}
