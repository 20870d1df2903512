import { expect, it } from 'vitest';
import { parseInfo } from '../../../src-main/drivers/vnish/payloads/info.ts';
import { parseSummary } from '../../../src-main/drivers/vnish/payloads/summary.ts';
import { deviceModel, storedMiner, storedModel } from '../../fixtures/farm/fleet-entries.ts';
import { s19Summary } from '../../fixtures/farm/judged-miner.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

const id = storedMiner().id;

/** A fleet of one miner with a board that has too few chips, and its events. */
async function missingChips() {
  const clock = new ManualClock();
  const changes: string[] = [];
  const fleet = await memoryFleet(clock, [storedMiner()], [storedModel({ max_preset: '9000' })], {
    onConditions: (_, { began, ended }) =>
      changes.push(...began.map(({ code }) => `began ${code}`), ...ended.map(({ code }) => `ended ${code}`)),
  });
  let tick = 0;
  const read = () => {
    clock.elapse(15_000);
    const reading = parseSummary(s19Summary({}, [{}, {}, { chips: 57 }], tick++), 'GH/s');
    if (reading !== null) fleet.readings.recordStatus(id, reading, null);
  };
  const seen = (uptime: string) => {
    const system = { uptime, network_status: { mac: id } };
    const info = parseInfo({ model: 's19jpro', fw_name: 'Vnish', fw_version: '1.2.6', hr_measure: 'GH/s', system });
    fleet.upsertSeen(id, storedMiner().last_ip as string, { kind: 'vnish', info } as never);
  };
  const device = () => fleet.readings.setDevice(id, { ...deviceModel(), chains: 3, chips_per_chain: 76 });
  const codes = () => fleet.problems().map(({ code }) => code);
  seen('9 days, 3:58');
  device();
  read();
  read();
  expect(codes()).toEqual(['board_chips_missing']);
  changes.splice(0);
  return { clock, fleet, read, seen, device, codes, changes };
}

it('a clock that is set forward is no restart of the miners', async () => {
  const { clock, fleet, read, seen, codes, changes } = await missingChips();
  const { device } = fleet.entry(id) ?? {};
  clock.setBack(-300_000);
  seen('9 days, 3:58');
  read();
  expect(fleet.entry(id)?.device).toBe(device);
  expect(codes()).toEqual(['board_chips_missing']);
  expect(changes).toEqual([]);
});

it.each([
  ['a restart', 300_000, 0],
  ['a restart in the sleep of this computer', 0, 8 * 3_600_000],
])('after %s the unit is asked again, and until then nothing of its boards is over', async (_, awakeMs, asleepMs) => {
  const { clock, fleet, read, seen, device, codes, changes } = await missingChips();
  clock.elapse(awakeMs);
  clock.setBack(-asleepMs);
  seen('0:02');
  expect(fleet.entry(id)?.device).toBeNull();
  read();
  expect([codes(), changes]).toEqual([[], []]);
  device();
  read();
  expect([codes(), changes]).toEqual([['board_chips_missing'], []]);
});

it('a sleep of this computer is no restart of the miners either', async () => {
  const { clock, fleet, seen } = await missingChips();
  clock.setBack(-8 * 3_600_000);
  seen('9 days, 11:58');
  expect(fleet.entry(id)?.device).not.toBeNull();
});
