import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentOf } from '../../../../src-shared/miner/miner-now.ts';
import { minerState } from '../../../../src-shared/miner/miner-state.ts';
import { formatQuery, matchesQuery, parseQuery, type QueryTerm } from '../../../../src-shared/query/index.ts';
import { cases, LONG_MS } from '../../../fuzz/cases.ts';
import { oddText } from '../../../fuzz/odd-values.ts';
import { minerRow, NOW, offlineRow, status } from '../../renderer/miner-row.ts';

const meanings = (terms: readonly QueryTerm[]): unknown =>
  JSON.parse(JSON.stringify(terms, (key, value) => (key === 'from' || key === 'to' ? undefined : value)));
const matches = (text: string, miner: Parameters<typeof matchesQuery>[1]): boolean => {
  const query = parseQuery(text);
  expect(query.errors).toEqual([]);
  return matchesQuery(query, miner, NOW);
};

/** Texts that resemble queries, so that edge cases are more frequent than in arbitrary texts. */
const queryLike = fc
  .array(
    fc.constantFrom(
      ...[
        'model',
        'temp',
        'hashrate',
        'preset',
        'since',
        'chips',
        'state',
        'managed',
        'online',
        'nonsense',
        'offline',
        '02',
        'aa',
      ],
      ...[
        ':',
        '=',
        '!=',
        '>',
        '<=',
        '|',
        '(',
        ')',
        ' or ',
        'not ',
        '"',
        '\\',
        '-',
        '!',
        ' ',
        'F',
        '90%',
        '3000W',
        '80',
        'R1-S01',
        '127.0.0.1:80',
        'é',
      ],
    ),
  )
  .map((parts) => parts.join(''));

describe('any text', () => {
  it(
    'is understood or refused, and never throws',
    () => {
      fc.assert(
        fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), oddText, queryLike), (text) => {
          const { terms, errors } = parseQuery(text);
          for (const { from, to } of [...terms, ...errors]) {
            expect(from).toBeLessThan(to);
            expect(to).toBeLessThanOrEqual(text.length);
          }
          matchesQuery({ terms, errors }, minerRow(), NOW);
        }),
        cases(2000),
      );
    },
    LONG_MS,
  );

  it(
    'means the same after it was written again',
    () => {
      fc.assert(
        fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), oddText, queryLike), (text) => {
          const { terms } = parseQuery(text);
          const again = parseQuery(formatQuery(terms));
          expect(again.errors).toEqual([]);
          expect(meanings(again.terms)).toEqual(meanings(terms));
        }),
        cases(4000),
      );
    },
    LONG_MS,
  );

  it('asks nothing when it is empty', () => {
    expect(parseQuery('  ')).toEqual({ terms: [], errors: [] });
    expect(matches('', offlineRow())).toBe(true);
  });
});

