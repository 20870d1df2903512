import { isMasked } from '../../../../src-shared/masked.ts';
import { type MinerCommand, NO_POOL, POOL_SLOTS, type StoredPool } from '../../commands.ts';

/** Path below `/api/v1` and body of the POST for a command; null for no body. */
export interface CommandRequest {
  readonly path: string;
  readonly body: object | null;
}

/** The two calls of the locate light: `/locate-miner` sets it, `/find-miner` toggles it. */
export const LOCATE = '/locate-miner';
export const FIND = '/find-miner';

/**
 * The request of a command, or a text that says why there is none. The miner merges settings, so
 * the body contains only what changes.
 */
export function commandRequest(command: Exclude<MinerCommand, { kind: 'locate' }>): CommandRequest | string {
  switch (command.kind) {
    case 'reboot':
      return { path: '/system/reboot', body: null };
    case 'throttle':
      return { path: '/mining/throttle', body: { percent: command.percent } };
    case 'switch_pool':
      return { path: '/mining/switch-pool', body: { pool_id: command.pool_id } };
    case 'preset': {
      const { preset, switcher } = command;
      const overclock = switcher === null ? { preset } : { preset, preset_switcher: switcher };
      return { path: '/settings', body: { miner: { overclock } } };
    }
    case 'pools':
      return poolsRequest(command.pools);
    case 'pause':
    case 'resume':
    case 'start':
    case 'stop':
    case 'restart':
      return { path: `/mining/${command.kind}`, body: null };
  }
}

function poolsRequest(pools: readonly StoredPool[]): CommandRequest | string {
  if (pools.length > POOL_SLOTS) return `VNish has ${POOL_SLOTS} pool slots, not ${pools.length}: nothing was sent`;
  if (pools.some(({ user }) => isMasked(user))) {
    return 'A pool user is masked (*****): nothing was sent, because it would be stored as it is shown';
  }
  const slots = [...pools, ...new Array<StoredPool>(POOL_SLOTS - pools.length).fill(NO_POOL)];
  return {
    path: '/settings',
    body: {
      miner: { pools: slots.map(({ url, user, pass }) => (pass === null ? { url, user } : { url, user, pass })) },
    },
  };
}
