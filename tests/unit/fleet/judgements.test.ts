import { describe, expect, it } from 'vitest';
import type { ChainReading } from '../../../src-main/firmware/readings.ts';
import { findAnomalies } from '../../../src-main/fleet/anomalies.ts';
import { findAttention } from '../../../src-main/fleet/attention.ts';
import { decideEligibility } from '../../../src-main/fleet/eligibility.ts';
import { minerRow } from '../../../src-main/fleet/miner-row.ts';
import { Miner } from '../../../src-shared/model/index.ts';
import { entry, figures, statusRecord, storedMiner, storedModel } from '../../fixtures/fleet-entries.ts';

describe('whether a miner is polled', () => {
  const reasonOf = (stored: Parameters<typeof storedMiner>[0], model = storedModel(), require = true) =>
    decideEligibility(entry({ stored: storedMiner(stored) }), model, require).reason_code;

  it('needs management, an address, a model, a max preset and a key, and says which is missing', () => {
    expect(reasonOf({})).toBeNull();
    expect(reasonOf({ managed: false })).toBe('unmanaged');
    expect(reasonOf({ ip: null })).toBe('offline');
    expect(reasonOf({ model_alias: null })).toBe('no_model');
    expect(reasonOf({}, storedModel({ max_preset: null }))).toBe('no_max_preset');
    expect(reasonOf({}, storedModel({ max_preset: null }), false)).toBeNull();
    expect(reasonOf({ api_key_sealed: null })).toBe('no_api_key');
  });

  it('is told in words that say what to do', () => {
    const model = storedModel({ max_preset: null });
    expect(decideEligibility(entry(), model, true).reason).toBe(
      'Its model Antminer S19j Pro has no max preset. Choose one under Models.',
    );
  });
});

describe('what wants a person', () => {
  const codes = (changes: Parameters<typeof entry>[0]) =>
    findAttention(entry(changes), storedModel()).map(({ code }) => code);
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
    for (const state of ['initializing', 'starting', 'auto-tuning', 'restarting', 'shutting-down', 'stopped']) {
      expect(codes(withFigures({ state, hashrate_hs: 0 }))).toEqual([]);
    }
  });

  it('is a failure with its reason, a missing board, a hot chip', () => {
    const failed = entry(withFigures({ state: 'failure', state_description: 'Chain break', failure_code: 1002 }));
    expect(findAttention(failed, storedModel())).toEqual([
      { code: 'failure', message: 'Failure: Chain break (code 1002)' },
    ]);
    expect(codes({ latest: statusRecord({ chains: statusRecord().chains.slice(1) }) })).toEqual(['board_missing']);
    expect(codes(withFigures({ chip_temp_max_c: 95 }))).toEqual(['hot']);
  });

  it('is a lost fan of an air-cooled miner, not the fans a hydro miner never had', () => {
    const { fans } = statusRecord();
    const lost = fans.map((fan, i) => (i === 1 ? { ...fan, rpm: 0, status: 'lost' } : fan));
    expect(codes({ latest: statusRecord({ fans: lost }) })).toEqual(['fan_lost']);
    const none = fans.map((fan) => ({ ...fan, rpm: 0, status: 'lost' }));
    expect(codes({ latest: statusRecord({ fans: none }) })).toEqual([]);
  });

  it('is a miner that stopped answering polls, once that is no longer chance', () => {
    const poll = (failures: number) => ({
      poll: { lastSuccessAt: 1, failures, nextAttemptAt: 2, lastError: 'timed out' },
    });
    expect(codes(poll(2))).toEqual([]);
    expect(codes(poll(3))).toEqual(['not_answering']);
  });

  it('of an offline miner is nothing: that it is offline says it all', () => {
    expect(
      codes({ stored: storedMiner({ ip: null }), latest: statusRecord({ figures: figures({ state: 'failure' }) }) }),
    ).toEqual([]);
  });
});