describe('a query', () => {
  it('knows where its terms stand', () => {
    expect(parseQuery('model:s19  -offline').terms).toMatchObject([
      { kind: 'text', field: 'model', values: ['s19'], from: 0, to: 9 },
      { kind: 'flag', flag: 'online', negated: false, from: 11, to: 19 },
    ]);
  });

  it.each([
    ['unmanaged', 'managed:no'],
    ['!managed', 'managed:no'],
    ['managed!=yes', 'managed:no'],
    ['online:no', 'offline'],
    ['-offline', 'online'],
    ['STATE:failure|stopped', 'state:failure|stopped'],
    ['name:"rack 2"', 'name:"rack 2"'],
    ['"offline"', '"offline"'],
    ['jth>30', 'efficiency>30'],
    ['127.84.2.1:8984', '127.84.2.1:8984'],
    ['-"-x"', '-"-x"'],
  ])('writes %s as %s', (text, expected) => {
    expect(formatQuery(parseQuery(text).terms)).toBe(expected);
  });

  it.each([
    ['tmp>80', 0, 3, /Unknown field "tmp"\. Did you mean temp\?/],
    ['r2 temp>hot', 3, 11, /temp takes °C, or °F with F: temp>80, temp>176F/],
    ['temp>', 0, 5, /temp>80/],
    ['model>3', 0, 7, /":", "=" or "!="/],
    ['model:', 0, 6, /Put a value after model:/],
    ['state:', 0, 6, /Put a value after state:.*mining, .*low hash rate, .*offline, not managed/],
    ['state>2', 0, 7, /":", "=" or "!=".*not hashing/],
    ['managed:maybe', 0, 13, /Use managed:yes or managed:no/],
    ['power>90%', 0, 9, /W or kW/],
    ['uptime<3', 0, 8, /s, min, h or d/],
    ['>80', 0, 3, /Put a field before ">"/],
    ['-', 0, 1, /after "-"/],
    ['name:" "', 0, 8, /Put a value after name:/],
    ['" "', 0, 3, /Put a word/],
    ['name:"rack', 0, 10, /Missing closing quote/],
    ['constructor:x', 0, 11, /Unknown field "constructor"\.$/],
  ])('points at what is wrong in %s', (text, from, to, message) => {
    const { errors } = parseQuery(text);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ from, to });
    expect(errors[0]?.message).toMatch(message);
  });

  it('asks with its other terms what it can', () => {
    const query = parseQuery('offline tmp>80');
    expect(matchesQuery(query, offlineRow(), NOW)).toBe(true);
    expect(matchesQuery(query, minerRow(), NOW)).toBe(false);
  });
});

describe('a healthy S19j Pro called R1-S01-01', () => {
  const miner = minerRow();
  it.each([
    ...['', 'r1-s01', '127.77.0.1', '02:95:23:00:00:01', '029523000001', 's19jpro', 's19j pro', '1.2.6', 'mining'],
    ...[
      'model:s19jpro',
      'model="antminer s19j pro"',
      'name:R1',
      'mac:02-95-23',
      'mac=0295.2300.0001',
      '0295.2300.0001',
      'ip:127.77.0.1–9',
      'firmware=1.2.6',
      'state:failure|mining',
    ],
    ...[
      'temp>69',
      'temp>=70',
      'temp:70',
      'temp!=71',
      'hashrate>100',
      'hashrate:104.0',
      'hashrate>=100%',
      'hashrate<1PH',
    ],
    ...['expected>100', 'expected=104TH', 'expected<0.2PH'],
    ...['power:3080W', 'power>3kW', 'power<3.1kW', 'preset:3080', 'preset=3080', 'preset>3000W', 'preset=3080W'],
    ...['efficiency<30', 'fans:4', 'fans>60%', 'uptime:2h', 'uptime<1d', 'age<10s', 'seen<1min', 'pool:pool.example'],
    ...['pool!=ours', 'online', 'managed', 'managed:yes', '-attention', '-temp>80', 'r1|r2', 'temp>90|60', 'online r1'],
  ])('is found by "%s"', (text) => expect(matches(text, miner)).toBe(true));

  it.each([
    ...['s21', 'temp>70', '-temp>69', 'hashrate<90%', 'preset<3000W', 'state:failure', 'offline', 'managed:no'],
    ...['pool=pool', 'pool!=eu.pool.example', 'model=s19', 'attention', 'temp!=70', 'r1 s21', '-online', 'uptime>1d'],
  ])('is not found by "%s"', (text) => expect(matches(text, miner)).toBe(false));
});

