import { expect, it } from 'vitest';
import { incidentText } from '../../../src-main/alerts/messages/message-text.ts';
import { attentionOf } from '../../../src-main/conditions/attention.ts';
import { findOfflineConditions } from '../../../src-main/conditions/offline-conditions.ts';
import type { AtItsAddress } from '../../../src-shared/model/index.ts';
import { AlertFarm } from '../../fixtures/alerts/alert-farm.ts';
import { minerRow, NOW, offlineRow } from '../renderer/miner-row.ts';

const ID = '02:95:23:00:00:01';
const IP = '10.1.7.9';
const NEW: AtItsAddress = {
  miner_id: '02:95:23:00:00:02',
  ip: IP,
  name: IP,
  model_name: 'Antminer S21',
  since_at: NOW + 5000,
};
const named = { id: ID, nickname: 'R7-S12', place: 'R7/12' };

/** The offline miner as the fleet shows it, with the miner that answers at its address. */
function goneWith(at_its_address: AtItsAddress | null) {
  const stored = { ip: null, last_ip: IP, managed: true, offline_since_at: NOW };
  const reach = { stored, conflictIps: [], conflictSinceAt: null, keyTrouble: null };
  const conditions = findOfflineConditions(
    { ...reach, poll: { failures: 0, failingSinceAt: null, lastError: null } },
    at_its_address,
  );
  return offlineRow({ ...named, last_ip: IP, at_its_address, attention: attentionOf(conditions) });
}

async function incidentOf(at: AtItsAddress | null) {
  const farm = await new AlertFarm(NOW).start();
  farm.rows.set(ID, minerRow({ ...named, ip: IP }));
  await farm.pass(60);
  farm.change(ID, goneWith(at));
  await farm.pass(240);
  const [said] = farm.announcements;
  if (said === undefined) throw new Error('nothing was announced');
  const text = incidentText('opened', said.incident, { at: said.at, now: said.at });
  return { farm, text, incident: said.incident };
}

it('names the miner that answers at the address of an offline one, in the title, the message and as data', async () => {
  const { incident, text } = await incidentOf(NEW);
  expect(incident.title).toBe('R7-S12: Offline, and a new machine (S21) answers at its address');
  expect(incident.at_its_address).toEqual(NEW);
  expect(incident.advice).toMatch(/^If that took its place, .* press Replace and choose 02:95:23:00:00:02/);
  expect(text.title).toBe(`Critical: ${incident.title}`);
  expect(text.body).toContain(incident.advice);
});

it('of one that has no other miner at its address it says what helps', async () => {
  const { incident } = await incidentOf(null);
  expect(incident).toMatchObject({ title: 'R7-S12: Offline', at_its_address: null });
  expect(incident.advice).toBe('Check power, the breaker and the network cable.');
});

it('of a known miner that has its address now it says so, and what helps', async () => {
  const { incident } = await incidentOf({ ...NEW, name: 'R7-S13', since_at: null });
  expect(incident.title).toBe('R7-S12: Offline, and R7-S13 has its address 10.1.7.9 now');
  expect(incident.advice).toBe('Check power, the breaker and the network cable.');
});

it('follows the address: the title names the new miner once it is found there', async () => {
  const { farm } = await incidentOf(null);
  farm.change(ID, goneWith(NEW));
  await farm.pass(20);
  const [open] = farm.incidents.views.open();
  expect(open?.title).toContain('a new machine (S21)');
  expect(open?.at_its_address).toEqual(NEW);
});

it('so does the last miner of a group', async () => {
  const farm = await new AlertFarm(NOW).start();
  const others = Array.from({ length: 4 }, (_, i) => `02:95:23:00:01:0${i}`);
  for (const id of others) farm.rows.set(id, minerRow({ id, ip: `10.1.7.1${id.at(-1)}` }));
  farm.rows.set(ID, minerRow({ ...named, ip: IP }));
  await farm.pass(20);
  farm.drop(others);
  farm.change(ID, goneWith(null));
  await farm.pass(240);
  expect(farm.incidents.views.open()).toMatchObject([{ miner_ids: { length: 5 }, at_its_address: null }]);
  farm.bring(others);
  farm.change(ID, goneWith(NEW));
  await farm.pass(60);
  const [open, ...more] = farm.incidents.views.open();
  expect(more).toEqual([]);
  expect(open?.title).toContain('R7-S12: Offline, and a new machine (S21)');
  expect(open?.at_its_address).toEqual(NEW);
  // Also after a restart of the program.
  const next = new AlertFarm(farm.clock.nowMs());
  for (const [id, row] of farm.rows) next.rows.set(id, row);
  for (const [id, row] of farm.store.incidentRows) next.store.incidentRows.set(id, row);
  await next.start();
  next.change(ID, goneWith(null));
  await next.pass(60);
  expect(next.incidents.views.open()).toMatchObject([{ title: 'R7-S12: Offline', at_its_address: null }]);
});

it('ends with the word of who replaced it, once it was replaced', async () => {
  const { farm } = await incidentOf(NEW);
  farm.rows.delete(ID);
  farm.successors.set(ID, NEW.miner_id);
  await farm.pass(60);
  const last = farm.announcements.at(-1) ?? expect.fail('nothing was announced');
  const text = incidentText('resolved', last.incident, { at: last.at, now: last.at });
  expect(last.event).toBe('resolved');
  expect(text.title).toMatch(/^Closed: R7-S12/);
  expect(text.body).toMatch(/^Replaced by 02:95:23:00:00:02\.\n/);
  expect(text.body).not.toContain('Not known to be over');
});