describe('the row of a miner', () => {
  it('has the shape of the contract and no secret in it', () => {
    const row = minerRow(
      entry({ stored: storedMiner({ api_key_sealed: 'canary-key', unlock_pass_sealed: 'canary-pass' }) }),
      storedModel(),
      true,
    );
    expect(Miner.parse(row)).toEqual(row);
    expect(row).toMatchObject({ has_api_key: true, has_custom_unlock_pass: true, online: true });
    expect(JSON.stringify(row)).not.toContain('canary');
  });
});

describe('anomalies of boards and chips', () => {
  const context = { minerId: '02:95:23:00:00:01', minerName: 'R1', recordedAt: 1, boards: 3 };
  const chip = (chip_id: number, changes: object = {}) => ({
    chip_id,
    hashrate_hs: 270e9,
    frequency_mhz: 520,
    voltage_mv: 350,
    temp_c: 62,
    errors: 0,
    grade: 'grey' as const,
    throttled: false,
    ...changes,
  });
  const chain = (chain_id: number, changes: Partial<ChainReading> = {}): ChainReading => ({
    chain_id,
    state: 'mining',
    hashrate_hs: 34e12,
    hashrate_nominal_hs: 34.6e12,
    frequency_mhz: 520,
    chips: Array.from({ length: 126 }, (_, i) => chip(i)),
    sensors: [],
    failure_message: null,
    ...changes,
  });
  const codes = (chains: ChainReading[]) => findAnomalies(chains, context).map(({ code }) => code);
  const withChips = (changes: Record<number, object>) =>
    chain(2, { chips: chain(2).chips.map((one) => ({ ...one, ...changes[one.chip_id] })) });

  it('are none on healthy boards', () => {
    expect(codes([chain(1), chain(2), chain(3)])).toEqual([]);
  });

  it('are none while the miner starts, though all its chips are red and silent then', () => {
    const starting = [1, 2, 3].map((id) =>
      chain(id, {
        state: 'initializing',
        hashrate_hs: 0,
        chips: chain(id).chips.map((one) => ({ ...one, grade: 'red' as const, hashrate_hs: 0 })),
      }),
    );
    expect(codes(starting)).toEqual([]);
  });

  it('name the chips, each once for the worst that is wrong with it', () => {
    const found = findAnomalies(
      [
        chain(1),
        withChips({
          3: { hashrate_hs: 0, grade: 'red' },
          4: { grade: 'red' },
          5: { hashrate_hs: 150e9, grade: 'orange' },
          6: { grade: 'orange' },
        }),
        chain(3),
      ],
      context,
    );
    expect(found.map(({ code, chip_ids }) => [code, chip_ids])).toEqual([
      ['chip_zero_hashrate', [3]],
      ['chip_grade_red', [4]],
      ['chip_below_siblings', [5]],
      ['chip_grade_orange', [6]],
    ]);
    expect(found[0]).toMatchObject({ severity: 'critical', chain_id: 2, message: 'Chip 3 on board 2 hashes nothing' });
  });

  it('see a hot chip, a throttled one and a board far below its siblings', () => {
    expect(codes([chain(1), withChips({ 9: { temp_c: 84 }, 10: { throttled: true } }), chain(3)])).toEqual([
      'chip_hot',
      'chip_throttled',
    ]);
    expect(codes([chain(1), chain(2, { hashrate_hs: 20e12 }), chain(3)])).toEqual(['board_below_siblings']);
  });

  it('see a board that is missing, one that failed, and sensors that do not measure', () => {
    expect(codes([chain(1), chain(2)])).toEqual(['board_missing']);
    const failed = chain(3, { state: 'failure', hashrate_hs: 0, chips: [], failure_message: 'Chain break detected' });
    expect(findAnomalies([chain(1), chain(2), failed], context)[0]?.message).toBe(
      'Board 3 is in failure: Chain break detected',
    );
    const sensors = [{ chip_id: 28, state: 'error', board_temp_c: null, chip_temp_c: null }];
    expect(codes([chain(1, { sensors }), chain(2), chain(3)])).toEqual(['sensor_fault']);
  });
});