describe('a figure without a unit', () => {
  const l9 = (hashrate_hs: number) =>
    minerRow({
      algorithm: 'scrypt',
      latest_status: status({ hashrate_hs, hashrate_expected_hs: 16e9, power_w: 3400 }),
    });

  it("is in the miner's own: GH/s for scrypt", () => {
    expect(matches('hashrate=0', l9(16e9))).toBe(false);
    expect(matches('hashrate=0', l9(0))).toBe(true);
    expect(matches('hashrate<100', l9(16e9))).toBe(true);
    expect(matches('hashrate<15', l9(16e9))).toBe(false);
    expect(matches('hashrate=16', l9(16e9))).toBe(true);
    expect(matches('expected=16', l9(0))).toBe(true);
    expect(matches('expected>100', l9(0))).toBe(false);
    expect(matches('hashrate<100', minerRow())).toBe(false);
    expect(matches('hashrate<1TH', l9(16e9))).toBe(true);
    expect(matches('efficiency<250', l9(16e9))).toBe(true);
    expect(matches('efficiency>250', l9(16e9))).toBe(false);
  });

  it('of errors is a percentage, with its sign or without', () => {
    const worn = minerRow({ latest_status: status({ hw_error_percent: 1.2, pool_user: 'farm.r7s1' }) });
    expect(matches('errors>1 errors<1.5%', worn)).toBe(true);
    expect(matches('errors>2%', worn)).toBe(false);
    expect(matches('worker:r7s1 worker=farm.r7s1', worn)).toBe(true);
    expect(matches('worker:r7s2', worn)).toBe(false);
    // As a word without its account, which is the same on the whole farm.
    expect(matches('R7S1 7s1|nothing', worn)).toBe(true);
    expect(matches('r7s2', worn)).toBe(false);
    expect(matches('farm.r7s1', worn)).toBe(true);
    expect(matches('farm.r7s2', worn)).toBe(false);
    expect(matches('farm', worn)).toBe(false);
    expect(matches('-farm.r7s1', worn)).toBe(false);
    expect(parseQuery('errors>1W').errors).toHaveLength(1);
  });

  it('is never 0 because it rounds to it', () => {
    const slow = minerRow({ latest_status: status({ hashrate_hs: 0.3e12 }) });
    expect(matches('hashrate=0', slow)).toBe(false);
    expect(matches('hashrate=0.3', slow)).toBe(true);
  });
});

describe('the limit of the operator', () => {
  const limited = (preset: string, max_preset: string | null) =>
    minerRow({ max_preset, latest_status: status({ preset }) });

  it('is what max means', () => {
    expect(matches('preset>max', limited('3860', '2560'))).toBe(true);
    expect(matches('preset>max', limited('2560', '2560'))).toBe(false);
    expect(matches('preset<max', limited('2300', '2560'))).toBe(true);
    expect(matches('preset=max', limited('2560', '2560'))).toBe(true);
    expect(matches('preset>max', limited('3860', null))).toBe(false);
    expect(parseQuery('power>max').errors).toHaveLength(1);
  });
});

describe('an unusual preset', () => {
  const running = (preset: string | null, usual_preset: string | null) =>
    minerRow({ usual_preset, latest_status: status({ preset }) });

  it('is another one than that of most miners of the model', () => {
    const { usual_preset: _, ...older } = running('2560', null);
    for (const query of ['preset:unusual', 'preset=Unusual', 'preset:unusual|9000']) {
      expect(matches(query, running('2560', '3080')), query).toBe(true);
      expect(matches(query, running('3080', '3080')), query).toBe(false);
    }
    expect(matches('-preset:unusual', running('3080', '3080'))).toBe(true);
    expect(matches('preset!=unusual', running('3080', '3080'))).toBe(true);
    expect(matches('preset!=unusual', running('2560', '3080'))).toBe(false);
    for (const unknown of [running('2560', null), running(null, '3080'), older]) {
      for (const query of ['preset:unusual', '-preset:unusual', 'preset!=unusual']) {
        expect(matches(query, unknown), query).toBe(false);
      }
    }
    expect(matches('preset:unusual|2560', running('2560', null))).toBe(true);
    // The word counts as a whole: part of it is part of the name of a preset.
    expect(matches('preset:usual', running('2560', '3080'))).toBe(false);
    expect(parseQuery('preset>unusual').errors[0]?.message).toContain('preset:unusual');
  });
});

