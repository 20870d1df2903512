import { describe, expect, it } from 'vitest';
import { minerName, type Nameable } from '../../../src-shared/miner/miner-name.ts';

const named = (changes: Partial<Nameable>): string =>
  minerName({
    id: '02:95:23:00:00:01',
    ip: '198.51.100.7',
    last_ip: null,
    nickname: null,
    label: 's19jpro',
    hostname: 'Antminer',
    model_alias: 's19jpro',
    ...changes,
  });

describe('the name of a miner', () => {
  it('is the nickname, then its own label, then its host name, then where it is', () => {
    const all = { nickname: 'R3-U4', label: 'Row 3 unit 4', hostname: 'miner-34' };
    expect(named(all)).toBe('R3-U4');
    expect(named({ ...all, nickname: null })).toBe('Row 3 unit 4');
    expect(named({ ...all, nickname: '', label: '' })).toBe('miner-34');
    expect(named({})).toBe('198.51.100.7');
    expect(named({ ip: null, last_ip: '198.51.100.8' })).toBe('198.51.100.8');
    expect(named({ ip: null })).toBe('02:95:23:00:00:01');
  });

  it.each(['Antminer', 'antminer', 's19jpro', 'S19J Pro', 'Antminer S19j Pro'])(
    'is not the factory label %s',
    (label) => {
      expect(named({ label })).toBe('198.51.100.7');
      expect(named({ label, hostname: 'rack-9' })).toBe('rack-9');
    },
  );

  it.each(['(none)', 'localhost', 'localhost.localdomain'])(
    'is not %s, as a Linux without a name calls itself',
    (hostname) => {
      expect(named({ hostname })).toBe('198.51.100.7');
    },
  );

  it.each(['A1-S19kPro', 'DAMx3A', 'Antminer 12', 's19jpro-4', 'Ряд 3'])('is the label %s', (label) => {
    expect(named({ label })).toBe(label);
    expect(named({ label, model_alias: null })).toBe(label);
  });
});
