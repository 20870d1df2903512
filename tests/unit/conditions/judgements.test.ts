import { describe, expect, it } from 'vitest';
import { attentionOf } from '../../../src-main/conditions/attention.ts';
import { judgeAll, judgeOnly } from '../../../src-main/conditions/condition-set.ts';
import { conditionsOf } from '../../../src-main/conditions/current-conditions.ts';
import { foundCondition } from '../../../src-main/conditions/found-condition.ts';
import { DRIVERS } from '../../../src-main/drivers/registry.ts';
import { type Entry, newEntry } from '../../../src-main/fleet/miner-entry.ts';
import { minerRow } from '../../../src-main/fleet/miner-row.ts';
import { decideEligibility } from '../../../src-main/fleet/polling-eligibility.ts';
import { afterLoad } from '../../../src-main/fleet/readings/after-reading.ts';
import { isRecent, momentOf, needsAttention } from '../../../src-shared/miner/miner-now.ts';
import { Miner } from '../../../src-shared/model/index.ts';
import {
  deviceModel,
  entry,
  figures,
  statusRecord,
  storedMiner,
  storedModel,
} from '../../fixtures/farm/fleet-entries.ts';

const READ = { isRead: true, telemetryMs: 60_000, atItsAddress: null };
const ROW = {
  requireMaxPreset: true,
  telemetryMs: READ.telemetryMs,
  rack: null,
  site: { id: 'site', name: null },
  driver: DRIVERS.get('vnish'),
  usual: { preset: null, firmware: null, pools: null },
  atItsAddress: null,
};
/** The attention of a miner that is loaded from the database. */
const findAttention = (one: Entry, model = storedModel(), watch = READ) =>
  attentionOf(conditionsOf(afterLoad(one, model, watch.telemetryMs, null), watch));

