import { isMasked } from '../../../../src-shared/masked.ts';
import type { MinerCommand, StoredPool } from '../../commands.ts';

/** Where and with what body a command is posted, below `/api/v1`; no body is none. */
export interface CommandRequest {
  readonly path: string;
  readonly body: object | null;
}

/** VNish has three; a write has them all. */
const POOL_SLOTS = 3;
const NO_POOL: StoredPool = { url: '', user: '', pass: '' };

/** The two calls of the light: `/locate-miner` sets it, `/find-miner` toggles it. */
export const LOCATE = '/locate-miner';
export const FIND = '/find-miner';

/**
 * The one request of a command; a text says why there is none.
 * Settings are merged by the miner: nothing is in the body but what changes.
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
