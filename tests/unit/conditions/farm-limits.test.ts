import { afterEach, describe, expect, it } from 'vitest';
import { attentionOf } from '../../../src-main/conditions/attention.ts';
import { conditionsOf } from '../../../src-main/conditions/current-conditions.ts';
import { parseSummary } from '../../../src-main/drivers/vnish/payloads/summary.ts';
import { needsDeviceState } from '../../../src-main/drivers/vnish/state-from-status.ts';
import { NEVER_POLLED } from '../../../src-main/fleet/miner-entry.ts';
import { afterLoad } from '../../../src-main/fleet/readings/after-reading.ts';
import { shareTone } from '../../../src-renderer/miner-view/share-tone.ts';
import { DEFAULT_LIMITS, type FarmLimits, judgeBy } from '../../../src-shared/judging/farm-limits.ts';
import { entry, figures, statusRecord, storedModel } from '../../fixtures/farm/fleet-entries.ts';
import { s19Summary } from '../../fixtures/farm/judged-miner.ts';

const READ = { isRead: true, telemetryMs: 60_000, atItsAddress: null };

afterEach(() => judgeBy(DEFAULT_LIMITS));

/** What a row says of a miner by these limits. */
function saidBy(limits: Partial<FarmLimits>, changes: Parameters<typeof entry>[0]) {
  judgeBy({ ...DEFAULT_LIMITS, ...limits });
  const loaded = afterLoad(entry(changes), storedModel(), READ.telemetryMs, null);
  return attentionOf(conditionsOf(loaded, READ));
}
const codesBy = (...by: Parameters<typeof saidBy>): readonly string[] => saidBy(...by).map(({ code }) => code);
const having = (changes: Parameters<typeof figures>[0]) => ({
  latest: statusRecord({ figures: figures(changes) }),
});

describe('the limits of the farm', () => {
  it('decide from which temperature of its hottest chip on a miner is hot', () => {
    const at84 = having({ chip_temp_max_c: 84 });
    expect([90, 85, 84, 70].map((hot_chip_c) => codesBy({ hot_chip_c }, at84))).toEqual([[], [], ['hot'], ['hot']]);
    // Far above it, the miner is in danger.
    expect([75, 74].map((hot_chip_c) => saidBy({ hot_chip_c }, at84)[0]?.in_danger)).toEqual([undefined, true]);
  });

  it('leave a miner in danger while it hashes without any fan, and not one with a single stopped fan', () => {
    const fans = (...rpms: number[]) =>
      rpms.map((rpm, fan_id) => ({ fan_id, rpm, max_rpm: null, status: rpm === 0 ? ('lost' as const) : null }));
    const dangerOf = (latest: ReturnType<typeof statusRecord>) =>
      saidBy({}, { latest }).find(({ code }) => code === 'fan_lost')?.in_danger;
    expect(dangerOf(statusRecord({ figures: figures(), fans: fans(0, 0) }))).toBe(true);
    expect(dangerOf(statusRecord({ figures: figures(), fans: fans(0, 5000) }))).toBeUndefined();
    expect(dangerOf(statusRecord({ figures: figures({ hashrate_hs: 0 }), fans: fans(0, 0) }))).toBeUndefined();
  });

  it('decide below which part of what is expected a hash rate is low, on the row and its bar', () => {
    const at80 = having({ hashrate_hs: 80e12, hashrate_expected_hs: 100e12 });
    expect([90, 80, 50].map((low_hashrate_percent) => codesBy({ low_hashrate_percent }, at80))).toEqual([
      ['low_hashrate'],
      [],
      [],
    ]);
    expect(shareTone(0.8, false, 'green')).toBe('green');
    judgeBy(DEFAULT_LIMITS);
    expect(shareTone(0.8, false, 'green')).toBe('amber');
  });

  it('decide after how many failed readings a miner does not answer', () => {
    const failing = { poll: { ...NEVER_POLLED, failures: 3, failingSinceAt: 1 } };
    expect([3, 4].map((failed_readings) => codesBy({ failed_readings }, failing).includes('not_answering'))).toEqual([
      true,
      false,
    ]);
  });

  it('decide at which hash rate the state of a miner is read too, which says whether it is throttled', () => {
    const read = parseSummary(s19Summary({ hr_realtime: 92, hr_nominal: 100 }), 'TH/s');
    if (read === null) throw new Error('the summary was not read');
    const at92 = { ...read, hashrate_hs: 92e12, hashrate_nominal_hs: 100e12, throttled_percent: null };
    expect([95, 90].map((percent) => needsDeviceState(at92, '1.3.3', percent))).toEqual([true, false]);
    expect(needsDeviceState(at92, '1.3.3')).toBe(false);
  });
});
