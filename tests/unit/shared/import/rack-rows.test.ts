import { expect, it } from 'vitest';
import { rackChangeLines, rackCsv, rackRows } from '../../../../src-shared/import/rack-rows.ts';
import type { Rack } from '../../../../src-shared/model/index.ts';
import { CSV_SEPARATORS, type CsvSeparator } from '../../../../src-shared/text/csv.ts';

const R7: Rack = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  rack: 'A/R7',
  rows: 6,
  columns: 4,
  power_limit_w: 62_500,
  pdu: 'PDU-3 / B12',
  switch: null,
};

it.each(Object.keys(CSV_SEPARATORS) as CsvSeparator[])(
  'what is written with a %s is read again as the same',
  (separator) => {
    const odd = { ...R7, rack: 'R9', power_limit_w: 12_345, pdu: '-A1', switch: '=SW 2, +3' };
    const text = rackCsv([R7, { rack: 'R8' }, odd], separator);
    expect(rackRows(text, [R7, odd])).toEqual({ changes: [], same: 3, problems: [], remarks: [] });
  },
);

it('says what of which rack changes, of new racks what they get, and what is not used', () => {
  const text = 'Rack;Breaker;Power limit (kW);power_limit_kw;rows;who\nA / R7;;60,5;60,5;6;me\nR8;P1;;10;2;\n';
  const { changes, same, problems, remarks } = rackRows(text, [R7]);
  expect(problems).toEqual([]);
  expect(same).toBe(0);
  expect(remarks).toEqual(['Not used: Power limit (kW), who.']);
  expect(changes.map(({ rack, known, patch }) => ({ rack, isNew: known === null, patch }))).toEqual([
    { rack: 'A/R7', isNew: false, patch: { power_limit_w: 60_500, pdu: null } },
    { rack: 'R8', isNew: true, patch: { rows: 2, power_limit_w: 10_000, pdu: 'P1' } },
  ]);
  expect(changes.flatMap(rackChangeLines)).toEqual([
    'A/R7: power limit 62.5 kW → 60.5 kW',
    'A/R7: PDU PDU-3 / B12 → none',
    'R8: rows 2',
    'R8: power limit 10 kW',
    'R8: PDU P1',
  ]);
});

it('leaves out a line that cannot be, and says why', () => {
  const wrong = (line: string): string | undefined =>
    rackRows(`rack,rows,power_limit_kw,pdu\n${line}`, []).problems[0]?.why;
  expect(wrong('a/b/c/d,1,,')).toContain('not a rack');
  expect(wrong('R1,61,,')).toContain('a whole number from 1 to 60');
  expect(wrong('R1,1.5,,')).toContain('a whole number');
  expect(wrong('R1,1,much,')).toContain('kW');
  expect(wrong('R1,1,1.500,')).toContain('kW');
  expect(wrong('R1,1,0.125,')).toBeUndefined();
  expect(wrong(`R1,1,1,${'x'.repeat(61)}`)).toContain('60 characters');
  expect(wrong('R1,1,1,"x')).toContain('line break');
  expect(rackRows('rack,rows\nR1,1\nR1,2\n', []).problems).toEqual([{ line: 3, why: 'R1 is named twice' }]);
  expect(rackRows('name,ip\nx,y\n', []).problems[0]?.why).toContain('needs rack');
  expect(rackRows('', []).problems).toEqual([]);
});
