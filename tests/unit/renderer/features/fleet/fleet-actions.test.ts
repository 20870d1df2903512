import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bulkResultWords, changeResult } from '../../../../../src-renderer/features/fleet/bulk/bulk-result.ts';
import { bulkTexts } from '../../../../../src-renderer/features/fleet/bulk/bulk-texts.ts';
import {
  freeStart,
  namePatternError,
  newNames,
  nicknameFrom,
} from '../../../../../src-renderer/features/fleet/bulk/name-pattern.ts';
import { fleetCsv } from '../../../../../src-renderer/features/fleet/fleet-csv.ts';
import { plainEntries } from '../../../../../src-renderer/features/fleet/table/fleet-entries.ts';
import {
  extendTo,
  NOTHING_SELECTED,
  selectAll,
  selectedIds,
  toggleRow,
} from '../../../../../src-renderer/features/fleet/table/selection.ts';
import { SORT_VALUES } from '../../../../../src-renderer/miner-view/sort-values.ts';
import { momentOf } from '../../../../../src-shared/miner/miner-now.ts';
import type { MinersChange } from '../../../../../src-shared/model/index.ts';
import { inParts } from '../../../../../src-shared/text/in-parts.ts';
import { TESTER } from '../../../../fixtures/actors.ts';
import { minerRow, NOW, offlineRow, status } from '../../miner-row.ts';

const row = (n: number, nickname: string) => minerRow({ id: `02:95:23:00:00:0${n}`, nickname });
const some = (count: number) => Array.from({ length: count }, () => minerRow());
const shown = ['a', 'b', 'c', 'd', 'e'];
const rows = plainEntries(shown);
const chosen = (selection: Parameters<typeof selectedIds>[0]) => selectedIds(selection, shown).join('');

describe('the selection', () => {
  it('toggles rows, and extends from the last one', () => {
    const one = toggleRow(NOTHING_SELECTED, 'b');
    expect(chosen(one)).toBe('b');
    expect(chosen(toggleRow(one, 'b'))).toBe('');
    expect(toggleRow(one, 'b').anchor).toBeNull();
    expect(chosen(extendTo(one, rows, 'd'))).toBe('bcd');
    expect(chosen(extendTo(extendTo(one, rows, 'd'), rows, 'a'))).toBe('abcd');
    expect(chosen(extendTo(NOTHING_SELECTED, rows, 'c'))).toBe('c');
  });

  it('takes all that are asked for, and never acts on what is no longer shown', () => {
    const all = selectAll(NOTHING_SELECTED, shown);
    expect(chosen(all)).toBe('abcde');
    expect(selectedIds(all, ['e', 'x', 'a'])).toEqual(['e', 'a']);
  });
});

describe('a change of many miners', () => {
  it('is handed over in parts that are small enough for one message, each miner once and in order', () => {
    fc.assert(
      fc.property(fc.nat({ max: 6500 }), (count) => {
        const miners = Array.from({ length: count }, (_, n) => n);
        const parts = inParts(miners);
        expect(parts.flat().join()).toBe(miners.join());
        expect(parts.every((part) => part.length > 0 && part.length <= 2000)).toBe(true);
      }),
    );
    const patch = { nickname: 'n'.repeat(64), tags: ['t'.repeat(32)], place: 'p'.repeat(32) };
    const each = inParts(Array.from({ length: 2000 }, () => ({ id: '02:00:00:00:00:01', patch })));
    expect(each.flat()).toHaveLength(2000);
    expect(JSON.stringify(each[0]).length).toBeLessThanOrEqual(300_001);
  });

  it('is reported in words, with the first reasons', () => {
    const failures = [1, 2, 3, 4, 5].map((n) => ({ name: `R${n}`, why: 'no answer.' }));
    expect(bulkResultWords(bulkTexts.done.managed, { total: 46, done: 46, failed: 0, failures: [], skipped: 0 })).toBe(
      '46 managed.',
    );
    expect(
      bulkResultWords(bulkTexts.done.managed, {
        total: 48,
        done: 46,
        failed: 2,
        failures: failures.slice(0, 2),
        skipped: 0,
      }),
    ).toBe('46 managed, 2 failed: R1: no answer; R2: no answer.');
    expect(bulkResultWords(bulkTexts.done.checked, { total: 5, done: 0, failed: 5, failures, skipped: 0 })).toMatch(
      /R3: no answer; and 2 more\.$/,
    );
  });
});

