import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src-main/store/open-store.ts';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { aMiner, aStatus, macOf, someFigures } from '../../unit/store/farm-fixture.ts';

const root = join(import.meta.dirname, '../../..');
/** Midnight of 31 January in Moscow, and one hour around it. */
const MIDNIGHT = Date.parse('2026-01-31T00:00:00+03:00');
/** When clocks are set back in Berlin, from 03:00 to 02:00. */
const SET_BACK = Date.parse('2026-10-25T01:00:00Z');

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-csv-'));
  const store = await openStore({ path: join(folder, 'powerhive.db') });
  await store.upsertMiners([aMiner(1, { nickname: 'Ряд 3', model_alias: null })]);
  const figures = someFigures({ power_w: 3050.5 });
  await store.recordMinerStatuses([-1, 0, 1].map((hour) => aStatus(1, MIDNIGHT + hour * HOUR_MS, { figures })));
  await store.recordMinerStatuses([-0.5, 0.5].map((hours) => aStatus(1, SET_BACK + hours * HOUR_MS)));
  await store.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The output of the command on a computer with that language and time zone. */
function exported(language: string, zone: string, ...args: string[]): string {
  const out = join(folder, 'out.csv');
  execFileSync(
    process.execPath,
    [join(root, 'dist/main/cli.js'), 'export', '--data', folder, '--out', out, '--overwrite', ...args],
    {
      env: { ...process.env, LC_ALL: language, LANG: language, TZ: zone },
      stdio: 'ignore',
    },
  );
  return readFileSync(out, 'utf8');
}

describe('history as CSV', () => {
  it('opens in a Russian spreadsheet: UTF-8 mark, semicolons, decimal commas, local days and times with their zone', () => {
    const text = exported('ru_RU.UTF-8', 'Europe/Moscow', '--from', '2026-01-31', '--to', '2026-02-01');
    const [head, first, second, end] = text.split('\r\n');
    expect(head).toMatch(/^\uFEFFrecorded_at;miner_id;nickname;model_alias;model_name;/);
    expect(first).toContain(`2026-01-31T00:00:00.000+03:00;${macOf(1)};Ряд 3;;;`);
    expect(first?.split(';')).toContain('3050,5');
    expect(second).toContain('2026-01-31T01:00:00.000+03:00;');
    expect(end).toBe('');
  });

  it('tells the two hours apart that have the same name when clocks are set back', () => {
    const summer = exported('C.UTF-8', 'Europe/Berlin', '--from', '2026-10-25', '--to', '2026-10-26');
    const times = summer
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',')[0]);
    expect(times).toEqual(['2026-10-25T02:30:00.000+02:00', '2026-10-25T02:30:00.000+01:00']);
    expect(times.map((time) => Date.parse(time ?? ''))).toEqual([SET_BACK - HOUR_MS / 2, SET_BACK + HOUR_MS / 2]);
  });

  it.each([
    ['2026-01-31', 2],
    ['2026-01-31T00:30', 1],
    ['2026-01-31 00:30:00', 1],
    ['2026-01-30T21:00Z', 2],
    ['2026-01-31T00:00:00.000+03:00', 2],
    ['1769806800000', 2],
  ])('from %s on', (from, rows) => {
    expect(
      exported('C.UTF-8', 'Europe/Moscow', '--from', from, '--to', '2026-02-01').trim().split('\r\n'),
    ).toHaveLength(1 + rows);
  });

  it('says where single readings begin, if that is later than was asked for', () => {
    const said = (...args: string[]): string => {
      const all = ['export', '--data', folder, '--out', '-', ...args];
      const env = { ...process.env, TZ: 'Europe/Moscow' };
      return spawnSync(process.execPath, [join(root, 'dist/main/cli.js'), ...all], { env, encoding: 'utf8' }).stderr;
    };
    expect(said('--from', '2026-01-01')).toContain('Single readings begin at 2026-01-30 23:00:');
    expect(said('--from', '2026-01-31')).not.toContain('begin at');
    expect(said()).not.toContain('begin at');
  });

  it('has commas and decimal points where those are used, and where they are asked for', () => {
    const plain = exported('en_US.UTF-8', 'UTC', '--no-mark');
    expect(plain).toMatch(/^recorded_at,miner_id,/);
    expect(plain).toContain(`2026-01-30T20:00:00.000+00:00,${macOf(1)},Ряд 3,,,`);
    expect(plain.split('\r\n')[1]?.split(',')).toContain('3050.5');
    expect(exported('de_DE.UTF-8', 'UTC', '--separator', 'comma', '--no-mark')).toBe(plain);
  });
});
