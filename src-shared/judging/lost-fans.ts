import type { Fan } from '../model/index.ts';

/** Both spellings: the summary reports immersion, the settings immers. */
const IMMERSION = /^immers/;

/** What must be known about a miner to judge its fans. */
export interface FanContext {
  readonly coolingMode: string | null;
  readonly liquidCooled: boolean;
  /**
   * Whether one of its fans was ever seen turning. In an immersion tank they stand still, whatever
   * the mode is called.
   */
  readonly everTurned: boolean;
}

/**
 * Fans that should turn and do not: those that the firmware reports as lost; before 1.2.0-rc5,
 * which has no such status, those at 0 rpm if another one turns. Miners in immersion or on water
 * always report lost fans.
 */
export function findLostFans(fans: readonly Fan[], miner: FanContext): readonly Fan[] {
  if (miner.liquidCooled || !miner.everTurned || isImmersed(miner.coolingMode)) return [];
  const turns = isAnyTurning(fans);
  return fans.filter(({ status, rpm }) => status === 'lost' || (status === null && rpm === 0 && turns));
}

/** Whether the firmware cools it by immersion. */
export function isImmersed(coolingMode: string | null): boolean {
  return IMMERSION.test(coolingMode ?? '');
}

export function isAnyTurning(fans: readonly Fan[]): boolean {
  return fans.some(({ rpm }) => rpm !== null && rpm > 0);
}

/**
 * Counted from 1, as people do: "Fan 2 of 4 stopped", "Fans 2, 3 of 4 stopped", "All 4 fans
 * stopped".
 */
export function lostFansWords(lost: readonly Fan[], fans: readonly Fan[]): string {
  if (lost.length === fans.length && fans.length > 1) return `All ${fans.length} fans stopped`;
  const ids = lost.map((fan) => fan.fan_id + 1).join(', ');
  return `${lost.length === 1 ? 'Fan' : 'Fans'} ${ids} of ${fans.length} stopped`;
}
