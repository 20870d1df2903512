import { minerName } from '../../../src-shared/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import type { Operations } from '../../api/operations.ts';
import { checkMiner } from '../check-miner.ts';
import type { OperationsParts } from './parts.ts';
import { noMiner, PAUSED, refuse, refuseInput } from './refusals.ts';

export function createMinerOperations(parts: OperationsParts): Operations['miners'] {
  const { fleet, store, discovery, polling, noteChange } = parts;
  return {
    list: () => fleet.miners(),
    get: (id) => fleet.detail(id),
    async update(id, patch) {
      const miner = await fleet.patch(id, patch);
      if (miner === null) return noMiner(id);
      const name = minerName(miner);
      if (patch.managed !== undefined) noteChange(`${name} is ${patch.managed ? 'managed' : 'no longer managed'}`, id);
      if (patch.nickname !== undefined)
        noteChange(miner.nickname === null ? `${name} has no nickname now` : `Named ${id} ${name}`, id);
      if (patch.unlock_pass !== undefined) {
        noteChange(`Changed the unlock password used for ${name}`, id);
        checkMiner(id, parts).catch(parts.onError);
      }
      polling.wake();
      return { ok: true, value: miner };
    },
    async remove(id, history) {
      const miner = fleet.miner(id);
      if (miner === null || !(await fleet.remove(id, history))) return noMiner(id);
      noteChange(`Removed ${minerName(miner)} ${history === 'keep' ? '(history kept)' : 'and its history'}`, id);
      polling.wake();
      return { ok: true, value: { removed: true } };
    },
    async replace(id, successorId) {
      const [miner, successor] = [fleet.miner(id), fleet.miner(successorId)];
      if (miner === null) return noMiner(id);
      if (id === successorId) return refuseInput('id', 'a miner cannot be replaced by itself.');
      if (successor === null) return refuseInput('id', `there is no miner ${successorId}. Scan its network first.`);
      if (miner.online && successor.online) {
        const message = `Both are online: ${nameAndIp(miner)} and ${nameAndIp(successor)}. Only a miner that is gone can be replaced.`;
        return refuse({ code: 'CONFLICT', message });
      }
      const heir = await fleet.replace(id, successorId);
      if (heir === null) return noMiner(id);
      noteChange(`Replaced ${minerName(miner)} (${id}) with ${successorId}`, successorId);
      checkMiner(successorId, parts).catch(parts.onError);
      polling.wake();
      return { ok: true, value: heir };
    },
    hasHistory: (id) => store.hasHistory(id),
    async rescan(id) {
      if (fleet.entry(id) === null) return noMiner(id);
      if (discovery.watching().state === 'paused') return refuse(PAUSED);
      const scan = await checkMiner(id, parts);
      if (scan === null)
        return refuse({ code: 'CONFLICT', message: `The address of ${id} is not known. Scan its network.` });
      return { ok: true, value: scan };
    },
    statuses: (id, range) => store.statuses(id, range),
    telemetry: (id, range) => store.telemetry(id, range),
  };
}

/** A miner and where it is, for a sentence; one without a name is called by its address already. */
function nameAndIp(miner: Miner): string {
  const name = minerName(miner);
  return miner.ip === null || name === miner.ip ? name : `${name} at ${miner.ip}`;
}
