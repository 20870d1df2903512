import type { ActedState, JobAction } from '../model/index.ts';

/**
 * The part of a miner's state that an action changes, as text: preset, throttle, pool, light or
 * state. Null if it is unknown.
 */
export function actedValue(action: JobAction, state: ActedState): string | null {
  const { preset, throttled_percent, pool_url, pools, locate_on } = state;
  switch (action) {
    case 'preset':
      return preset;
    case 'throttle':
      return throttled_percent === null ? null : `${throttled_percent} %`;
    case 'switch_pool':
      return pool_url;
    case 'pools':
      return pools?.find(({ url }) => url !== '')?.url ?? pool_url;
    case 'locate':
      return locate_on === null ? null : locate_on ? 'on' : 'off';
    default:
      return state.state;
  }
}
