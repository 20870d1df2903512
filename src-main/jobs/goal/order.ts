import type { JobAction, JobParams, PoolParams } from '../../../src-shared/model/index.ts';
import type { StoredPool } from '../../drivers/commands.ts';
import type { PoolChoice } from './choose-pool.ts';

/** What is ordered for a miner, before it is known what that means for this particular miner. */
export type Order =
  | { readonly action: 'locate'; readonly on: boolean }
  | { readonly action: 'pause' | 'resume' | 'start' | 'stop' | 'restart' | 'reboot' }
  | { readonly action: 'throttle'; readonly percent: number }
  | ({ readonly action: 'preset'; readonly by: PresetChoice } & UndoneSetting & UndonePreset)
  | ({ readonly action: 'switch_pool' } & PoolChoice)
  | ({ readonly action: 'pools'; readonly pools: readonly PoolParams[] } & UndoneSetting)
  /** The last pools of each miner that were the farm's own. */
  | ({ readonly action: 'pools'; readonly before: true } & UndoneSetting)
  /** An undo of pools: all slots as they were read. */
  | ({ readonly action: 'pools'; readonly slots: readonly StoredPool[] } & UndoneSetting);

/** In an undo: the change to undo is stored, and waits for its restart. */
interface UndoneSetting {
  readonly isPending?: true;
}

interface UndonePreset {
  /** In an undo: the top preset of the switcher to put back; null for none. */
  readonly top?: string | null;
  /** In an undo: the power before. */
  readonly was_w?: number | null;
}

export type PresetChoice = { readonly preset: string } | { readonly watts: number } | { readonly steps: number };

/** The contract has checked the parameters, so that those of the action are there. */
export function orderOf(action: JobAction, params: JobParams): Order {
  const { on, percent, preset, watts, steps, url, user, pools, before } = params;
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
      return before === true ? { action, before } : { action, pools: pools ?? [] };
    case 'pause':
    case 'resume':
    case 'start':
    case 'stop':
    case 'restart':
    case 'reboot':
      return { action };
  }
}
