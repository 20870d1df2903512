import { describe, expect, it } from 'vitest';
import { findJustRead } from '../../../src-main/discovery/pass/just-read.ts';
import { parseInfo } from '../../../src-main/drivers/vnish/payloads/info.ts';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { storedMiner, storedModel } from '../../fixtures/farm/fleet-entries.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

const PRESET = { name: '2500', pretty: '', power_w: 2500, hashrate_hs: null, modded_psu_required: false } as const;

/** Twenty polled miners whose `/info` a scan has read, and which of them a new scan skips. */
async function setUp() {
  const clock = new ManualClock();
  const miners = Array.from({ length: 20 }, (_, i) =>
    storedMiner({ id: `02:95:23:00:00:${String(i + 10)}`, ip: `127.1.0.${i}`, last_ip: `127.1.0.${i}` }),
  );
  const fleet = await memoryFleet(clock, miners, [storedModel({ presets: [{ ...PRESET, status: 'tuned' }] })]);
  const see = (id: string, ip: string, label = 'Antminer') => {
    const info = parseInfo({
      fw_name: 'Vnish',
      model: 's19jpro',
      miner: 'Antminer S19J Pro',
      system: { miner_name: label },
    });
    if (info !== null) fleet.upsertSeen(id, ip, { kind: 'vnish', info });
  };
  for (const { id, ip } of miners) see(id, ip ?? '');
  const spared = () => {
    for (const { id } of miners) fleet.readings.pollSucceeded(id, clock.nowMs() + 15_000);
    return findJustRead(fleet, clock.nowMs(), 15_000);
  };
  return { clock, fleet, miners, see, spared };
}

describe('a miner that was just read', () => {
  it('is spared by a scan', async () => {
    const { spared } = await setUp();
    expect(spared().size).toBe(20);
  });

  it('is asked who it is now and then, since its label and its host name change while it is polled; a few in one scan', async () => {
    const { clock, fleet, miners, see, spared } = await setUp();
    await clock.advance(HOUR_MS);
    const asked = new Set<string>();
    for (let scans = 0; scans < 10; scans++) {
      const held = spared();
      const due = miners.filter(({ ip }) => !held.has(ip ?? ''));
      expect(due).toHaveLength(2);
      for (const { id, ip } of due) {
        asked.add(id);
        see(id, ip ?? '', 'Row 3 unit 4');
      }
    }
    expect(asked.size).toBe(20);
    expect(fleet.miner(miners[0]?.id ?? '')?.label).toBe('Row 3 unit 4');
    expect(spared().size).toBe(20);
  });
});
