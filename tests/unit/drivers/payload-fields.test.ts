import { describe, expect, it } from 'vitest';
import { hashesPerUnit } from '../../../src-main/drivers/hashrate-unit.ts';
import {
  hashrateHs,
  integerWithin,
  knownWord,
  number,
  partTemperatureC,
  temperatureC,
  text,
  word,
} from '../../../src-main/drivers/parse-fields.ts';
import { likelyBoardEndpoint } from '../../../src-main/drivers/vnish/board-endpoint.ts';
import { generateApiKey } from '../../../src-main/drivers/vnish/generate-api-key.ts';
import { parseApiKeys, parseToken } from '../../../src-main/drivers/vnish/payloads/access.ts';
import { parseChains } from '../../../src-main/drivers/vnish/payloads/chains-with-chips.ts';
import { parseFans } from '../../../src-main/drivers/vnish/payloads/fans.ts';
import { parseInfo, parseMac, parseUptimeS } from '../../../src-main/drivers/vnish/payloads/info.ts';
import { parsePools } from '../../../src-main/drivers/vnish/payloads/pools.ts';
import { parsePreset, parsePresets } from '../../../src-main/drivers/vnish/payloads/presets.ts';
import { parseSummary } from '../../../src-main/drivers/vnish/payloads/summary.ts';
import { operatorPool } from '../../../src-shared/judging/pools.ts';
import { fixture } from './fixture.ts';

describe('single fields', () => {
  it('numbers: finite ones and their text, nothing else', () => {
    expect(['3250', ' 12.5 ', 7, -0].map(number)).toEqual([3250, 12.5, 7, 0]);
    const nonsense = [
      '',
      ' ',
      '0x10',
      '1e3',
      'NaN',
      '1'.repeat(40),
      null,
      undefined,
      true,
      [],
      {},
      Number.NaN,
      Infinity,
    ];
    expect(nonsense.map(number)).toEqual(nonsense.map(() => null));
  });

  it('whole numbers: fractions are rounded, what is out of range is unknown', () => {
    expect([12.4, -1, 17, '8'].map((value) => integerWithin(value, 0, 16))).toEqual([12, null, null, 8]);
  });

  it('text: no control characters, no endless text, no half characters, empty is unknown', () => {
    expect(text(' a\u0000b\u001b[31m\u202ec ')).toBe('ab[31mc');
    expect(text('x'.repeat(100_000))).toHaveLength(256);
    expect(text(`${'x'.repeat(255)}😀`)?.isWellFormed()).toBe(true);
    expect([text('  '), text(5), text(null)]).toEqual([null, null, null]);
    expect(['\u200b\u2060', '\u00ad', '\u061c\u200b \u2800', '\ufe0f'].map(text)).toEqual([null, null, null, null]);
    expect([text('\u061crack 1'), text('👨‍🔧 \u200b')]).toEqual(['rack 1', '👨‍🔧 \u200b']);
  });

  it('words of the firmware: case, spaces and underscores do not matter', () => {
    expect(['mining', 'MINING ', ' Auto Tuning', 'shutting_down', 'Наладка'].map(word)).toEqual([
      'mining',
      'mining',
      'auto-tuning',
      'shutting-down',
      'наладка',
    ]);
    expect(['Unknown', 'n/a', ' UNKNOWN ', 'Disabled'].map(knownWord)).toEqual([null, null, null, 'disabled']);
    expect([word(''), word(5), word(null)]).toEqual([null, null, null]);
  });

  it('units of hash rates: every step, in any case, and what is none is unknown', () => {
    expect(['H/s', 'kH/s', 'MH/s', 'GH/s', 'TH/s', 'PH/s', 'EH/s'].map(hashesPerUnit)).toEqual([
      1, 1e3, 1e6, 1e9, 1e12, 1e15, 1e18,
    ]);
    expect([' gh/s ', 'Gh/S', 'GH / s'].map(hashesPerUnit)).toEqual([1e9, 1e9, 1e9]);
    const others = ['', 'N/A', 'W', 'GH', 'GHs', 'GH/m', 'Sol/s', 'XH/s', null];
    expect(others.map(hashesPerUnit)).toEqual(others.map(() => null));
  });

  it('temperatures: 0 and -1 are the firmware saying that it does not know', () => {
    expect([0, -1, '-1', -5, 63, 400, '61'].map(temperatureC)).toEqual([null, null, null, -5, 63, null, 61]);
  });

  it('temperatures of what hashes: none is below zero', () => {
    expect([-5, -40, 3, 63].map((temp) => partTemperatureC(temp, 30e12))).toEqual([null, null, 3, 63]);
    for (const hashrate of [0, null]) expect(partTemperatureC(-5, hashrate)).toBe(-5);
    const board = {
      id: 1,
      hr_realtime: 30_000,
      chips: [
        { hr: 400, temp: -40 },
        { hr: 0, temp: -40 },
      ],
      sensors: [{ chip: -5, board: 41 }],
    };
    expect(parseChains([board], 'GH/s')?.chains[0]).toMatchObject({
      chips: [{ temp_c: null }, { temp_c: -40 }],
      sensors: [{ chip_temp_c: null, board_temp_c: 41 }],
    });
    const temps = { pcb_temp: { min: -1, max: 40 }, chip_temp: { min: -20, max: -20 } };
    const miner = { hr_realtime: 90_000, ...temps, chains: [{ id: 1, hashrate_rt: 30_000, ...temps }] };
    expect(parseSummary({ miner }, 'GH/s')).toMatchObject({
      chip_temp_min_c: null,
      chip_temp_max_c: null,
      pcb_temp_max_c: 40,
      chains: [{ pcb_temp_min_c: null, pcb_temp_max_c: 40, chip_temp_min_c: null, chip_temp_max_c: null }],
    });
  });

  it('hash rates: negative and absurd ones are unknown', () => {
    expect([100, -1, 1e12].map((value) => hashrateHs(value, 1e9))).toEqual([100e9, null, null]);
    expect(hashrateHs(100, null)).toBeNull();
  });
});

