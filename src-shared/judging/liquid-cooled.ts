import type { Chain } from '../model/index.ts';

/**
 * Whether a miner is water-cooled: hydro models have it in their name, and only they report water
 * temperatures.
 */
export function isLiquidCooled(
  modelName: string | null,
  chains: readonly Pick<Chain, 'water_inlet_temp_c' | 'water_outlet_temp_c'>[],
): boolean {
  return (
    /hydro/i.test(modelName ?? '') ||
    chains.some((chain) => chain.water_inlet_temp_c !== null || chain.water_outlet_temp_c !== null)
  );
}
