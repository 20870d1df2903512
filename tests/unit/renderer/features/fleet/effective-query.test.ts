import { describe, expect, it } from 'vitest';
import { effectiveQuery } from '../../../../../src-renderer/features/fleet/search/effective-query.ts';
import { momentOf } from '../../../../../src-shared/miner/miner-now.ts';
import { minerRow, NOW } from '../../miner-row.ts';

const effective = (text: string) => effectiveQuery(text, [minerRow()], momentOf(NOW, 15));
const understood = (text: string) => ({ text, broken: false });

describe('what a text asks for while it is typed', () => {
  it('is what of it is understood, and no selection where that is not all', () => {
    expect(effective('modl:s19')).toEqual({ text: '', broken: true });
    expect(effective('temp>')).toEqual({ text: '', broken: true });
    expect(effective('"r1')).toEqual({ text: '', broken: true });
    expect(effective('managed tmp>80 -online')).toEqual({ text: 'managed offline', broken: true });
    // What is left of alternatives would be another question.
    expect(effective('managed (rack:R1 or temp>x')).toEqual({ text: 'managed', broken: true });
    expect(effective('managed (rack:R1 or temp>x)')).toEqual({ text: 'managed', broken: true });
    expect(effective('rack:R1 or temp>x')).toEqual({ text: '', broken: true });
  });

  it('leaves out a last word that may become a field and that no miner has', () => {
    expect(effective('mod')).toEqual(understood(''));
    expect(effective('s19 tem')).toEqual(understood('s19'));
    expect(effective('s19 -off')).toEqual(understood('s19'));
    expect(effective('tag:old or tem')).toEqual(understood('tag:old'));
    expect(effective('tag:old or (managed tem')).toEqual({ text: '', broken: true });
    expect(effective('tag:old or')).toEqual({ text: '', broken: true });
  });

  it('is all of it where a miner has the word, or it is no beginning of a field, or it has ended', () => {
    expect(effective('r1')).toEqual(understood('r1'));
    expect(effective('xyz')).toEqual(understood('xyz'));
    expect(effective('tem ')).toEqual(understood('tem '));
    expect(effective('temp>80')).toEqual(understood('temp>80'));
    expect(effective('')).toEqual(understood(''));
  });
});