describe('what a miner lacks', () => {
  it('is found by a negation, which says that it is not so', () => {
    const bare = minerRow({
      tags: [],
      place: null,
      hostname: null,
      nickname: null,
    });
    for (const text of ['-tag:hydro', 'tag!=hydro', '-rack:R7', 'rack!=R7', '-hostname:x'])
      expect(matches(text, bare), text).toBe(true);
    for (const text of ['tag:hydro', 'hostname:x']) expect(matches(text, bare), text).toBe(false);
  });

  it('is not found where the miner has it, and it was not read', () => {
    const unread = minerRow({ model_alias: null, model_name: null, firmware_version: null, firmware_name: null });
    for (const text of ['-model:s19', 'model!=s19', 'model:s19', '-firmware:1.2', 'firmware:1.2'])
      expect(matches(text, unread), text).toBe(false);
  });
});

describe('addresses', () => {
  it('are asked for by network, range and the first three parts', () => {
    const miner = minerRow({ ip: '10.1.7.25:8080' });
    for (const text of [
      'ip:10.1.7.0/24',
      'ip:10.1.0.0/16',
      'ip:10.1.7.20-30',
      'ip:10.1.6.9-10.1.8.1',
      'ip:10.1.7.*',
      'ip:10.1.*',
    ])
      expect(matches(text, miner), text).toBe(true);
    for (const text of ['ip:10.1.7.0/28', 'ip:10.1.7.26-30', 'ip:10.1.8.*', '-ip:10.1.7.0/24', '-ip:10.1.*'])
      expect(matches(text, miner), text).toBe(false);
  });
});

describe('a range of addresses that is none', () => {
  it.each([
    'ip:10.1.7.0/33',
    '-ip:10.1.7.0/240',
    'ip!=10.1.7.10-300',
    '-ip:10.1.7.80-10',
    'ip:10.1.7.1|10.1.7.0/',
    '-ip:10.*.7.1',
  ])('is an error in %s, not a text that no address has', (text) => expect(parseQuery(text).errors).toHaveLength(1));

  it.each(['-10.1.7.0/24', '10.1.7.10-40', '10.1.7.*'])('and one without its field says so: %s', (text) => {
    expect(parseQuery(text).errors[0]?.message).toContain(`ip:${text.replace(/^-/, '')}`);
  });

  it.each(['10.1.7.25', 'ip:10.1', '1-2', 'R1-S2', 'v1.2-3', 'ip:10.1.7.25:8080'])('is no part of %s', (text) => {
    expect(parseQuery(text).errors).toEqual([]);
  });
});

describe('tags', () => {
  it('are asked for by the field or as a word', () => {
    const tagged = minerRow({ tags: ['rack-2', 'breaker-3'] });
    for (const text of ['tag:rack', 'tag=breaker-3', '-tag:rack-7', 'breaker-3'])
      expect(matches(text, tagged)).toBe(true);
    for (const text of ['tag=rack', 'tag:rack-7', 'tag!=rack-2']) expect(matches(text, tagged)).toBe(false);
  });
});