describe('a change that runs in the program', () => {
  it('is reported in the same words, with all that failed, of which only the first have their reason here', () => {
    const change: MinersChange = {
      change_id: '019ab000-0000-7000-8000-000000000000',
      state: 'stopped',
      kind: 'manage',
      patch: { managed: true },
      actor: TESTER,
      total: 10_000,
      done: 9000,
      failed: 400,
      skipped: 600,
      failures: [1, 2, 3, 4].map((n) => ({ id: `02:00:00:00:00:0${n}`, name: `R${n}`, message: 'It is gone.' })),
      started_at: 1,
      finished_at: 2,
    };
    expect(bulkResultWords(bulkTexts.done.managed, changeResult([change]))).toBe(
      '9,000 managed, 600 skipped, 400 failed: R1: It is gone; R2: It is gone; R3: It is gone; and 397 more.',
    );
    expect(changeResult([change, { ...change, failed: 1, failures: [] }])).toMatchObject({
      total: 20_000,
      failed: 401,
    });
  });
});

describe('a pattern for names', () => {
  it.each([
    ['R2-S{n:02}', 7, 'R2-S07'],
    ['R2-S{n}', 7, 'R2-S7'],
    ['{n:03}-{n}', 12, '012-12'],
    [' Rack ', 1, 'Rack'],
  ])('%s names number %i %s', (pattern, n, expected) => expect(nicknameFrom(pattern, minerRow(), n)).toBe(expected));

  it('is refused where names would be wrong', () => {
    expect(namePatternError('', some(3))).toBe('Enter a name, e.g. R2-S{n:02}');
    expect(namePatternError('Rack', some(2))).toMatch(/same name/);
    expect(namePatternError('Rack', some(1))).toBeNull();
    expect(namePatternError('R{m}', some(2))).toMatch(/in braces/);
    expect(namePatternError(`${'x'.repeat(63)}{n}`, some(12))).toMatch(/64/);
    expect(namePatternError('R2\u202e-S{n}', some(2))).toMatch(/control characters/);
    expect(namePatternError('R2-S{n:02}', some(400))).toBeNull();
    expect(namePatternError('R2-S{n:99}', some(2))).toMatch(/in braces/);
  });

  it('is made from what a miner is, and begins where it is asked to', () => {
    const miner = minerRow({ id: '02:95:23:ab:cd:ef', ip: null, last_ip: '10.1.7.42:8980', model_alias: 's21' });
    expect(nicknameFrom('{model}-{ip4}-{mac6}-{n:03}', miner, 16)).toBe('s21-42-abcdef-016');
    expect(nicknameFrom('{ip}', miner, 1)).toBe('10.1.7.42');
  });

  it('is shown with what it was, and marked where another miner has it', () => {
    const farm = [row(1, 'R1-S01'), row(2, 'R1-S02'), row(3, 'old'), row(4, 'older')];
    expect(newNames('R1-S{n:02}', farm.slice(2), 2, farm)).toEqual([
      { id: row(3, '').id, before: 'old', after: 'R1-S02', taken: true },
      { id: row(4, '').id, before: 'older', after: 'R1-S03', taken: false },
    ]);
    // Names that miners only exchange are free.
    expect(newNames('R1-S{n:02}', farm.slice(0, 2).reverse(), 1, farm).some(({ taken }) => taken)).toBe(false);
  });

  it('has a next number with which all of its names are free', () => {
    const farm = [row(1, 'R1-S02'), row(2, 'R1-S05'), row(3, 'old'), row(4, 'older')];
    const next = (pattern: string, start: number, most = 99) => freeStart(pattern, farm.slice(2), start, farm, most);
    expect(next('R1-S{n:02}', 1)).toBe(3);
    expect(next('R1-S{n:02}', 4)).toBe(6);
    expect(next('R1-S{n:02}', 4, 5)).toBeNull();
    expect(next('R1-S02', 1)).toBeNull();
  });
});

