import { describe, expect, it } from 'vitest';
import { newUnmanaged, splitNew, stepsToRead } from '../../../../../src-renderer/features/fleet/steps-to-read.ts';
import { suggestedCeiling } from '../../../../../src-renderer/features/models/suggested-ceiling.ts';
import { DAY_MS } from '../../../../../src-shared/milliseconds.ts';
import type { Miner, ModelPreset } from '../../../../../src-shared/model/index.ts';
import { minerModel, minerRow, offlineRow } from '../../miner-row.ts';

const unread = (overrides: Partial<Miner>): Miner =>
  minerRow({ polling: { ...minerRow().polling, eligible: false }, latest_status: null, ...overrides });
const found = unread({ managed: false });

describe('the first steps', () => {
  it('are distinguished from a monitoring that was stopped', () => {
    const read = { ...found, latest_status: minerRow().latest_status };
    expect(stepsToRead([read, read], [], false)?.stopped).toBe(true);
    expect(stepsToRead([read, found], [], false)?.stopped).toBe(false);
  });

  const ceilingless = minerModel({ miner_count: 2 });
  const settled = minerModel({ alias: 's21', max_preset: '3500' });

  it('are to manage what was found, and to choose the max presets of its models', () => {
    const models = [ceilingless, settled, minerModel({ alias: 'gone', miner_count: 0 })];
    expect(stepsToRead([found, unread({})], models, true)).toEqual({
      foundCount: 2,
      stopped: false,
      unmanaged: [found],
      modelsWithoutPreset: [ceilingless],
    });
  });

  it('leave out the max presets where the settings ask for none', () => {
    expect(stepsToRead([found], [ceilingless], false)?.modelsWithoutPreset).toEqual([]);
    expect(stepsToRead([unread({})], [ceilingless], false)).toBeNull();
  });

  it('are over once any miner is read, or where there is nothing to decide', () => {
    expect(stepsToRead([found, minerRow()], [ceilingless], true)).toBeNull();
    expect(stepsToRead([], [], true)).toBeNull();
    expect(stepsToRead([unread({ managed: false, online: false, ip: null })], [], true)).toBeNull();
    expect(stepsToRead([unread({})], [settled], true)).toBeNull();
  });
});

describe('new miners', () => {
  const nowMs = found.first_seen_at + DAY_MS;

  it('are named where others are monitored, for a week', () => {
    expect(newUnmanaged([found, minerRow()], nowMs)).toEqual([found]);
    expect(newUnmanaged([found, minerRow()], nowMs + 7 * DAY_MS)).toEqual([]);
  });

  it('are apart where they answer at the address of a known miner that is offline', () => {
    const newcomer = { miner_id: found.id, ip: '10.1.7.9', name: '10.1.7.9', model_name: null, since_at: nowMs };
    const gone = offlineRow({ id: '02:95:23:00:00:77', at_its_address: newcomer });
    const other = { ...found, id: '02:95:23:00:00:78' };
    expect(splitNew([found, other], [gone, found, other])).toEqual({
      inPlaceOf: [{ miner: gone, newcomer }],
      others: [other],
    });
    // One that was known before has only moved there.
    const moved = offlineRow({ ...gone, at_its_address: { ...newcomer, since_at: null } });
    expect(splitNew([found], [moved, found])).toEqual({ inPlaceOf: [], others: [found] });
  });

  it('are a matter of the first steps where none is, and none where they were monitored once or are away', () => {
    expect(newUnmanaged([found], nowMs)).toEqual([]);
    const read = { ...found, latest_status: minerRow().latest_status };
    const away = unread({ managed: false, online: false, ip: null });
    expect(newUnmanaged([read, away, minerRow()], nowMs)).toEqual([]);
  });
});

describe('the ceiling that is suggested', () => {
  const preset = (name: string, power_w: number | null, modded_psu_required: boolean | null): ModelPreset => ({
    name,
    pretty: null,
    power_w,
    hashrate_hs: null,
    status: null,
    modded_psu_required,
    tuned_miners: 0,
  });

  it('is the highest that needs no modded power supply, in whatever order they come', () => {
    const presets = [preset('disabled', null, null), preset('b', 3300, null), preset('a', 2500, false)];
    expect(suggestedCeiling({ presets: [...presets, preset('c', 3900, true)] })?.name).toBe('b');
  });

  it('is the highest tuned one where there is any', () => {
    const tuned = { ...preset('b', 2500, null), status: 'tuned', tuned_miners: 4 };
    const untuned = { ...preset('c', 3670, null), status: 'untuned' };
    const modded = { ...preset('d', 3900, true), status: 'tuned', tuned_miners: 1 };
    expect(suggestedCeiling({ presets: [preset('a', 2000, null), tuned, untuned, modded] })?.name).toBe('b');
  });

  it('is none where no preset gives its watts without requiring one', () => {
    expect(suggestedCeiling({ presets: [] })).toBeNull();
    expect(suggestedCeiling({ presets: [preset('x', null, false), preset('c', 3900, true)] })).toBeNull();
  });
});
