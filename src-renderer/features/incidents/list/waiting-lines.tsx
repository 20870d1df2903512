import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { whereWords } from '../../../../src-shared/miner/where-words.ts';
import { useFarmNow } from '../../../api/use-farm-now.ts';
import { useLive, usePowerHive } from '../../../api/use-powerhive.ts';
import { silentWords } from '../../../miner-view/silent-miners.ts';
import { formatHash } from '../../../ui/hash-location.ts';
import { clockTime } from '../../../ui/times.ts';
import { incidentsTexts } from '../incidents-texts.ts';
import { type WaitingGroup, waitingGroups } from './waiting-groups.ts';

const texts = incidentsTexts.waiting;

/** What may become an incident: problems that rules wait for, and miners that stopped answering. */
export interface WaitedFor {
  readonly groups: readonly WaitingGroup[];
  /** "4 miners do not answer since 23:41"; null if there are none. */
  readonly silent: string | null;
}

export function useWaitedFor(): WaitedFor {
  const { orpc } = usePowerHive();
  const rules = useQuery(orpc.rules.list.queryOptions({ staleTime: 60_000 })).data;
  const { miners, moment } = useFarmNow();
  const incidents = useLive((view) => view.incidents);
  return useMemo(
    () => ({
      groups: waitingGroups(miners, incidents, rules ?? [], moment),
      silent: silentWords(miners, moment.nowMs),
    }),
    [miners, incidents, rules, moment],
  );
}

/** One line for each: "4 miners: offline in rack R2 since 23:41. A problem if it lasts for 3 min." */
export function WaitingLines({ waited, nowMs }: { waited: WaitedFor; nowMs: number }) {
  return (
    <>
      {waited.groups.map(({ miners, word, query, sinceAt, forSeconds }) => (
        <p key={query} role="status">
          <Link href={formatHash({ path: '/fleet', text: query })}>
            {texts.miners(miners.length, word, whereWords(miners))}
          </Link>
          {texts.sinceAndFor(sinceAt === null ? null : clockTime(sinceAt, nowMs), forSeconds)}
        </p>
      ))}
      {waited.silent !== null && <p role="status">{waited.silent}.</p>}
    </>
  );
}
