import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentOf } from '../../../../src-shared/miner/miner-now.ts';
import { STATE_WORDS } from '../../../../src-shared/miner/miner-state.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import {
  completeQuery,
  type FarmValues,
  farmValues,
  matchesQuery,
  NO_VALUES,
  parseQuery,
  takeCompletion,
} from '../../../../src-shared/query/index.ts';
import { cases, LONG_MS } from '../../../fuzz/cases.ts';
import { oddText } from '../../../fuzz/odd-values.ts';
import { minerModel, minerRow, NOW, offlineRow, status } from '../../renderer/miner-row.ts';

const moment = momentOf(NOW, 15);

const preset = (name: string) => ({
  name,
  pretty: null,
  power_w: Number(name),
  hashrate_hs: null,
  status: null,
  modded_psu_required: null,
  tuned_miners: 0,
});
const model = (alias: string, name: string, presets: readonly string[]) =>
  minerModel({ alias, name, presets: presets.map(preset) });
const FARM: readonly Miner[] = [
  minerRow({ id: '02:95:23:00:00:01' }),
  minerRow({
    id: '02:95:23:00:00:02',
    latest_status: status({ preset: '2500', pool_url: 'stratum+tcp://eu.pool.example:25' }),
  }),
  minerRow({ id: '02:95:23:00:00:03', attention: [{ code: 'not_hashing', severity: 'warning', message: '' }] }),
  minerRow({ id: '02:95:23:00:00:04', model_alias: 's21', model_name: 'Antminer S21', firmware_version: '1.3.4' }),
  minerRow({ id: '02:95:23:00:00:05', latest_status: status({ recorded_at: NOW - 600_000, pool_url: 'old.example' }) }),
  offlineRow({ id: '02:95:23:00:00:06', model_alias: null, model_name: null }),
];
const values = farmValues(
  FARM,
  [model('s19jpro', 'Antminer S19j Pro', ['2500', '3080']), model('l9', 'Antminer L9', ['3080', 'auto tune'])],
  moment,
);

/** Completions at the position of the block in a text. */
function offered(marked: string, of: FarmValues = values): string[] {
  return completeQuery(marked.replace('▮', ''), marked.indexOf('▮'), of).map(({ text }) => text);
}

/** The text with the cursor after the completion of that name is accepted. */
function taken(marked: string, name: string): string {
  const text = marked.replace('▮', '');
  const completion = completeQuery(text, marked.indexOf('▮'), values).find((one) => one.text === name);
  if (completion === undefined) throw new Error(`${name} is not offered at ${marked}`);
  const after = takeCompletion(text, completion);
  return `${after.text.slice(0, after.cursor)}▮${after.text.slice(after.cursor)}`;
}

