import type { Job, JobItem } from '../../src-shared/model/index.ts';
import { accountName, type OrderedPool } from '../../src-shared/own-pools.ts';

/**
 * The pools that PowerHive sets by this step of a job: those of its order once it has begun, and
 * those that its miners have afterwards. Only these are known of an undo, and of the accounts of an
 * order in which a placeholder stands for them.
 */
export function poolsSetBy(
  { action, state, params }: Pick<Job, 'action' | 'state' | 'params'>,
  items: readonly Pick<JobItem, 'verdict' | 'after'>[],
): OrderedPool[] {
  if ((action !== 'pools' && action !== 'switch_pool') || state === 'scheduled') return [];
  const states = items.flatMap(({ verdict, after }) =>
    after !== null && (verdict === 'in_force' || verdict === 'proven') ? [after] : [],
  );
  if (action === 'pools')
    return [params.pools ?? [], ...states.map(({ pools }) => pools ?? [])].flat().map(orderedPool);
  return [params.url, ...states.map(({ pool_url }) => pool_url)].flatMap((url) =>
    typeof url === 'string' ? [{ url, account: null }] : [],
  );
}

function orderedPool({ url, user }: { readonly url: string; readonly user: string }): OrderedPool {
  const account = accountName(user);
  return { url, account: account.includes('{') ? null : account };
}
