import type { JobAction, JobParams, PoolParams } from '../../../src-shared/model/index.ts';
import type { StoredPool } from '../../drivers/commands.ts';
import type { PoolChoice } from './choose-pool.ts';

/** What is to be done to a miner, before it is known what that means for this very miner. */
export type Order =
  | { readonly action: 'locate'; readonly on: boolean }
  | { readonly action: 'pause' | 'resume' | 'start' | 'stop' | 'restart' | 'reboot' }
  | { readonly action: 'throttle'; readonly percent: number }
  /**
   * In an undo: `top` is the top preset of the switcher that is put back, and `was_w` what the miner
   * drew before.
   */
  | {
      readonly action: 'preset';
      readonly by: PresetChoice;
      readonly top?: string | null;
      readonly was_w?: number | null;
    }
  | ({ readonly action: 'switch_pool' } & PoolChoice)
  | { readonly action: 'pools'; readonly pools: readonly PoolParams[] }
  /** An undo of pools: every slot as it was read. */
  | { readonly action: 'pools'; readonly slots: readonly StoredPool[] };

export type PresetChoice = { readonly preset: string } | { readonly watts: number } | { readonly steps: number };

/** The parameters were checked by the contract: what an action takes is there. */
export function orderOf(action: JobAction, params: JobParams): Order {
  const { on, percent, preset, watts, steps, url, user, pools } = params;
  switch (action) {
    case 'locate':
      return { action, on: on ?? true };
    case 'throttle':
      return { action, percent: percent ?? 100 };
    case 'preset':
      return {
        action,
        by: preset !== undefined ? { preset } : watts !== undefined ? { watts } : { steps: steps ?? 0 },
      };
    case 'switch_pool':
      return { action, url: url ?? '', ...(user !== undefined && { user }) };
    case 'pools':
      return { action, pools: pools ?? [] };
    case 'pause':
    case 'resume':
    case 'start':
    case 'stop':
    case 'restart':
    case 'reboot':
      return { action };
  }
}