describe('what a farm has', () => {
  it.each(['model', 'state', 'preset', 'pool', 'firmware'] as const)(
    'of %s is counted as the query counts it, the most first',
    (field) => {
      const counts = values[field].map(({ miners }) => miners);
      expect(counts).toEqual([...counts].sort((a, b) => b - a));
      for (const { text, miners } of values[field]) {
        const query = parseQuery(`${field}:"${text}"`);
        expect(FARM.filter((miner) => matchesQuery(query, miner, NOW)).length, text).toBe(miners);
      }
    },
  );

  it('has the PDUs and switches of its racks', () => {
    const fed = farmValues([minerRow({ pdu: 'P1', switch: 'SW' }), minerRow({ pdu: 'P 2' })], [], moment);
    expect(offered('pdu:▮', fed)).toEqual(['"P 2"', 'P1']);
    expect(offered('sw▮', fed)).toEqual(['switch:', 'switch:SW']);
  });

  it('has the parts of its places, its site, and the accounts of its pools', () => {
    const at = (place: string, pool_user: string) =>
      minerRow({ place, site_name: 'North', latest_status: status({ pool_user }) });
    const farm = [at('Hall 1/A/R7/1', 'Farm.r1'), at('Hall 1/B/R7/2', 'farm.r2'), at('Hall 2/B/R8/10', 'guest')];
    const known = farmValues(farm, [], moment);
    expect(offered('building:▮', known)).toEqual(['"Hall 1"', '"Hall 2"']);
    expect(offered('row:▮', known)).toEqual(['B', 'A']);
    expect(offered('position=▮', known)).toEqual(['1', '2', '10']);
    expect(offered('site:▮', known)).toEqual(['North']);
    expect(known.site).toEqual([{ text: 'North', means: '', miners: 3 }]);
    expect(known.position).toMatchObject([{ text: '1', miners: 2, exactly: 1 }, { text: '2' }, { text: '10' }]);
    // A word alone: not the position, which is a figure, nor the site, where all are.
    expect(offered('farm▮', known)).toEqual(['account:Farm']);
    expect(offered('b▮', known)).toContain('row:B');
    expect(offered('10▮', known)).toEqual([]);
    expect(offered('north▮', known)).toEqual([]);
    expect(offered('ro▮', known)).toEqual(['row:']);
    for (const { text, miners } of known.account)
      expect(farm.filter((miner) => matchesQuery(parseQuery(`account:${text}`), miner, NOW)).length).toBe(miners);
  });

  it('is bounded, whatever hosts make up', () => {
    const many = Array.from({ length: 1000 }, (_, i) => minerRow({ model_alias: `m${i}`, model_name: null }));
    expect(farmValues(many, [], moment).model).toHaveLength(100);
  });

  it('has models and firmware as their makers write them, once', () => {
    const miner = minerRow({ model_alias: 's19jpro', model_name: 'Antminer S19J Pro', firmware_name: 'Vnish' });
    const other = minerRow({ model_alias: 's19jpro', model_name: 'Antminer S19j Pro', firmware_name: 'VNish' });
    const { model, firmware } = farmValues([miner, other, minerRow({ model_name: null })], [], moment);
    expect(model.map(({ means }) => means)).toEqual(['Antminer S19j Pro']);
    expect(firmware.filter(({ text }) => text !== 'unusual').map(({ means }) => means)).toEqual(['VNish']);
    const [alone] = farmValues([miner], [], moment).firmware;
    expect(alone?.means).toBe('VNish');
  });

  it('is what it was met with, every word for a state, and the presets of its models', () => {
    expect(values.model).toMatchObject([
      { text: 's19jpro', means: 'Antminer S19j Pro', miners: 4 },
      { text: 's21', miners: 1 },
      { text: 'l9', means: 'Antminer L9', miners: 0 },
    ]);
    expect(values.preset).toEqual([
      { text: '3080', means: 's19jpro, l9', miners: 3 },
      { text: '2500', means: 's19jpro', miners: 1 },
      { text: 'auto tune', means: 'l9', miners: 0 },
      { text: 'unusual', means: 'not the preset of nearly all of its model', miners: 0 },
    ]);
    expect(values.pool).toMatchObject([{ text: 'eu.pool.example', miners: 4 }]);
    expect(values.firmware).toMatchObject([
      { text: '1.2.6', means: 'VNish', miners: 5 },
      { text: '1.3.4', miners: 1 },
      { text: 'unusual', means: 'not the firmware of nearly all of its model', miners: 0 },
    ]);
    expect(values.state.map(({ text }) => text)).toEqual(expect.arrayContaining([...STATE_WORDS]));
  });
});

describe('the word at the cursor', () => {
  it.each([
    ['mod▮', ['model:']],
    ['off▮', ['offline']],
    ['-off▮', ['offline']],
    ['te▮', ['temp>']],
    ['hash▮', ['hashrate>', 'hashing', 'condition=miner_zero_hashrate']],
    ['jth▮', ['efficiency>']],
    ['managed mod▮', ['model:']],
    ['mod▮el', ['model:']],
    ['s2▮', ['model:s21']],
    ['antminer s21▮', ['model:s21']],
    ['example▮', ['pool:eu.pool.example']],
    ['model:▮', ['s19jpro', 's21', 'l9']],
    ['model:s▮', ['s19jpro', 's21']],
    ['MODEL!=S2▮', ['s21']],
    ['model:pro▮', ['s19jpro']],
    ['model:s19jpro▮|l9', []],
    ['fw:1.3▮', ['1.3.4']],
    ['state:not▮', ['"not hashing"', '"not answering"', '"not managed"', '"not monitored"', '"board not hashing"']],
    ['state:"not h▮', ['"not hashing"', '"board not hashing"']],
    ['preset:▮', ['3080', '2500', '"auto tune"', 'unusual']],
    ['preset:unu▮', ['unusual']],
    ['managed:▮', ['yes', 'no']],
    ['online:n▮', ['no']],
  ])('may become, in %s, %j', (marked, expected) => expect(offered(marked)).toEqual(expected));

  it.each([
    ...['offline▮', 'managed▮', 'model:s21▮', 'state:"low hash rate"▮', 'xyz▮', 'r1-s01▮', '02:95:23▮'],
    ...['temp>▮', 'temp>8▮', 'preset<3▮', 'model>s▮', 'nonsense:▮', 'offline:▮', 'name:▮', 'managed:yes|n▮'],
    ...['"mod▮', 'r1"mod▮', 'r1|mo▮', 'te▮mp>80', 'temp▮>80', 'hashrate<▮=90', '▮-offline'],
  ])('is left alone in %s', (marked) => expect(offered(marked)).toEqual([]));

  it('may become anything where there is none', () => {
    for (const marked of ['▮', 'offline ▮', '-▮', '▮ offline']) {
      expect(offered(marked)).toEqual(expect.arrayContaining(['name:', 'model:', 'temp>', 'offline', 'attention']));
    }
    expect(completeQuery('', 0, values).every(({ means }) => means !== '')).toBe(true);
  });

  it('is counted where the count is what the query will find', () => {
    const counts = (text: string) => completeQuery(text, text.length, values).map(({ miners }) => miners);
    expect(counts('s21')).toEqual([1]);
    expect(counts('model:s21p')).toEqual([]);
    expect(counts('model:s2')).toEqual([1]);
    for (const text of ['-s21', '-model:s2', 'model!=s2', 'model=s2']) expect(counts(text)).toEqual([null]);
  });

  it('is offered what the language has before a farm is known', () => {
    expect(offered('mo▮', NO_VALUES)).toEqual(['model:']);
    expect(offered('model:▮', NO_VALUES)).toEqual([]);
  });
});

