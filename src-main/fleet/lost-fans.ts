import type { Fan } from '../../src-shared/model/index.ts';

/**
 * The fans that should turn and do not. Hydro and immersion machines report lost fans as a matter of course: they have none, so that
 * only a miner of which another fan turns can have lost one.
 */
export function findLostFans(fans: readonly Fan[], coolingMode: string | null): readonly Fan[] {
  const airCooled = coolingMode !== 'immersion' && fans.some((fan) => (fan.rpm ?? 0) > 0);
  return airCooled ? fans.filter((fan) => fan.status === 'lost') : [];
}

/** As people count them, from 1 on: "Fan 2 lost", "Fans 2, 3 of 4 lost". */
export function lostFansWords(lost: readonly Fan[], fans: readonly Fan[]): string {
  const ids = lost.map((fan) => fan.fan_id + 1).join(', ');
  return lost.length === 1 ? `Fan ${ids} of ${fans.length} stands still` : `Fans ${ids} of ${fans.length} stand still`;
}
