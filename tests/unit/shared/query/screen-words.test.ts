import { describe, expect, it } from 'vitest';
import { CONDITION_CODES, CONDITIONS, conditionKind } from '../../../../src-shared/condition-kinds.ts';
import { momentOf } from '../../../../src-shared/miner/miner-now.ts';
import { STATE_WORDS } from '../../../../src-shared/miner/miner-state.ts';
import {
  completeQuery,
  farmValues,
  matchesQuery,
  NO_VALUES,
  namedStates,
  parseQuery,
  screenWords,
} from '../../../../src-shared/query/index.ts';
import { minerRow, NOW, offlineRow, status } from '../../renderer/miner-row.ts';

const moment = momentOf(NOW, 15);
const queries = (text: string) => screenWords(text).map(({ query }) => query);

describe('what the screens call a state or a problem', () => {
  it.each([
    ['hot', 'condition=hot'],
    ['Board missing', 'condition=board_missing'],
    ['low hash', 'condition=low_hashrate'],
    ['locked', 'condition=locked'],
    ['login refused', 'condition=locked'],
    ['wrong pool', 'condition=pool_foreign'],
    ['wrong password', 'state="wrong password"'],
    ['tuning', 'state=tuning'],
    ['hashing', 'hashing'],
    ['not hashing', '-hashing'],
    ['offline', 'offline'],
    ['dark', 'offline'],
    ['new', 'unmanaged'],
    ['not managed', 'unmanaged'],
  ])('%s is offered as %s', (said, query) => expect(queries(said)[0]).toBe(query));

  it('names "not hashing" as the problem, too', () => {
    expect(queries('not hashing')).toContain('condition=miner_zero_hashrate');
    expect(screenWords('not hashing')[0]?.means).toBe('is not hashing');
  });

  it.each(STATE_WORDS)('has a query for the state "%s", which is valid', (word) => {
    const [first] = screenWords(word);
    expect(first?.naming).toBe('whole');
    expect(parseQuery(first?.query ?? 'x:').errors).toEqual([]);
  });

  it.each(CONDITION_CODES.filter((code) => CONDITIONS[code].row !== null))(
    'finds the miners with the problem %s by its title',
    (code) => {
      const { title, row } = conditionKind(code);
      const attention = [{ code: row?.attention ?? '', severity: 'critical' as const, message: '' }];
      const miner = code === 'offline' ? offlineRow() : minerRow({ attention });
      const found = screenWords(title).filter(({ naming }) => naming === 'whole');
      expect(found.some(({ query }) => matchesQuery(parseQuery(query), miner, NOW))).toBe(true);
      const isOther = found.every(({ query }) => !matchesQuery(parseQuery(query), minerRow(), NOW));
      expect(isOther).toBe(true);
    },
  );
});

describe('the completions of words', () => {
  const values = farmValues(
    [
      minerRow({ attention: [{ code: 'hot', severity: 'warning', message: '' }] }),
      minerRow({ attention: [{ code: 'hot_chips', severity: 'warning', message: '' }] }),
      minerRow({ latest_status: status({ state: 'auto-tuning' }) }),
    ],
    [],
    moment,
  );
  const offers = (text: string, of = values) => completeQuery(text, text.length, of);

  it('offer what several of them name together, in place of all of them', () => {
    expect(offers('model:s19 low hash')[0]).toMatchObject({ text: 'condition=low_hashrate', from: 10, to: 18 });
    expect(offers('wrong po')[0]).toMatchObject({ text: 'condition=pool_foreign', from: 0, miners: 0 });
    expect(offers('-hashing not h').map(({ text }) => text)).toContain('-hashing');
  });

  it('count the miners of exactly that problem', () => {
    expect(offers('hot')).toMatchObject([
      { text: 'condition=hot', means: 'problem: Hot', miners: 1 },
      { text: 'condition=chip_hot', means: 'problem: Hot chips', miners: 1 },
    ]);
    expect(offers('tun')).toMatchObject([{ text: 'state=tuning', means: 'state: tuning', miners: 1 }]);
  });

  it('are there before a farm is known, and never in a quoted or negated phrase', () => {
    expect(offers('board mis', NO_VALUES)[0]?.text).toBe('condition=board_missing');
    expect(offers('"board mis')).toEqual([]);
    expect(offers('-not ha').map(({ text }) => text)).not.toContain('-hashing');
  });
});

describe('the words of a search', () => {
  const named = (text: string) => namedStates(text).map(({ said, words }) => [said, words.map(({ query }) => query)]);

  it('are named where they are a state or a problem, in any place', () => {
    expect(named('hot')).toEqual([['hot', ['condition=hot']]]);
    expect(named('R1 wrong pool')).toEqual([['wrong pool', ['condition=pool_foreign']]]);
    expect(named('rack:R1 (dark or tuning)')).toEqual([
      ['dark', ['offline']],
      ['tuning', ['state=tuning']],
    ]);
  });

  it('are left alone where they are no state, already mean it, or are a value', () => {
    for (const text of ['r1-s04', 'offline', 'managed', 'condition=hot', 'tag:hot', '"hot"', 'ho'])
      expect(named(text), text).toEqual([]);
    // It means "-hashing" already; the problem is something else.
    expect(named('not hashing')).toEqual([['not hashing', ['condition=miner_zero_hashrate']]]);
  });
});
