import type { ActedState } from '../../../src-shared/model/index.ts';
import { SKIP_WORDS } from '../words/skip-words.ts';
import type { Order } from './order.ts';
import { arePoolsSame } from './pool-addresses.ts';
import { stateGroup } from './state-group.ts';

/** How a miner differs from the preview, because it was changed since; null if it does not. */
export function hasChanged(
  order: Order,
  before: ActedState,
  now: Pick<ActedState, 'state' | 'preset' | 'throttled_percent' | 'pools'>,
): string | null {
  if (order.action === 'locate') return null;
  const [was, is] = [stateGroup(before.state), stateGroup(now.state)];
  if (was !== 'unknown' && is !== 'unknown' && was !== is) return SKIP_WORDS.stateChanged(before.state, now.state);
  if (order.action === 'preset' && before.preset !== null && now.preset !== null && before.preset !== now.preset) {
    return SKIP_WORDS.presetChanged(before.preset, now.preset);
  }
  if (order.action === 'pools' && before.pools !== null && now.pools !== null) {
    return arePoolsSame(before.pools, now.pools) ? null : SKIP_WORDS.poolsChanged;
  }
  if (order.action === 'throttle' && before.throttled_percent !== null && now.throttled_percent !== null) {
    if (before.throttled_percent !== now.throttled_percent) {
      return SKIP_WORDS.percentChanged(before.throttled_percent, now.throttled_percent);
    }
  }
  return null;
}
