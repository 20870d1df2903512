import type { MinerPasswords } from '../../../src-shared/model/index.ts';
import { MOST_MINER_PASSWORDS } from '../../../src-shared/model/miner/miner-password.ts';
import type { By } from '../../api/call-context.ts';
import type { Operations } from '../../api/operation-types.ts';
import { refuse, refuseNow } from '../../api/refuse.ts';
import { candidatesFor, untried } from '../../provisioning/candidate-passwords.ts';
import type { OperationsParts } from './operations-parts.ts';

export function createPasswordOperations({ passwords, fleet, discovery, onError }: OperationsParts) {
  const list = (): MinerPasswords => {
    const locked = [...fleet.entries()].filter(({ keyTrouble, stored }) => keyTrouble !== null && stored.ip !== null);
    const waiting = locked.filter((entry) => {
      const driver = fleet.driverOf(entry);
      const candidates = driver === null ? [] : candidatesFor(entry.stored.id, driver, { fleet, passwords });
      return untried(candidates, entry.keyTrouble).length > 0;
    });
    return { passwords: passwords.list(), locked: locked.length, waiting: waiting.length };
  };
  return {
    list,
    async add({ password }, { actor }: By) {
      const added = await passwords.add(password, actor);
      if (!added.ok) {
        return refuseNow(
          added.why === 'known'
            ? 'This password is in the list already.'
            : `There are ${MOST_MINER_PASSWORDS} passwords already: each is tried on every locked miner. Remove one first.`,
        );
      }
      discovery.tryPasswords().catch(onError);
      return { ok: true, value: list() };
    },
    async reorder({ ids }, { actor }: By) {
      if (await passwords.reorder(ids, actor)) return { ok: true, value: list() };
      return refuseNow('The list of passwords has changed meanwhile. Load it again.');
    },
    async remove({ id }, { actor }: By) {
      if (await passwords.remove(id, actor)) return { ok: true, value: list() };
      return refuse({ code: 'NOT_FOUND', message: `There is no miner password ${id}.`, data: { id } });
    },
  } satisfies Operations['passwords'];
}
