import { describe, expect, it } from 'vitest';
import {
  chooseFaulty,
  FAULT_NAMES,
  type FaultRequest,
  parseFaults,
} from '../../../src-main/demo/faults/fault-names.ts';

const miners = Array.from({ length: 100 }, (_, i) => ({ host: `127.77.0.${i + 1}`, port: 8980 }));
const choose = (spec: string, seed = 1) => chooseFaulty(parseFaults(spec)[0] as FaultRequest, miners, seed);

describe('a fault spec', () => {
  it('names faults with a count, a share, an address or a value', () => {
    expect(parseFaults('slow:3%, board-missing:2,hang@127.77.0.3:8980,slow=1.5')).toEqual([
      { name: 'slow', value: null, target: null, count: null, percent: 3 },
      { name: 'board-missing', value: null, target: null, count: 2, percent: null },
      { name: 'hang', value: null, target: '127.77.0.3:8980', count: null, percent: null },
      { name: 'slow', value: 1.5, target: null, count: null, percent: null },
    ]);
    expect(parseFaults('')).toEqual([]);
  });

  it.each([
    ['sloow', `unknown fault "sloow"; known: ${FAULT_NAMES.join(', ')}`],
    ['hang:x', 'cannot read fault "hang:x"'],
    ['hang:101%', 'more than 100%'],
    ['hang:1.5', 'the count is not a whole number'],
    ['hang:2@127.0.0.1', 'choose one'],
    ['hang=3', 'only slow, slow-writes, applied-late, restart-fails take a value'],
    ['slow=31', 'a value of 0 to 30 seconds'],
  ])('is refused when it is %s', (spec, message) => {
    expect(() => parseFaults(spec)).toThrow(message);
  });
});

describe('the choice of faulty miners', () => {
  it('draws as many as asked for, the same for a seed and others for another', () => {
    expect(choose('hang:5')).toHaveLength(5);
    expect(choose('hang:7%')).toHaveLength(7);
    expect(choose('hang:5')).toEqual(choose('hang:5'));
    expect(choose('hang:5', 2)).not.toEqual(choose('hang:5'));
    expect(choose('hot:5')).not.toEqual(choose('hang:5'));
  });

  it('takes all without an amount, one at least for a small share, and no more than there are', () => {
    expect(choose('hang')).toHaveLength(100);
    expect(choose('hang:0.1%')).toHaveLength(1);
    expect(choose('hang:0%')).toHaveLength(0);
    expect(choose('hang:500')).toHaveLength(100);
  });

  it('takes the miner at an address', () => {
    expect(choose('hang@127.77.0.3')).toEqual([2]);
    expect(() => choose('hang@127.77.0.3:80')).toThrow('no miner at that address');
  });
});