describe('MAC addresses', () => {
  it.each([
    ['02:95:23:AB:CD:0F', '02:95:23:ab:cd:0f'],
    ['02-95-23-ab-cd-0f', '02:95:23:ab:cd:0f'],
    [' 029523ABCD0F ', '02:95:23:ab:cd:0f'],
  ])('%s becomes %s', (written, mac) => {
    expect(parseMac(written)).toBe(mac);
  });

  it.each([
    '00:00:00:00:00:00',
    'FF:FF:FF:FF:FF:FF',
    '01:00:5e:00:00:fb',
    '33:33:00:00:00:01',
    '03:95:23:00:00:01',
    '02:95:23',
    '02:95-23:00:00:01',
    'N/A',
    '',
    null,
    7,
  ])('%s is none', (written) => {
    expect(parseMac(written)).toBeNull();
  });
});

describe('uptime', () => {
  it.each([
    ['0:06', 360],
    ['1:55', 6900],
    [' 1:00', 3600],
    ['1 days, 17:02', 147_720],
    ['1 day, 0:05', 86_700],
    ['9 days,  3:58', 791_880],
    ['27 days, 12:24', 2_377_440],
    ['2:03:04', 183_840],
    [90, 90],
    ['soon', null],
    [null, null],
    [-5, null],
  ])('%s is %s seconds', (written, seconds) => {
    expect(parseUptimeS(written)).toBe(seconds);
  });
});

describe('who is a miner', () => {
  it.each([
    [{}],
    [{ model: 'RT-AX88U' }],
    [{ fw_name: 'OpenWrt', fw_version: '23.05' }],
    [{ miner: {}, model: 1, fw_name: ['Vnish'] }],
    [[]],
    ['Vnish'],
    [null],
  ])('%j is none', (payload) => {
    expect(parseInfo(payload)).toBeNull();
  });

  it('one bad field does not hide a miner', () => {
    const info = fixture('1.2.6', 'info') as Record<string, unknown>;
    expect(parseInfo({ ...info, miner: 'N/A', model: 'unknown', hr_measure: 'N/A' })).toMatchObject({
      mac: '02:95:23:00:00:01',
      miner_name: null,
      model_alias: null,
      hr_measure: null,
    });
    expect(parseInfo({ ...info, fw_name: 'Braiins OS', miner: 'N/A' })).toBeNull();
    expect(parseInfo({ fw_name: 'Vnish', fw_version: '1.3.3' })).toBeNull();
    expect(parseInfo({ ...info, miner: null })).toMatchObject({ miner_name: null, mac: '02:95:23:00:00:01' });
    expect(parseInfo({ ...info, system: 'gone' })).toMatchObject({ model_alias: 's19', mac: null, uptime_s: null });
  });
});