describe('places', () => {
  it('are asked for by rack, as a whole, and by none', () => {
    const placed = minerRow({ place: 'Hall 1/A/R7/3-4' });
    for (const text of [
      'rack:R7',
      'rack="hall 1/a/R7"',
      'rack=*/R7',
      'place:"A/R7/3"',
      'r7',
      '-place:none',
      'rack:R',
    ]) {
      expect(matches(text, placed), text).toBe(true);
    }
    for (const text of ['rack:R8', 'rack=R7', 'rack=A/R7', 'place:none', 'rack:3-4', 'none'])
      expect(matches(text, placed)).toBe(false);
    const unplaced = minerRow({ place: null });
    expect(matches('place:none', unplaced)).toBe(true);
    expect(matches('-rack:R7', unplaced)).toBe(true);
    for (const text of ['rack:R7', 'none', '-place:none']) expect(matches(text, unplaced), text).toBe(false);
  });

  it('are asked for by each of their parts', () => {
    const placed = minerRow({ place: 'Hall 1/A/R7/3-4', site_name: 'North' });
    const parts = [
      'building:"hall 1"',
      'hall="Hall 1"',
      'row:a',
      'row=A|B',
      'position=3-4',
      'pos:3',
      'slot!=4',
      'site:north',
    ];
    for (const text of [...parts, 'site=North building:hall row:A rack:R7 position:3-4', '-row:B', 'building!=Hall'])
      expect(matches(text, placed), text).toBe(true);
    for (const text of ['row:R7', 'row=A/R7', 'building:B', 'position=4', 'site:south', '-site:north', 'row!=a'])
      expect(matches(text, placed), text).toBe(false);
    const inRack = minerRow({ place: 'R7', site_name: null });
    for (const text of ['-row:A', 'row!=A', '-building:Hall', '-position:1', '-site:north', `site=${inRack.site_id}`])
      expect(matches(text, inRack), text).toBe(true);
    for (const text of ['row:A', 'row:R7', 'position:R7', 'building:R'])
      expect(matches(text, inRack), text).toBe(false);
    const meant = (text: string) => parseQuery(text).errors.map(({ unknownField }) => unknownField?.meant);
    expect(['rows:A', 'bulding:A', 'positon:1', 'hal:A', 'sites:x', 'acount:x'].flatMap(meant)).toEqual([
      'row',
      'building',
      'position',
      'building',
      'site',
      'account',
    ]);
  });
});

describe('the account at the pool', () => {
  const works = (pool_user: string | null) => minerRow({ latest_status: status({ pool_user }) });

  it('is what precedes the name of the worker, alone too', () => {
    for (const text of ['account:farm', 'account=FARM', 'account:fa', 'account=other|farm', '-account:other'])
      expect(
        [works('Farm.r7s1'), works('farm')].map((miner) => matches(text, miner)),
        text,
      ).toEqual([true, true]);
    for (const text of ['account=far', 'account:r7s1', '-account:farm'])
      expect(matches(text, works('farm.r7s1')), text).toBe(false);
  });

  it('is unknown without a reading, and where the pool masks it', () => {
    for (const miner of [works('***.r1'), works(null), minerRow({ latest_status: null })])
      for (const text of ['account:f', '-account:f', 'account!=farm']) expect(matches(text, miner), text).toBe(false);
  });
});

describe('what a rack hangs on', () => {
  it('is asked for by its PDU and its switch, and by a word', () => {
    const fed = minerRow({ pdu: 'PDU-3 / B12', switch: 'SW-2' });
    for (const text of ['pdu:pdu-3', 'breaker:B12', 'pdu="PDU-3 / B12"', 'switch=sw-2', '-switch:SW-3', 'b12'])
      expect(matches(text, fed), text).toBe(true);
    for (const text of ['pdu=PDU-3', 'pdu!="PDU-3 / B12"', 'switch:SW-3']) expect(matches(text, fed), text).toBe(false);
    for (const text of ['-pdu:PDU', 'switch!=SW-2']) expect(matches(text, minerRow()), text).toBe(true);
    expect(parseQuery('swich:SW-2').errors).toMatchObject([{ unknownField: { meant: 'switch' } }]);
  });
});

describe('the last address', () => {
  it('finds an offline miner', () => {
    const gone = offlineRow({ nickname: null, last_ip: '127.88.0.5' });
    for (const text of ['127.88.0.5', 'ip:127.88.0', 'name:127.88.0.5', 'offline attention']) {
      expect(matches(text, gone)).toBe(true);
    }
  });
});

