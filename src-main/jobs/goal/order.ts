import type { JobAction, JobParams, PoolParams } from '../../../src-shared/model/index.ts';
import type { StoredPool } from '../../drivers/commands.ts';
import type { PoolChoice } from './choose-pool.ts';

/** What is to be done to a miner, before it is known what that means for this very miner. */
export type Order =
  | { readonly action: 'locate'; readonly on: boolean }
  | { readonly action: 'pause' | 'resume' | 'start' | 'stop' | 'restart' | 'reboot' }
  | { readonly action: 'throttle'; readonly percent: number }
  | ({ readonly action: 'preset'; readonly by: PresetChoice } & UndoneSetting & UndonePreset)
  | ({ readonly action: 'switch_pool' } & PoolChoice)
  | ({ readonly action: 'pools'; readonly pools: readonly PoolParams[] } & UndoneSetting)
  /** An undo of pools: every slot as it was read. */
  | ({ readonly action: 'pools'; readonly slots: readonly StoredPool[] } & UndoneSetting);

/** In an undo: what is undone is stored, and waits for its restart. */
interface UndoneSetting {
  readonly isPending?: true;
}

interface UndonePreset {
  /** In an undo: the top preset of the switcher that is put back; null is none. */
  readonly top?: string | null;
  /** In an undo: what the miner drew before. */
  readonly was_w?: number | null;
}

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