it('takes no reading for recent whose time is far ahead: the clock was set back since', () => {
  const moment = momentOf(10_000_000, 15);
  const at = (recorded_at: number) => isRecent({ recorded_at } as Parameters<typeof isRecent>[0], moment);
  expect([-3_600_000, -40_000, 0, 1000, 3_600_000].map((aheadMs) => at(10_000_000 + aheadMs))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
});

describe('whether a miner is polled', () => {
  const reasonOf = (stored: Parameters<typeof storedMiner>[0], model = storedModel(), require = true) =>
    decideEligibility(entry({ stored: storedMiner(stored) }), model, require, DRIVERS.get('vnish')).reason_code;

  it('needs management, an address, a model, a max preset and a key, and says which is missing', () => {
    expect(reasonOf({})).toBeNull();
    expect(reasonOf({ managed: false })).toBe('unmanaged');
    expect(reasonOf({ ip: null })).toBe('offline');
    expect(reasonOf({ model_alias: null })).toBe('no_model');
    expect(reasonOf({}, storedModel({ max_preset: null }))).toBe('no_max_preset');
    expect(reasonOf({}, storedModel({ max_preset: null }), false)).toBeNull();
    expect(reasonOf({ api_key_sealed: null })).toBe('no_api_key');
  });

  it('is reported in words that say what to do', () => {
    const model = storedModel({ max_preset: null });
    expect(decideEligibility(entry(), model, true, DRIVERS.get('vnish')).reason).toBe(
      'Antminer S19j Pro has no max preset. Set it in Models.',
    );
  });
});

describe('what needs attention', () => {
  const codes = (changes: Parameters<typeof entry>[0]) =>
    findAttention(entry(changes), storedModel(), READ).map(({ code }) => code);
  const withFigures = (changes: Parameters<typeof figures>[0]) => ({
    latest: statusRecord({ figures: figures(changes) }),
  });

  it('is nothing about a healthy miner', () => {
    expect(codes({})).toEqual([]);
  });

  it('is a miner that says it is mining and hashes nothing, or far less than its preset promises', () => {
    expect(codes(withFigures({ hashrate_hs: 0 }))).toEqual(['not_hashing']);
    expect(codes(withFigures({ hashrate_hs: 80e12 }))).toEqual(['low_hashrate']);
    expect(codes(withFigures({ hashrate_hs: 80e12, hashrate_expected_hs: 82e12, preset: '2300' }))).toEqual([]);
  });

  it('is not a miner that starts, tunes or was stopped', () => {
    for (const state of [
      'initializing',
      'starting',
      'auto-tuning',
      'restarting',
      'shutting-down',
      'stopped',
      'paused',
      'sleep',
    ]) {
      expect(codes(withFigures({ state, hashrate_hs: 0 }))).toEqual([]);
    }
  });

  it('is a failure with its reason, a missing board, a hot chip', () => {
    const failed = entry(withFigures({ state: 'failure', state_description: 'Chain break', failure_code: 1002 }));
    expect(findAttention(failed, storedModel(), READ)).toEqual([
      {
        code: 'failure',
        severity: 'critical',
        message: 'Failed: Chain break (code 1002)',
        since_at: 1_699_996_400_000,
      },
    ]);
    expect(codes({ device: deviceModel(), latest: statusRecord({ chains: statusRecord().chains.slice(1) }) })).toEqual([
      'board_missing',
    ]);
    expect(codes(withFigures({ chip_temp_max_c: 95 }))).toEqual(['hot']);
  });

  it('is a lost fan of an air-cooled miner, not the fans a hydro miner never had', () => {
    const { fans } = statusRecord();
    const lost = fans.map((fan, i) => (i === 1 ? { ...fan, rpm: 0, status: 'lost' } : fan));
    expect(codes({ latest: statusRecord({ fans: lost }) })).toEqual(['fan_lost']);
    const all = statusRecord({ fans: fans.map((fan) => ({ ...fan, rpm: 0, status: 'lost' })) });
    expect(codes({ latest: all })).toEqual(['fan_lost']);
    const hydro = storedModel({ name: 'Antminer S19 Pro Hydro' });
    expect(findAttention(entry({ latest: all }), hydro, READ)).toEqual([]);
    const neverTurned = storedMiner({ fans_turned: false });
    expect(findAttention({ ...newEntry(neverTurned, all) }, storedModel(), READ)).toEqual([]);
  });

  it('is a miner with silent chips or a silent board, however much the rest of it hashes', () => {
    const found = (code: 'chip_zero_hashrate' | 'board_zero_hashrate' | 'chip_grade_red', message: string) =>
      foundCondition(code, message, { severity: 'critical', chain_id: 1, chips_on_board: 126 });
    const chips = found('chip_zero_hashrate', 'Board 1: 10 of 126 chips not hashing');
    const board = found('board_zero_hashrate', 'Board 1 not hashing (all 126 chips)');
    const boards = judgeAll(
      null,
      [chips, found('chip_grade_red', 'Board 1: chip 7 rated bad by firmware'), board],
      statusRecord().recorded_at,
    );
    const sick = entry({ boardConditions: boards });
    expect(findAttention(sick, storedModel(), READ)).toEqual([
      { code: 'board_silent', severity: 'critical', message: 'Board 1 not hashing (all 126 chips).', since_at: null },
      { code: 'chips_silent', severity: 'critical', message: 'Board 1: 10 of 126 chips not hashing.', since_at: null },
      { code: 'bad_chips', severity: 'critical', message: 'Board 1: chip 7 rated bad by firmware.', since_at: null },
    ]);
    expect(findAttention(sick, storedModel(), { ...READ, isRead: false })).toEqual([]);
    expect(
      findAttention(entry({ boardConditions: judgeOnly(boards, [], boards.readAt) }), storedModel(), READ),
    ).toEqual([]);
    const row = minerRow(sick, storedModel(), ROW);
    expect(row.findings).toEqual({ critical: 3, warning: 0, notice: 0 });
    expect(needsAttention(row)).toBe(true);
  });

  it('names what is gone before what is less', () => {
    const changes = {
      device: deviceModel(),
      latest: statusRecord({ chains: statusRecord().chains.slice(1), figures: figures({ hashrate_hs: 70e12 }) }),
    };
    expect(findAttention(entry(changes), storedModel(), READ)).toEqual([
      { code: 'board_missing', severity: 'critical', message: 'Board 1 of 3 is missing.', since_at: null },
      { code: 'low_hashrate', severity: 'warning', message: 'Hash rate at 67 % of expected.', since_at: null },
    ]);
  });

  it('is a miner that stopped answering polls, once that is no longer chance', () => {
    const poll = (failures: number) => ({
      poll: {
        lastSuccessAt: 1,
        failures,
        failingSinceAt: 1,
        notTriedAt: null,
        nextAttemptAt: 2,
        lastError: 'timed out',
      },
    });
    expect(codes(poll(2))).toEqual([]);
    expect(codes(poll(3))).toEqual(['not_answering']);
  });

  it('of an offline miner is that alone: nothing else is known', () => {
    expect(
      codes({ stored: storedMiner({ ip: null }), latest: statusRecord({ figures: figures({ state: 'failure' }) }) }),
    ).toEqual(['offline']);
  });
});

describe('the row of a miner', () => {
  it('has the shape of the contract and no secret in it', () => {
    const row = minerRow(
      entry({ stored: storedMiner({ api_key_sealed: 'canary-key', unlock_pass_sealed: 'canary-pass' }) }),
      storedModel(),
      ROW,
    );
    expect(Miner.parse(row)).toEqual(row);
    expect(row).toMatchObject({ has_api_key: true, has_custom_unlock_pass: true, online: true });
    expect(JSON.stringify(row)).not.toContain('canary');
  });
});
