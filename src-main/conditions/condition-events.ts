import type { Condition, NewEvent } from '../../src-shared/model/index.ts';
import type { ChangedConditions } from './changed-conditions.ts';

/**
 * The events of conditions that began or ended on one miner. Notices have none, because they change
 * with every reading.
 */
export function conditionEvents(
  miner: { readonly id: string; readonly name: string },
  { began, ended }: ChangedConditions,
): NewEvent[] {
  const events = (event: 'condition_began' | 'condition_ended', conditions: readonly Condition[]): NewEvent[] =>
    conditions
      .filter(({ severity }) => severity !== 'notice')
      .map(({ code, severity, message, since_at, where: { chain_id } }) => ({
        event,
        miner_id: miner.id,
        data: { name: miner.name, code, severity, message, since_at, chain_id },
      }));
  return [...events('condition_ended', ended), ...events('condition_began', began)];
}
