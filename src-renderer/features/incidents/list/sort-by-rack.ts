import type { Incident } from '../../../../src-shared/model/index.ts';

type Listed = Pick<Incident, 'severity' | 'rule_id' | 'cause'>;

/**
 * Moves incidents of the same fault in the same rack to the first of them, so that miners that
 * failed together, but are too few for one incident, are beside each other. The order is otherwise
 * kept.
 */
export function racksTogether<T extends Listed>(
  incidents: readonly T[],
  rackOf: (minerId: string) => string | null,
): T[] {
  const groups = new Map<unknown, T[]>();
  for (const incident of incidents) {
    const { severity, rule_id, cause } = incident;
    const rack = cause.kind === 'miner' ? rackOf(cause.key) : null;
    const key = rack === null ? incident : JSON.stringify([severity, rule_id, rack]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [incident]);
    else group.push(incident);
  }
  return [...groups.values()].flat();
}
