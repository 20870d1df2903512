import { describe, expect, it } from 'vitest';
import { knownWeakChips } from '../../../src-shared/judging/chip-grades.ts';
import { deviceModel, JudgedMiner, s19Board, s19Summary } from '../../fixtures/farm/judged-miner.ts';

const GOOD = [1, 2, 3].map((id) => s19Board(id));
const THIRD_SILENT = [s19Board(1), s19Board(2), s19Board(3, { rate: 0 })];
const codes = (conditions: readonly { readonly code: string }[]) => conditions.map(({ code }) => code);

function miner(): JudgedMiner {
  return new JudgedMiner().device(deviceModel(76)).summary(s19Summary());
}

describe('a list of boards by which nothing can be judged', () => {
  it.each([
    ['empty, as it is in a failure', []],
    ['of boards that start', [1, 2, 3].map((id) => s19Board(id, { rate: 0, status: { state: 'initializing' } }))],
  ])('ends nothing: %s', (_, unjudgeable) => {
    const judged = miner().boards(THIRD_SILENT);
    judged.summary(s19Summary({}, undefined, 1)).boards(THIRD_SILENT);
    const [before] = judged.open;
    judged.summary(s19Summary({}, undefined, 2)).boards(unjudgeable);
    expect(judged.open).toEqual([before]);
    expect(judged.conditions).toEqual([]);
    judged.summary(s19Summary({}, undefined, 3)).boards(THIRD_SILENT);
    expect(judged.conditions).toMatchObject([{ code: 'board_zero_hashrate', since_at: before?.since_at }]);
    judged.boards(GOOD);
    expect(judged.open).toEqual([]);
  });
});

describe('boards without a state of their own', () => {
  const summary = (miner_status: object | undefined, tick: number) =>
    s19Summary({ miner_status }, [{ state: null }, { state: null, chips: 57 }, { state: null }], tick);

  it.each([
    ['mining', { miner_state: 'mining' }],
    ['running', { miner_state: 'running' }],
    ['a word that nobody knows', { miner_state: 'unknown' }],
    ['no word', undefined],
  ])('are judged as boards that mine where the miner should hash: %s', (_, status) => {
    const judged = new JudgedMiner().device(deviceModel(76));
    for (let tick = 0; tick < 20; tick++) judged.summary(summary(status, tick));
    expect(codes(judged.conditions)).toEqual(['board_chips_missing']);
    for (const state of [null, { state: 'unknown' }]) {
      judged.boards([
        s19Board(1, { status: state }),
        s19Board(2, { status: state, chips: 57 }),
        s19Board(3, { status: state, rate: 0 }),
      ]);
      expect(judged.conditions).toMatchObject([
        { code: 'board_zero_hashrate', where: { chain_id: 3 } },
        { code: 'board_chips_missing', where: { chain_id: 2 } },
      ]);
    }
  });

  it('are not while it starts', () => {
    const judged = miner().summary(summary({ miner_state: 'initializing', miner_state_time: 5 }, 1));
    judged.boards([1, 2, 3].map((id) => s19Board(id, { rate: 0, status: null })));
    expect(judged.conditions).toEqual([]);
  });
});

describe('the chips that are rated bad', () => {
  const allRed = (miner_state: string, miner_state_time: number) => {
    const payload = s19Summary({ miner_status: { miner_state, miner_state_time } }) as { miner: { chains: object[] } };
    const chains = payload.miner.chains.map((chain) => ({ ...chain, chip_statuses: { red: 76, orange: 0, grey: 0 } }));
    return { miner: { ...payload.miner, chains } };
  };
  const known = (judged: JudgedMiner) => knownWeakChips(judged.row, judged.nowMs);

  it('are not known in the first minutes of mining, in which all are red by nature, nor while it tunes', () => {
    for (const payload of [allRed('mining', 12), allRed('auto-tuning', 12), allRed('auto-tuning', 3600)]) {
      const judged = new JudgedMiner().device(deviceModel(76)).summary(payload);
      expect(known(judged)).toBeNull();
      expect(judged.matches('badchips>0')).toBe(false);
    }
    const judged = new JudgedMiner().device(deviceModel(76)).summary(allRed('mining', 3600));
    expect(known(judged)).toEqual({ weak: 0, bad: 228 });
    expect(judged.matches('badchips>0')).toBe(true);
  });
});
