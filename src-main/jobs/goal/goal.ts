import type { ActionPart, StoredPool } from '../../drivers/commands.ts';
import type { PresetSwitcher } from '../../drivers/readings.ts';
import type { PoolChoice } from './choose-pool.ts';
import type { Order } from './order.ts';
import type { TopChange } from './switcher-top.ts';

/** The goal for one particular miner: what is sent, and what shows that it is reached. */
export type Goal =
  | { readonly kind: 'locate'; readonly on: boolean }
  | { readonly kind: 'pause' | 'stop' | 'restart' | 'reboot' }
  /** `itself`: why the miner had stopped itself when this was judged; absent if it had not. */
  | { readonly kind: 'resume' | 'start'; readonly itself?: string }
  | { readonly kind: 'throttle'; readonly percent: number }
  | {
      readonly kind: 'preset';
      readonly preset: string;
      /** The new top preset of the switcher; null if it stays as it is. */
      readonly top: TopChange | null;
      /** The figures of the preset; null if unknown. */
      readonly power_w: number | null;
      readonly hashrate_hs: number | null;
      /** The preset switcher as this was judged; null if it is unknown. */
      readonly switcher?: PresetSwitcher | null;
      /** Not tuned: the miner tunes for hours, and its figures prove nothing until then. */
      readonly untuned: boolean;
      /**
       * In an undo where the switcher is on: its top afterwards. It was there before the job, so a
       * preset up to it is what is restored.
       */
      readonly restoredTop?: TopChange;
    }
  | ({ readonly kind: 'switch_pool' } & PoolChoice)
  /** All slots as they are written; null while the current slots are unknown. */
  | { readonly kind: 'pools'; readonly slots: readonly StoredPool[] | null };

/** Why a miner that is to be started had stopped itself; null if it had not. */
export function stoppedItselfBefore(goal: Goal): string | null {
  return goal.kind === 'resume' || goal.kind === 'start' ? (goal.itself ?? null) : null;
}

const STATE: readonly ActionPart[] = ['state'];

/** What must be read from a miner before an action. */
export function partsBefore({ action }: Pick<Order, 'action'>): readonly ActionPart[] {
  switch (action) {
    case 'locate':
      return STATE;
    case 'preset':
      return ['state', 'perf', 'settings', 'presets', 'running'];
    case 'pools':
      return ['state', 'perf', 'settings', 'running'];
    default:
      return ['state', 'perf', 'running'];
  }
}

/** What must be read to see the effect. */
export function partsAfter({ kind }: Pick<Goal, 'kind'>, isInForce: boolean): readonly ActionPart[] {
  switch (kind) {
    case 'preset':
      return isInForce ? ['state', 'perf', 'running'] : ['state', 'perf', 'settings'];
    case 'pools':
      return ['state', 'settings', 'running'];
    case 'switch_pool':
      return ['state', 'running'];
    case 'throttle':
      return isInForce ? ['state', 'perf', 'running'] : STATE;
    default:
      return STATE;
  }
}

/** Whether the miner's settings are written. They are backed up first. */
export function writesSettings({ kind }: Pick<Goal, 'kind'>): boolean {
  return kind === 'preset' || kind === 'pools';
}
