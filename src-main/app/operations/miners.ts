import { minerName } from '../../../src-shared/miner-name.ts';
import type { Actor, Miner, MinerPatch, NewEvent } from '../../../src-shared/model/index.ts';
import type { Operations } from '../../api/operations.ts';
import { checkMiner } from '../check-miner.ts';
import type { OperationsParts } from './parts.ts';
import { noMiner, PAUSED, refuse, refuseInput } from './refusals.ts';

export function createMinerOperations(parts: OperationsParts): Operations['miners'] {
  const { fleet, store, discovery, polling, record } = parts;
  return {
    list: () => fleet.miners(),
    get: (id) => fleet.detail(id),
    async update(id, patch, actor) {
      const before = fleet.miner(id);
      const miner = await fleet.patch(id, patch);
      if (before === null || miner === null) return noMiner(id);
      if (patch.unlock_pass !== undefined) checkMiner(id, parts).catch(parts.onError);
      polling.wake();
      await Promise.all(minerChanges(before, miner, patch, actor).map(record));
      return { ok: true, value: miner };
    },
    async remove(id, history, actor) {
      const miner = fleet.miner(id);
      if (miner === null || !(await fleet.remove(id, history))) return noMiner(id);
      polling.wake();
      await record({ event: 'miner_removed', miner_id: id, actor, data: { name: minerName(miner), history } });
      return { ok: true, value: { removed: true } };
    },
    async replace(id, successorId, actor) {
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
      checkMiner(successorId, parts).catch(parts.onError);
      polling.wake();
      const data = { name: minerName(miner), replaced_id: id };
      await record({ event: 'miner_replaced', miner_id: successorId, actor, data });
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

/** What was decided about a miner, one event for each decision. */
function minerChanges(before: Miner, after: Miner, patch: MinerPatch, actor: Actor): NewEvent[] {
  const about = { miner_id: after.id, actor };
  const name = minerName(after);
  const events: NewEvent[] = [];
  if (patch.managed !== undefined) {
    events.push({ event: patch.managed ? 'miner_managed' : 'miner_unmanaged', ...about, data: { name } });
  }
  if (patch.nickname !== undefined) {
    const names = { before: minerName(before), after: name };
    events.push({ event: after.nickname === null ? 'miner_name_removed' : 'miner_renamed', ...about, data: names });
  }
  if (patch.unlock_pass !== undefined) {
    const data = { name, is_default: patch.unlock_pass === null };
    events.push({ event: 'miner_password_changed', ...about, data });
  }
  return events;
}

/** A miner and where it is, for a sentence; one without a name is called by its address already. */
function nameAndIp(miner: Miner): string {
  const name = minerName(miner);
  return miner.ip === null || name === miner.ip ? name : `${name} at ${miner.ip}`;
}
