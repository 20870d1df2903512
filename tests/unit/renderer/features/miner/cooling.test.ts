import { describe, expect, it } from 'vitest';
import { coolingWords } from '../../../../../src-renderer/features/miner/hardware/cooling-words.ts';

describe('how a miner is cooled', () => {
  it('is by water for a hydro model, whatever its firmware calls that', () => {
    expect(coolingWords('Antminer S19 Pro Hydro', 'immersion')).toBe('water');
    expect(coolingWords('Antminer S19 Pro Hydro', 'immers')).toBe('water');
    expect(coolingWords('Antminer S19j Pro', 'immersion')).toBe('immersion');
    expect(coolingWords('Antminer S19 Pro Hydro', 'auto')).toBe('auto');
    expect(coolingWords(null, null)).toBeNull();
  });
});