describe('what is taken', () => {
  it.each([
    ['mo▮', 'model:', 'model:▮'],
    ['-st▮ offline', 'state:', '-state:▮ offline'],
    ['mo▮re offline', 'model:', 'model:▮ offline'],
    ['model:s▮ offline', 's21', 'model:s21▮ offline'],
    ['model:▮s19', 's21', 'model:s21▮'],
    ['state:not▮ offline', '"not hashing"', 'state:"not hashing"▮ offline'],
    ['state:"not▮ offline', '"not hashing"', 'state:"not hashing"▮ offline'],
    ['state:"▮ offline', 'failed', 'state:failed▮ offline'],
    ['state:"not h▮ot"', '"not hashing"', 'state:"not hashing"▮'],
  ])('stands in place of the word: %s with %s is %s', (marked, name, expected) =>
    expect(taken(marked, name)).toBe(expected),
  );

  it('replaces one of several alternatives', () => {
    const text = 'model:s19jpro|s2 offline';
    const [completion] = completeQuery(text, 'model:s19jpro|s2'.length, values);
    expect(completion).toMatchObject({ text: 's21', miners: 1, whole: true });
    expect(completion && takeCompletion(text, completion).text).toBe('model:s19jpro|s21 offline');
  });

  it(
    'is understood at its place, or wants a value and is understood with one',
    () => {
      const part = fc.constantFrom(
        ...['model', 'state', 'preset', 'pool', 'fw', 'managed', 'online', 'temp', 'nonsense', 'off', 's1', 'not h'],
        ...[
          ':',
          '=',
          '!=',
          '>',
          '<',
          '|',
          '(',
          ')',
          ' or ',
          '"',
          '\\',
          '-',
          '!',
          ' ',
          '3000W',
          '3080',
          'R1-S01',
          '02:95',
          'é',
        ],
      );
      const anyText = fc.oneof(
        fc.array(part).map((parts) => parts.join('')),
        oddText,
      );
      const anyValue = fc.record({
        text: fc.oneof(part, oddText, fc.constant('90%')).filter((text) => text.trim() !== ''),
        means: oddText,
        miners: fc.nat(9),
      });
      const anyValues: fc.Arbitrary<FarmValues> = fc.record({
        model: fc.array(anyValue),
        maintenance: fc.array(anyValue),
        state: fc.array(anyValue),
        preset: fc.array(anyValue),
        pool: fc.array(anyValue),
        pools: fc.array(anyValue),
        account: fc.array(anyValue),
        firmware: fc.array(anyValue),
        algorithm: fc.array(anyValue),
        tag: fc.array(anyValue),
        site: fc.array(anyValue),
        building: fc.array(anyValue),
        row: fc.array(anyValue),
        rack: fc.array(anyValue),
        position: fc.array(anyValue),
        pdu: fc.array(anyValue),
        switch: fc.array(anyValue),
        condition: fc.array(anyValue),
        // These are a closed list.
        chips: fc.array(fc.record({ text: fc.constantFrom('weak', 'ok'), means: oddText, miners: fc.nat(9) })),
      });
      let seen = 0;
      fc.assert(
        fc.property(anyText, fc.nat(), anyValues, (text, at, farm) => {
          const before = at % (text.length + 1);
          for (const completion of completeQuery(text, before, farm)) {
            seen += 1;
            const { from, to, whole } = completion;
            expect(from).toBeLessThanOrEqual(before);
            expect(before).toBeLessThanOrEqual(to);
            const { text: after, cursor } = takeCompletion(text, completion);
            const value = whole ? '' : /^(since|uptime|age|seen)/.test(completion.text) ? '1h' : '1';
            const { errors } = parseQuery(after.slice(0, cursor) + value + after.slice(cursor));
            // About the whole text: a bracket that is not closed yet, and a value that is too long.
            const others = errors.filter(({ message }) => !/^(Missing closing bracket|Too long)/.test(message));
            expect(others.filter((error) => error.from < cursor && error.to > from)).toEqual([]);
          }
        }),
        cases(3000),
      );
      expect(seen).toBeGreaterThan(5000);
    },
    LONG_MS,
  );
});