describe('what a row shows as its state', () => {
  const reasons = (...codes: string[]) =>
    minerRow({ attention: codes.map((code) => ({ code, severity: 'warning', message: '' })) });
  const unmanaged = minerRow({
    managed: false,
    polling: { ...minerRow().polling, eligible: false, reason_code: 'unmanaged' },
  });
  const old = minerRow({
    latest_status: status({ recorded_at: NOW - 60_000 }),
    attention: [
      { code: 'not_answering', severity: 'warning', message: '' },
      { code: 'low_hashrate', severity: 'warning', message: '' },
    ],
  });

  it.each([
    ['state:"low hash rate"', reasons('low_hashrate')],
    ['low hash', reasons('low_hashrate')],
    ['state="not hashing"', reasons('not_hashing')],
    ['not hashing', minerRow({ latest_status: status({ hashrate_hs: 0 }) })],
    ['not hashing', offlineRow()],
    ['board not hashing', reasons('board_silent')],
    ['state:"dead chips"', reasons('chips_silent')],
    ['state:hot', reasons('low_hashrate', 'hot')],
    ['state:mining', reasons('low_hashrate')],
    ['state:"no API key"', reasons('api_key')],
    ['state:tuning', minerRow({ latest_status: status({ state: 'auto-tuning' }) })],
    ['state:auto-tuning', minerRow({ latest_status: status({ state: 'auto-tuning' }) })],
    ['state:"shutting down"', minerRow({ latest_status: status({ state: 'shutting-down' }) })],
    ['state:dancing', minerRow({ latest_status: status({ state: 'dancing' }) })],
    ['state:"not managed"', unmanaged],
    ['state:"no recent reading"', old],
    ['state:"not answering"', old],
    ['state:waiting', minerRow({ latest_status: null })],
    ['state:offline', offlineRow()],
  ])('can be typed: "%s"', (text, miner) => expect(matches(text, miner)).toBe(true));

  it.each([
    ['state:"low hash rate"', minerRow()],
    ['state:"low hash rate"', old],
    ['state:mining', old],
    ['not hashing', reasons('board_silent')],
    ['board not hashing', minerRow()],
    ['state:hot', offlineRow({ attention: [{ code: 'hot', severity: 'warning', message: '' }] })],
  ])('and is not found where it is not so: "%s"', (text, miner) => expect(matches(text, miner)).toBe(false));

  it('is found by the very word, for any miner', () => {
    const anyMiner = fc.record({
      online: fc.boolean(),
      eligible: fc.boolean(),
      state: fc.constantFrom(null, 'mining', 'failure', 'auto-tuning', 'shutting-down', 'dancing'),
      ageMs: fc.constantFrom(0, 60_000, null),
      codes: fc.subarray(['hot', 'low_hashrate', 'api_key', 'not_answering', 'something_new']),
      failures: fc.constantFrom(0, 4),
    });
    fc.assert(
      fc.property(anyMiner, ({ online, eligible, state, ageMs, codes, failures }) => {
        const miner = minerRow({
          online,
          polling: { ...minerRow().polling, eligible, consecutive_failures: failures },
          attention: codes.map((code) => ({ code, severity: 'warning', message: '' })),
          latest_status: ageMs === null ? null : status({ state, recorded_at: NOW - ageMs }),
        });
        const { word } = minerState(miner, momentOf(NOW, 15));
        expect(matches(`state="${word}"`, miner)).toBe(true);
        expect(matches(`state!="${word}"`, miner)).toBe(false);
      }),
    );
  });
});

describe('what is unknown', () => {
  const unread = minerRow({ latest_status: status({ chip_temp_max_c: null, pool_url: null, pool_user: null }) });
  const old = minerRow({ latest_status: status({ recorded_at: NOW - 60_000 }) });

  it.each(['temp<80', 'temp>=0', 'temp!=50', '-temp>80', 'temp:0', 'pool!=ours', '-pool:ours', 'temp<80|90'])(
    'answers "%s" neither way',
    (text) => {
      expect(matches(text, unread)).toBe(false);
      expect(matches(text, offlineRow())).toBe(false);
    },
  );

  it('is what an old reading said', () => {
    expect(matches('temp>0', old)).toBe(false);
    expect(matches('age>50s', old)).toBe(true);
    expect(matches('attention', old)).toBe(false);
    expect(matchesQuery(parseQuery('temp>0'), old, NOW, 90_000)).toBe(true);
  });

  it('is how old a reading is that was taken before the clock was set back', () => {
    const ahead = (ms: number) =>
      minerRow({ latest_status: status({ recorded_at: NOW + ms }), last_seen_at: NOW + ms });
    for (const text of ['age<1min', 'age>5min', 'seen<1min', 'seen>5min']) {
      expect(matches(text, ahead(86_400_000))).toBe(false);
    }
    expect(matches('age<1min', ahead(5000))).toBe(true);
    expect(matches('seen<1min', ahead(5000))).toBe(true);
  });

  it('leaves the state of an offline miner to be offline', () => {
    expect(matches('state:offline', offlineRow())).toBe(true);
    expect(matches('state:mining', offlineRow())).toBe(false);
  });
});

