import { useRef } from 'react';
import type { Incident } from '../../../../src-shared/model/index.ts';
import { useMoment } from '../../../api/use-moment.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { membersQuery } from '../cause-query.ts';

/**
 * The query for the miners of an incident; null if it has none. It is sought again only when they
 * change, and not each second.
 */
export function useMembersQuery({ cause, miner_ids }: Pick<Incident, 'cause' | 'miner_ids'>): string | null {
  const { miners } = usePowerHive().live.state;
  const moment = useMoment();
  const found = useRef<{ readonly key: string; readonly query: string | null } | null>(null);
  const known = miner_ids.flatMap((id) => miners.get(id) ?? []);
  const key = `${cause.kind} ${cause.key} ${known.map(({ id }) => id).join()}`;
  if (found.current?.key !== key)
    found.current = { key, query: membersQuery(cause, known, { miners: miners.array, moment }) };
  return found.current.query;
}
