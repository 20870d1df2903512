import { describe, expect, it } from 'vitest';
import { settledText } from '../../../src-renderer/features/fleet/search/settled-text.ts';
import { momentOf } from '../../../src-shared/miner-now.ts';
import { minerRow, NOW } from './miner-row.ts';

const settled = (text: string) => settledText(text, [minerRow()], momentOf(NOW, 15));

describe('what a text asks for while it is typed', () => {
  it('is nothing where it is not understood: those rows are no selection', () => {
    expect(settled('modl:s19')).toBeNull();
    expect(settled('temp>')).toBeNull();
    expect(settled('"r1')).toBeNull();
  });

  it('leaves out a last word that may become a field and that no miner has', () => {
    expect(settled('mod')).toBe('');
    expect(settled('s19 tem')).toBe('s19');
    expect(settled('s19 -off')).toBe('s19');
  });

  it('is all of it where a miner has the word, or it is no beginning of a field, or it has ended', () => {
    expect(settled('r1')).toBe('r1');
    expect(settled('xyz')).toBe('xyz');
    expect(settled('tem ')).toBe('tem ');
    expect(settled('temp>80')).toBe('temp>80');
    expect(settled('')).toBe('');
  });
});