describe('words that join terms', () => {
  const same: [string, string][] = [
    ['model:s19 or model:s21', 'model:s19|s21'],
    ['model:s19|model:s21', 'model:s19|s21'],
    ['model:s19 | model:s21', 'model:s19|s21'],
    ['model:s19 AND rack:R1', 'model:s19 rack:R1'],
    ['not model:s19', '-model:s19'],
    ['online and not rack:R1', 'online -rack:R1'],
    ['not offline', 'online'],
    ['not managed', 'unmanaged'],
    ['not answering', 'not answering'],
    ['R1 or R2', 'R1|R2'],
    ['temp > 80', 'temp>80'],
    ['temp >80', 'temp>80'],
    ['rack: R1 online', 'rack:R1 online'],
    ['hashrate >= 100 TH/s', 'hashrate>=100TH/s'],
    ['"or" online', '"or" online'],
    ['eff > 30', 'efficiency>30'],
    ['boards < 100%', 'boards<100%'],
  ];
  it.each(same)('%s is %s', (text, plain) => {
    const query = parseQuery(text);
    expect(query.errors).toEqual([]);
    expect(meanings(query.terms)).toEqual(meanings(parseQuery(plain).terms));
    expect(meanings(parseQuery(formatQuery(query.terms)).terms)).toEqual(meanings(query.terms));
  });

  it('rack: rack:R1 is refused, and matches no miner by accident', () => {
    expect(parseQuery('rack: rack:R1').errors[0]?.message).toMatch(/Put a value after rack:/);
  });
});

describe('a star', () => {
  it('stands for anything in a whole name', () => {
    const row = minerRow({ nickname: 'R1-S1-04' });
    for (const text of ['R1-S1-*', 'name:R1-*-04', 'name=r1*', '*-04', '-R2-*', 'R*1-*4'])
      expect(matches(text, row), text).toBe(true);
    for (const text of ['1-S1-*', 'R1-S1*-', 'name=R1-S1-0*5', '-R1-*', 'R1-S1-04*04'])
      expect(matches(text, row), text).toBe(false);
  });
});

describe('boards', () => {
  it('are asked for by how many work', () => {
    const row = minerRow({ boards_on: { on: 2, total: 3 } });
    for (const text of ['boards<3', 'boards:2', 'boards<100%']) expect(matches(text, row), text).toBe(true);
    for (const text of ['boards:3', 'boards<2', 'boards>=100%']) expect(matches(text, row), text).toBe(false);
    expect(matches('-boards:3', minerRow({ boards_on: null }))).toBe(false);
  });
});

describe('weak and bad chips', () => {
  it('are asked for by their number, and by nothing where it is not known', () => {
    const row = minerRow({ weak_chips: { weak: 12, bad: 1 } });
    for (const text of ['weakchips>5', 'badchips:1', 'weakchips>5 badchips>0'])
      expect(matches(text, row), text).toBe(true);
    for (const text of ['weakchips<12', 'badchips>1']) expect(matches(text, row), text).toBe(false);
    for (const weak_chips of [null, undefined]) {
      const { weak_chips: _, ...rest } = row;
      const other = weak_chips === undefined ? rest : { ...rest, weak_chips };
      for (const text of ['weakchips>=0', 'weakchips:0', '-badchips:1']) expect(matches(text, other)).toBe(false);
    }
  });
});
