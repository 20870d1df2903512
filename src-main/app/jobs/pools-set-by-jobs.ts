import type { Actor, Job, JobItem, OrderedPool, OwnPool, PoolDecision } from '../../../src-shared/model/index.ts';
import { orderedPool } from '../../../src-shared/pools/ordered-pool.ts';
import type { RecordChange } from '../../events/bus.ts';
import type { FleetReadings } from '../../fleet/readings/fleet-readings.ts';
import type { Clock } from '../../runtime/clock.ts';
import { KeyedLock } from '../../runtime/keyed-lock.ts';
import type { Store } from '../../store/store.ts';

/**
 * The pools that this step of a job sets: those of its order once it has started, and those that
 * its miners have afterwards. Only the latter are known for an undo, and for accounts with a
 * placeholder in the order.
 */
export function poolsSetBy(
  { action, state, params }: Pick<Job, 'action' | 'state' | 'params'>,
  items: readonly Pick<JobItem, 'verdict' | 'after'>[],
): OrderedPool[] {
  if (!setsPools(action) || state === 'scheduled') return [];
  const states = items.flatMap(({ verdict, after }) =>
    after !== null && (verdict === 'in_force' || verdict === 'proven') ? [after] : [],
  );
  const pools =
    action === 'pools'
      ? [params.pools ?? [], ...states.map(({ pools }) => pools ?? [])].flat()
      : [params.url, ...states.map(({ pool_url }) => pool_url)].map((url) => ({ url, user: null }));
  return pools.flatMap(({ url, user }) => {
    const pool = typeof url === 'string' ? orderedPool(url, user) : null;
    if (pool === null) return [];
    return { ...pool, account: pool.account?.includes('{') === true ? null : pool.account };
  });
}

function setsPools(action: Job['action']): boolean {
  return action === 'pools' || action === 'switch_pool';
}

export interface PoolsSetOptions {
  readonly store: Pick<Store, 'poolsSet' | 'poolDecisions'>;
  readonly record: RecordChange;
  readonly readings: Pick<FleetReadings, 'notePoolsOrdered' | 'notePoolsSet'>;
  /** Gets all that the operator says of pools. */
  readonly onDecided: (decided: readonly PoolDecision[]) => void;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly onError: (error: unknown) => void;
}

/**
 * The pools that jobs set last on the miners of the farm. The database is updated with each step of
 * a job (store/queries/pools-set-queries.ts); the farm is judged by them as soon as the job starts.
 */
export class PoolsSet {
  readonly #options: PoolsSetOptions;
  /** Reads run one after the other, so that an older result does not replace a newer one. */
  readonly #reading = new KeyedLock();

  constructor(options: PoolsSetOptions) {
    this.#options = options;
  }

  stepped(job: Job, items: readonly JobItem[]): void {
    const pools = poolsSetBy(job, items);
    if (pools.length > 0) this.#options.readings.notePoolsOrdered(job.job_id, pools);
    if (setsPools(job.action) && job.finished_at !== null) this.#readAgain(job.job_id).catch(this.#options.onError);
  }

  /** The pools of most miners first. */
  list(): Promise<OwnPool[]> {
    return this.#options.store.poolsSet();
  }

  /** Resolves when it is on disk; false if no job set this pool. */
  async forget(pool: OrderedPool, actor: Actor): Promise<boolean> {
    const event = { event: 'pool_forgotten', actor, data: pool } as const;
    const isForgotten = await this.#options.record([event], 'forgetPool', pool);
    if (isForgotten) await this.#readAgain(null);
    return isForgotten;
  }

  /** Resolves when it is on disk: whether a pool is the farm's own, or null for nothing any more. */
  async decide(pool: OrderedPool, is_own: boolean | null, actor: Actor): Promise<void> {
    const { record, clock, store, onDecided } = this.#options;
    const event = { event: 'pool_decided', actor, data: { ...pool, is_own } } as const;
    if (!(await record([event], 'decidePool', pool, is_own, clock.nowMs()))) return;
    await this.#reading.run('pools', async () => onDecided(await store.poolDecisions()));
  }

  /** `endedJobId`: the order of this job does not count any more. */
  #readAgain(endedJobId: string | null): Promise<void> {
    return this.#reading.run('pools', async () => {
      this.#options.readings.notePoolsSet(await this.#options.store.poolsSet(), endedJobId);
    });
  }
}
