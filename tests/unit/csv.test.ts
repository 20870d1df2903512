import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from '../../src-shared/csv.ts';

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
