import { z } from 'zod';
import { OrderedPool, type OwnPool } from '../../../src-shared/model/own-pool.ts';
import { orderedPool } from '../../../src-shared/pools/ordered-pool.ts';
import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';
import type { StoredJob, StoredJobItem } from '../job-records.ts';

/** How many are stored for a miner: it has three slots, and may have one of several sets. */
const MOST = 8;
const Pools = z.array(OrderedPool);

type Step = Pick<StoredJobItem, 'verdict' | 'sent' | 'expect' | 'after'>;

/**
 * The pools that a miner may have after this step of a job: what the job set, once it is in force.
 * Until then, or if the result is unknown, what was sent in addition to what was there. A switch is
 * to a pool that it has.
 */
function poolsAfter(
  before: readonly OrderedPool[],
  action: StoredJob['action'],
  { verdict, sent, expect, after }: Step,
): readonly OrderedPool[] {
  const isInForce = verdict === 'in_force' || verdict === 'proven';
  if (!isInForce && !sent.some(({ answer }) => answer !== 'not_sent')) return before;
  const states = isInForce ? [after, expect] : [expect];
  const set = states.map((state) => setIn(action, state)).find((pools) => pools.length > 0);
  if (set === undefined) return before;
  if (isInForce && action === 'pools') return distinct(set);
  return distinct([...before, ...set]).slice(-MOST);
}

function setIn(action: StoredJob['action'], state: StoredJobItem['after']): OrderedPool[] {
  if (action === 'pools') return (state?.pools ?? []).flatMap(({ url, user }) => orderedPool(url, user) ?? []);
  const url = action === 'switch_pool' ? (state?.pool_url ?? null) : null;
  return url === null ? [] : [orderedPool(url, null)].filter((pool) => pool !== null);
}

/** Without duplicates; the last one of each is kept. */
function distinct(pools: readonly OrderedPool[]): OrderedPool[] {
  const isSame = (a: OrderedPool, b: OrderedPool): boolean => a.host === b.host && a.account === b.account;
  return pools.filter((pool, at) => !pools.slice(at + 1).some((later) => isSame(pool, later)));
}

/** The writes of pools set by jobs. The caller opens the transaction. */
export function preparePoolsSetWrites(sqlite: Sqlite) {
  const read = sqlite
    .prepare<[string], string | null>('SELECT pools_set FROM miners WHERE id = ? AND gone IS NULL')
    .pluck();
  const write = sqlite.prepare<[string, string]>('UPDATE miners SET pools_set = ? WHERE id = ? AND gone IS NULL');
  const sets = sqlite.prepare<[], string>('SELECT DISTINCT pools_set FROM miners WHERE pools_set IS NOT NULL').pluck();
  const replace = sqlite.prepare<[string | null, string]>('UPDATE miners SET pools_set = ? WHERE pools_set = ?');
  return {
    /** Records a step of a job on a miner. */
    noteStep(action: StoredJob['action'], item: StoredJobItem): void {
      if (action !== 'pools' && action !== 'switch_pool') return;
      const known = read.get(item.id);
      if (known === undefined) return;
      const before = poolsOf(known);
      const after = poolsAfter(before, action, item);
      if (after !== before) write.run(JSON.stringify(after), item.id);
    },
    /** Removes a pool from all miners. False if none had it. */
    forgetPool({ host, account }: OrderedPool): boolean {
      let isKnown = false;
      for (const set of sets.all()) {
        const pools = poolsOf(set);
        const left = pools.filter((pool) => pool.host !== host || pool.account !== account);
        if (left.length === pools.length) continue;
        replace.run(left.length === 0 ? null : JSON.stringify(left), set);
        isKnown = true;
      }
      return isKnown;
    },
  };
}

/** The pools that jobs set last on miners of the farm; those of most miners first. */
export function readPoolsSet(sqlite: Sqlite): OwnPool[] {
  const sql = `SELECT value ->> 'host' AS host, value ->> 'account' AS account, count(*) AS miners
    FROM miners, json_each(pools_set) WHERE gone IS NULL GROUP BY 1, 2 ORDER BY miners DESC, host, account`;
  return prepared<[], OwnPool>(sqlite, sql).all();
}

function poolsOf(text: string | null): OrderedPool[] {
  return text === null ? [] : Pools.parse(JSON.parse(text));
}