describe('lists', () => {
  it('of boards and fans that share a number are numbered by their order, and none is lost', () => {
    const chains = [{ id: 0, voltage: 13_000 }, { id: 0, voltage: 12_000 }, 'x', { id: 0 }];
    expect(
      parseSummary({ miner: { chains } }, 'GH/s')?.chains.map((chain) => [chain.chain_id, chain.voltage_v]),
    ).toEqual([
      [1, 13],
      [2, 12],
      [3, null],
    ]);
    const boards = [{ id: 2, freq: 500 }, { freq: 510 }];
    expect(parseChains(boards, 'GH/s')?.chains).toMatchObject([
      { chain_id: 1, frequency_mhz: 500, numbered_by_order: true },
      { chain_id: 2, frequency_mhz: 510, numbered_by_order: true },
    ]);
    const fans = [{ id: 0, rpm: 1 }, { id: 0, rpm: 2 }, -5];
    expect(parseFans(fans)).toMatchObject([
      { fan_id: 0, rpm: 1 },
      { fan_id: 1, rpm: 2 },
      { fan_id: 2, rpm: null },
    ]);
  });

  it('of boards with numbers of their own keep them, also where one has none', () => {
    const numbers = (boards: unknown): unknown => parseChains(boards, 'GH/s')?.chains.map((chain) => chain.chain_id);
    expect([numbers([{ id: 3 }, { id: 1 }]), numbers([{}, { id: 0 }])]).toEqual([
      [3, 1],
      [1, 0],
    ]);
    expect(parseChains([{ id: 3 }, {}], 'GH/s')?.chains.some((chain) => chain.numbered_by_order)).toBe(false);
  });

  it('are cut where no miner has as many', () => {
    const many = Array.from({ length: 5000 }, (_, id) => ({ id }));
    expect(parseFans(many)).toHaveLength(16);
    expect(parsePools(many)).toHaveLength(16);
    const reading = parseChains([{ id: 1, chips: many, sensors: many }, ...many.slice(2)], 'GH/s');
    expect(reading?.chains).toHaveLength(16);
    expect(reading?.chains[0]?.chips).toHaveLength(1024);
    expect(parsePresets(many.map(({ id }) => id))).toHaveLength(256);
  });

  it.each([
    ['stratum+tcp://pool.example:3333', 'stratum+tcp://pool.example:3333'],
    ['stratum+tcp://user:pass@pool.example:3333', 'stratum+tcp://pool.example:3333'],
    ['stratum+tcp://user:p@ss@pool.example:3333', 'stratum+tcp://pool.example:3333'],
    ['stratum+tcp://user:p/ss@pool.example:3333', 'stratum+tcp://pool.example:3333'],
    ['stratum+tcp://user:p ss@pool.example:3333', 'stratum+tcp://pool.example:3333'],
    ['user:p/s@s@pool.example:3333', 'pool.example:3333'],
    ['user:1/p@pool.example:3333', 'pool.example:3333'],
  ])('the login in the address of a pool is not part of it: %s', (url, shown) => {
    expect(parsePools([{ url }])[0]?.url).toBe(shown);
  });

  it('of the wrong kind are no payload', () => {
    expect([parseChains({}, 'GH/s'), parseChains(null, 'GH/s'), parsePresets({}), parseSummary([], 'GH/s')]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('power and efficiency', () => {
  const reading = (miner: object) => parseSummary({ miner }, 'GH/s');

  it('power_usage counts only where power_consumption is missing', () => {
    expect(reading({ power_consumption: 3000, power_usage: 1 })?.power_w).toBe(3000);
    expect(reading({ power_usage: 2990.5 })?.power_w).toBe(2990.5);
    expect(reading({ power_consumption: 0, power_usage: 500 })?.power_w).toBe(0);
  });

  it('too few watts to hash with were not watts', () => {
    expect(reading({ power_usage: 3.2, hr_average: 100_000 })?.power_w).toBeNull();
    expect(reading({ power_usage: 12, hr_average: 0 })?.power_w).toBe(12);
  });

  it('a miner that has just begun to hash has no efficiency yet', () => {
    expect(reading({ power_consumption: 3000, hr_average: 12 })?.efficiency_j_per_th).toBeNull();
    expect(reading({ power_consumption: 3000, hr_average: 100_000 })?.efficiency_j_per_th).toBeCloseTo(30, 9);
  });
});

describe("the operator's pool", () => {
  const pool = (url: string, pool_type: string | null, status: string) => ({ url, pool_type, status });
  const chosen = (...pools: object[]) => operatorPool(parsePools(pools))?.url ?? null;

  it('is the active one, else the first, and never a fee pool', () => {
    const fee = pool('DevFee', 'DevFee', 'active');
    expect(chosen(fee)).toBeNull();
    expect(chosen(fee, pool('a:1', 'UserPool', 'offline'), pool('b:1', 'UserPool', 'active'))).toBe('b:1');
    expect(chosen(fee, pool('a:1', 'UserPool', 'offline'), pool('b:1', 'UserPool', 'disabled'))).toBe('a:1');
    expect(chosen(pool('fee:1', 'Refund', 'active'), pool('', 'UserPool', 'active'))).toBeNull();
    expect(chosen(pool('DevFee', null, 'active'), pool('a:1', null, 'active'))).toBe('a:1');
  });
});

describe('preset texts', () => {
  it.each([
    ['1100 watt ~ 53 TH', 53e12],
    ['3250 watt ~ 106 Th', 106e12],
    ['5725 watt ~ 198 TH LC', 198e12],
    ['3360 watt ~ 17.4 GH', 17.4e9],
    ['3260 watt ~ 16500 MH/s', 16.5e9],
    ['Disabled', null],
    ['1100 watt', null],
    ['3 kWh a day', null],
  ])('%s promises %s', (pretty, hashrate) => {
    expect(parsePreset({ name: 'x', pretty })?.hashrate_hs).toBe(hashrate);
  });

  it.each([
    [3250, null, 3250],
    ['3250', '3300 watt ~ 106 TH', 3250],
    ['preset_1000', null, 1000],
    ['eco', '1500 watt ~ 60 TH', 1500],
    ['eco', '1500 W ~ 60 TH', 1500],
    ['silent', '', null],
    ['disabled', 'Disabled', null],
    ['x', '16500 MH/s', null],
  ])('%s with the text %s draws %s W', (name, pretty, watts) => {
    expect(parsePreset({ name, pretty })).toMatchObject({ name: String(name), pretty: pretty || null, power_w: watts });
  });

  it.each([
    ['tuned', 'tuned'],
    ['Tuned', 'tuned'],
    ['untuned', 'untuned'],
    ['not_tuned', 'untuned'],
    ['tuning', 'tuning'],
    [null, null],
  ])('the status %s is %s', (status, read) => {
    expect(parsePreset({ name: 'x', status })?.status).toBe(read);
  });

  it('presets with one and the same text are two, in a bare list and in an object', () => {
    const list = [
      { name: 'eco', pretty: '2500 watt ~ 92 TH' },
      { name: '2500', pretty: '2500 watt ~ 92 TH' },
    ];
    for (const payload of [list, { presets: list }])
      expect(parsePresets(payload)?.map(({ name, power_w }) => [name, power_w])).toEqual([
        ['eco', 2500],
        ['2500', 2500],
      ]);
  });

  it('a preset without a name is none', () => {
    expect([parsePreset({}), parsePreset(null), parsePreset({ name: ' ' })]).toEqual([null, null, null]);
  });
});

describe('keys and tokens', () => {
  it('a new key is 32 lower-case hexadecimal characters, and another one each time', () => {
    expect(generateApiKey()).toMatch(/^[0-9a-f]{32}$/);
    expect(generateApiKey()).not.toBe(generateApiKey());
  });

  it('what could smuggle a header is no token and no key', () => {
    expect(parseToken({ token: 'abc\r\nX-Evil: 1' })).toBeNull();
    expect(parseToken({ token: 'x'.repeat(5000) })).toBeNull();
    expect(parseToken(fixture('1.2.6', 'unlock'))).toBe('0123456789abcdefghijABCDEFGHIJ01');
    expect(parseApiKeys([{ key: 'a b' }, { key: 5 }, { key: 'ab', description: 'x' }])).toEqual([
      { key: 'ab', description: 'x' },
    ]);
  });
});

describe('where the boards are', () => {
  it.each([
    ['1.2.0-rc5', 'chains'],
    ['1.2.7', 'chains'],
    ['1.3.3', 'chains'],
    ['1.3.4', 'boards'],
    ['1.4', 'boards'],
    ['2.0.0', 'boards'],
    ['1.3.0-alpha', 'chains'],
    ['?', 'chains'],
    [null, 'chains'],
  ])('%s: /%s first', (version, endpoint) => {
    expect(likelyBoardEndpoint(version)).toBe(endpoint);
  });
});

describe('a summary in other letters and units', () => {
  const summary = (changes: object) => ({
    miner: { ...(fixture('1.2.7', 'summary') as { miner: object }).miner, ...changes },
  });

  it('is read as the same miner', () => {
    const plain = parseSummary(fixture('1.2.7', 'summary'), 'GH/s');
    const { miner } = fixture('1.2.7', 'summary') as { miner: { miner_status: { miner_state: string } } };
    const state = miner.miner_status.miner_state;
    const loud = summary({ miner_status: { ...miner.miner_status, miner_state: ` ${state.toUpperCase()} ` } });
    expect(parseSummary(loud, 'GH/S')).toEqual(plain);
  });

  it('in PH/s has rates and an efficiency', () => {
    const reading = parseSummary({ miner: { hr_realtime: 0.1, hr_average: 0.1, power_consumption: 3000 } }, 'PH/s');
    expect(reading).toMatchObject({ hashrate_hs: 1e14, efficiency_j_per_th: 30 });
  });
});

describe('what other builds and rebrands write otherwise', () => {
  it.each([
    ['1 740 watt ~ 65 TH', 1740, 65e12],
    ['1,740 W ~ 65.5 TH', 1740, 65.5e12],
    ['1\u00a0740 W / 65,5 TH', 1740, 65.5e12],
    ['Eco 980W', 980, null],
    ['2.5 kW ~ 92 TH', null, 92e12],
    ['95TH,3250W', 3250, 95e12],
    ['95 TH/s,3250 W', 3250, 95e12],
    ['95TH,3 250W', 3250, 95e12],
    ['S19 3250W', 3250, null],
    ['S19 980W', 980, null],
    ['S19 1,740 W', 1740, null],
    // Two numbers in a row are ambiguous: they may be one.
    ['S19 66 980 W', null, null],
    ['3360 W ~ 16 500 MH', 3360, 16.5e9],
    ['3360 watt ~ 16,000 MH', 3360, 16e9],
    ['3360 watt ~ 17,4 GH', 3360, 17.4e9],
  ])('a preset %s', (pretty, power_w, hashrate_hs) => {
    expect(parsePreset({ name: 'eco', pretty })).toMatchObject({ power_w, hashrate_hs });
  });

  it('uptimes and versions', () => {
    expect(['10 days 3:04', '10d 3:04', '1 DAY, 0:05'].map(parseUptimeS)).toEqual([875_040, 875_040, 86_700]);
    const info = { ...(fixture('1.2.7', 'info') as object), fw_version: 'v1.2.7' };
    expect(parseInfo(info)?.fw_version).toBe('1.2.7');
  });
});