describe('the CSV of a view', () => {
  const moment = momentOf(NOW, 15);
  const MAC = '02:95:23:00:00:01';

  it('follows the columns that are shown, with units in the titles and unknown as nothing', () => {
    const csv = fleetCsv([minerRow(), offlineRow({ nickname: 'gone' })], ['name', 'hashrate', 'managed'], moment);
    expect(csv).toBe(
      `\uFEFFname,hashrate_ths,hashrate_expected_ths,managed,mac\r\nR1-S01-01,104,104,true,${MAC}\r\ngone,,,true,${MAC}\r\n`,
    );
  });

  it('has the MAC in any case, and once', () => {
    expect(fleetCsv([minerRow()], [], moment)).toBe(`\uFEFFmac\r\n${MAC}\r\n`);
    expect(fleetCsv([minerRow()], ['mac', 'name'], moment)).toBe(`\uFEFFmac,name\r\n${MAC},R1-S01-01\r\n`);
  });

  it('passes no old reading off as a new one', () => {
    const old = minerRow({ latest_status: status({ recorded_at: NOW - 60_000 }) });
    expect(fleetCsv([old], ['power', 'state'], moment)).toBe(
      `\uFEFFpower_w,state,mac\r\n,no recent reading,${MAC}\r\n`,
    );
  });

  it('is opened whole by a spreadsheet with a decimal comma: marked as UTF-8, with semicolons', () => {
    const miner = minerRow({ nickname: 'Ряд 3', latest_status: status({ hashrate_hs: 104.25e12 }) });
    const csv = fleetCsv([miner], ['name', 'hashrate'], moment, 'semicolon');
    expect(csv).toBe(`\uFEFFname;hashrate_ths;hashrate_expected_ths;mac\r\nРяд 3;104,25;104;${MAC}\r\n`);
  });

  it('has each figure once, where two columns bring the same', () => {
    const latest_status = status({ hashrate_hs: 104e12, pool_user: 'farm.r1s1', hw_error_percent: 0.5 });
    const miner = minerRow({ latest_status, offline_since_at: NOW });
    const csv = fleetCsv([miner], ['hashrate', 'expected', 'share', 'errors', 'worker'], moment);
    expect(csv).toBe(
      `\uFEFFhashrate_ths,hashrate_expected_ths,share_percent,hw_error_percent,worker,mac\r\n104,104,100,0.5,farm.r1s1,${MAC}\r\n`,
    );
    expect(fleetCsv([{ ...miner, online: false }], ['offline_since'], moment)).toMatch(
      /^\uFEFFoffline_since,mac\r\n\d{4}-/,
    );
    expect(fleetCsv([miner], ['offline_since'], moment)).toBe(`\uFEFFoffline_since,mac\r\n,${MAC}\r\n`);
  });

  it('has all pools of a miner, as the table shows and sorts them', () => {
    const pool_urls = ['stratum+tcp://eu.pool.example:3333', 'stratum+tcp://eu.pool.example:443', 'backup.example'];
    const miner = minerRow({ pool_urls });
    expect(fleetCsv([miner], ['pools'], moment)).toBe(
      `\uFEFFpools,mac\r\n"eu.pool.example, backup.example",${MAC}\r\n`,
    );
    expect(SORT_VALUES.pools(miner, moment)).toBe('eu.pool.example, backup.example');
    const stale = minerRow({ pool_urls, latest_status: status({ recorded_at: NOW - 60_000 }) });
    expect(fleetCsv([stale], ['pools'], moment)).toBe(`\uFEFFpools,mac\r\n,${MAC}\r\n`);
  });

  it('has how many boards are on', () => {
    const miner = minerRow({ boards_on: { on: 2, total: 3 } });
    expect(fleetCsv([miner], ['boards'], moment)).toBe(`\uFEFFboards_on,boards,mac\r\n2,3,${MAC}\r\n`);
    expect(SORT_VALUES.boards(miner, moment)).toBe(2);
  });

  it('writes times as ISO 8601 with the zone', () => {
    const row = minerRow({ last_seen_at: NOW, latest_status: null });
    const [head, line] = fleetCsv([row], ['last_seen'], moment).split('\r\n');
    expect(head).toContain('last_seen,last_reading');
    const [at, reading] = line?.split(',') ?? [];
    expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/);
    expect(reading).toBe('');
    expect(Date.parse(at ?? '')).toBe(NOW);
  });

  it('disarms a name that is a formula', () => {
    const csv = fleetCsv([minerRow({ nickname: '=HYPERLINK("http://a.example","b")' })], ['name'], moment);
    expect(csv).toBe(`\uFEFFname,mac\r\n"'=HYPERLINK(""http://a.example"",""b"")",${MAC}\r\n`);
  });
});
