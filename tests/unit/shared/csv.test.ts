import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLines } from '../../../src-shared/import/csv-cells.ts';
import { csvLine, usualSeparator, withoutGuard } from '../../../src-shared/text/csv.ts';

describe('a line of CSV', () => {
  it('quotes what needs quotes and leaves unknown cells empty', () => {
    expect(csvLine(['a', null, 'b,c', 'say "hi"', 'two\nlines', true])).toBe(
      'a,,"b,c","say ""hi""","two\nlines",true\r\n',
    );
  });

  it('keeps numbers as numbers, negative ones too', () => {
    expect(csvLine([-3, 0, 1.5, Number.NaN, Number.POSITIVE_INFINITY])).toBe('-3,0,1.5,,\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('takes the formula out of %j', (text) => {
    const cell = csvLine([text]).slice(0, -2).replace(/^"/, '');
    expect(cell.startsWith(`'${text[0]}`)).toBe(true);
  });

  it.each(['＝1+1', ' =1+1', '＠SUM(A1)'])('takes the formula out of %j too', (text) => {
    expect(csvLine([text]).replace(/^"/, '').startsWith("'")).toBe(true);
  });

  it('takes formulas out where a spreadsheet of another country would begin a cell', () => {
    expect(csvLine(['rack;=1+1', 'row,@x', 'a\t"-1', 'b\n+1'])).toBe(
      '"rack;\'=1+1","row,\'@x","a\t""\'-1","b\n\'+1"\r\n',
    );
    expect(csvLine(['a-b', 'x=y', '10.1.4.7:8980', 'stratum+tcp://pool:3333'])).toBe(
      'a-b,x=y,10.1.4.7:8980,stratum+tcp://pool:3333\r\n',
    );
  });

  it('with semicolons has a decimal comma, and quotes what either kind of spreadsheet would part', () => {
    expect(csvLine([1.5, -3, 1e-7, 'Ряд 3', 'a;b', 'a,b', null, true], 'semicolon')).toBe(
      '1,5;-3;1e-7;Ряд 3;"a;b";"a,b";;true\r\n',
    );
    expect(csvLine([1.5, 'a\tb'], 'tab')).toBe('1.5\t"a\tb"\r\n');
  });

  it('has the separator that spreadsheets of a country expect', () => {
    expect(['de-DE', 'ru-RU', 'fr-FR', 'pt-BR', 'kk-KZ'].map((locale) => usualSeparator(locale))).toEqual(
      Array.from({ length: 5 }, () => 'semicolon'),
    );
    expect(['en-US', 'en-GB', 'zh-CN', 'de-CH', 'ja-JP'].map((locale) => usualSeparator(locale))).toEqual(
      Array.from({ length: 5 }, () => 'comma'),
    );
  });

  it.each(["'-x", "a,'-b", "''=1", "'", "it's -1", '-x', ' =1', '\t=1', 'a; "=1', "a;''@b"])(
    'is read back as it was written: %j',
    (text) => {
      for (const separator of ['comma', 'semicolon', 'tab'] as const) {
        const [line] = csvLines(csvLine([text], separator));
        expect(withoutGuard(line?.cells[0] ?? '')).toBe(text);
      }
    },
  );

  it('is read back as it was written, whatever the text', () => {
    const text = fc.string({
      unit: fc.constantFrom("'", '-', '=', '＝', ',', ';', '\t', '"', ' ', 'a'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(text, (written) => {
        const [, line] = csvLines(`${csvLine(['name', 'pdu'])}${csvLine(['x', written])}`);
        expect(withoutGuard(line?.cells[1] ?? '')).toBe(written);
      }),
      { numRuns: 1000 },
    );
  });

  it('never lets text break out of its cell', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (cells) => {
        const line = csvLine(cells);
        let quoted = false;
        let found = 1;
        for (const character of line.slice(0, -2)) {
          if (character === '"') quoted = !quoted;
          else if (character === ',' && !quoted) found++;
        }
        expect(quoted).toBe(false);
        expect(found).toBe(cells.length);
      }),
    );
  });
});
