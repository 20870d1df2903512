import { expect, it } from 'vitest';
import { parseInfo } from '../../../src-main/drivers/vnish/payloads/info.ts';
import type { Fleet } from '../../../src-main/fleet/fleet.ts';
import type { StoredMiner } from '../../../src-main/store/store.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { storedMiner, storedModel } from '../../fixtures/farm/fleet-entries.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

const [OLD, NEW, KNOWN] = ['02:00:00:00:00:01', '02:00:00:00:00:02', '02:00:00:00:00:03'] as const;
const HERE = '10.0.0.5';

/** One that will go offline, one that was known all the time, and the rows that were reported as changed. */
async function farm() {
  const clock = new ManualClock();
  const changed = new Set<string>();
  const at = (id: string, ip: string): StoredMiner =>
    storedMiner({ id, ip, last_ip: ip, managed: true, nickname: id === OLD ? 'R7-S12' : 'R7-S13', first_seen_at: 0 });
  const fleet = await memoryFleet(
    clock,
    [at(OLD, HERE), at(KNOWN, '10.0.0.6')],
    [storedModel({ alias: 's21', name: 'Antminer S21' })],
    { onMinersChanged: (ids) => void ids.map((id) => changed.add(id)) },
  );
  const seen = (mac: string, ip: string) => {
    const info = parseInfo({
      model: 's21',
      fw_name: 'Vnish',
      fw_version: '1.2.6',
      system: { network_status: { mac } },
    });
    fleet.upsertSeen(mac, ip, { kind: 'vnish', info } as never);
  };
  return { clock, fleet, changed, seen };
}

const rowOf = (fleet: Fleet) => fleet.miner(OLD);
const offline = (fleet: Fleet) => rowOf(fleet)?.attention.find(({ code }) => code === 'offline')?.message;

it('names the new miner at the address of an offline one, and since when, as data and in words', async () => {
  const { clock, fleet, changed, seen } = await farm();
  fleet.markOffline(OLD);
  expect(rowOf(fleet)?.at_its_address).toBeNull();
  expect(offline(fleet)).toBe('Offline.');
  clock.elapse(60_000);
  changed.clear();
  seen(NEW, HERE);
  expect([...changed]).toContain(OLD);
  expect(rowOf(fleet)?.at_its_address).toEqual({
    miner_id: NEW,
    ip: HERE,
    name: HERE,
    model_name: 'Antminer S21',
    since_at: clock.nowMs(),
  });
  expect(offline(fleet)).toMatch(
    /^Offline, and a new machine \(S21\) answers at its address\. .* choose 02:00:00:00:00:02/,
  );
  expect(fleet.problems().find(({ code }) => code === 'offline')?.message).toContain(NEW);
  expect(fleet.miner(NEW)?.at_its_address).toBeNull();
});

it('calls a miner that was known before by its name, and none new', async () => {
  const { fleet, seen } = await farm();
  fleet.markOffline(OLD);
  seen(KNOWN, HERE);
  expect(rowOf(fleet)?.at_its_address).toMatchObject({ miner_id: KNOWN, name: 'R7-S13', since_at: null });
  expect(offline(fleet)).toBe('Offline, and R7-S13 has its address 10.0.0.5 now.');
});

it('forgets it where it moves on, goes offline or is removed, and where the offline one is back', async () => {
  const { fleet, changed, seen } = await farm();
  const again = () => {
    seen(NEW, HERE);
    expect(rowOf(fleet)?.at_its_address?.miner_id).toBe(NEW);
    changed.clear();
  };
  fleet.markOffline(OLD);
  again();
  seen(NEW, '10.0.0.7');
  expect([...changed]).toContain(OLD);
  expect(rowOf(fleet)?.at_its_address).toBeNull();
  again();
  fleet.markOffline(NEW);
  expect([...changed]).toContain(OLD);
  expect(rowOf(fleet)?.at_its_address).toBeNull();
  again();
  fleet.markOffline(NEW);
  await fleet.decisions.remove(NEW, 'drop', TESTER);
  expect(rowOf(fleet)?.at_its_address).toBeNull();
  again();
  seen(OLD, '10.0.0.8');
  expect(rowOf(fleet)).toMatchObject({ online: true, at_its_address: null });
});

it('is known after a restart too, and so is who has replaced whom', async () => {
  const old = storedMiner({ id: OLD, ip: null, last_ip: HERE, managed: true, first_seen_at: 0, offline_since_at: 5 });
  const newer = storedMiner({ id: NEW, ip: HERE, last_ip: HERE, managed: false, first_seen_at: 10 });
  const replaced = [{ id: '02:00:00:00:00:0a', successor_id: KNOWN }];
  const fleet = await memoryFleet(new ManualClock(), [old, newer], [], {}, new Map(), undefined, {
    successors: async () => replaced,
  });
  expect(rowOf(fleet)?.at_its_address).toMatchObject({ miner_id: NEW, since_at: 10 });
  expect(offline(fleet)).toContain(NEW);
  expect(fleet.decisions.successorOf('02:00:00:00:00:0a')).toBe(KNOWN);
});

it('a miner that was replaced once, came back and was removed is not said to be replaced', async () => {
  const back = storedMiner({ id: OLD, ip: HERE, last_ip: HERE, managed: true });
  const fleet = await memoryFleet(new ManualClock(), [back], [], {}, new Map(), undefined, {
    successors: async () => [{ id: OLD, successor_id: KNOWN }],
  });
  await fleet.decisions.remove(OLD, 'keep', TESTER);
  expect(fleet.decisions.successorOf(OLD)).toBeNull();
});
