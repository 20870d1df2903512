import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { minerName } from '../../../../src-shared/miner/miner-name.ts';
import { whereWords } from '../../../../src-shared/miner/where-words.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { ATTENTION_QUERY, MAINTAINED_QUERY } from '../../../../src-shared/query/attention-queries.ts';
import { useFarmNow } from '../../../api/use-farm-now.ts';
import { useLive, usePowerHive } from '../../../api/use-powerhive.ts';
import { useResolvedByHand } from '../../../api/use-resolved-by-hand.ts';
import { useWithoutSilent } from '../../../api/use-without-silent.ts';
import { exactQuery } from '../../../miner-view/exact-query.ts';
import { silentWords } from '../../../miner-view/silent-miners.ts';
import { formatHash } from '../../../ui/hash-location.ts';
import { clockTime } from '../../../ui/times.ts';
import { incidentsTexts } from '../incidents-texts.ts';
import { byReason, type UnlistedMiners, unlistedMiners } from './unlisted-miners.ts';
import { type WaitingGroup, waitingGroups } from './waiting-groups.ts';

const texts = incidentsTexts.waiting;

/** Miners of which a line says why they are not listed. */
const REASONS = ['others', 'resolved', 'silent'] as const;
type Reason = (typeof REASONS)[number];

const LIKELY = [MAINTAINED_QUERY, ATTENTION_QUERY];

/** What is in no incident: what may become one, and why the others do not. */
export interface Unlisted extends UnlistedMiners {
  readonly groups: readonly WaitingGroup[];
  /** Problems that no rule is about. */
  readonly others: readonly Miner[];
  /** The query for the miners of each reason. */
  readonly queries: Readonly<Record<Reason, string>>;
  /** "4 miners do not answer since 23:41"; null if there are none. */
  readonly unanswering: string | null;
}

export function useUnlisted(): Unlisted {
  const { orpc } = usePowerHive();
  const rules = useQuery(orpc.rules.list.queryOptions({ staleTime: 60_000 })).data;
  const { miners, moment } = useFarmNow();
  const incidents = useLive((view) => view.incidents);
  const withoutSilent = useWithoutSilent(moment);
  const unlisted = useMemo(() => unlistedMiners(miners, incidents), [miners, incidents]);
  const resolvedIds = useResolvedByHand(unlisted);
  return useMemo(() => {
    const reasons = byReason(unlisted, withoutSilent, resolvedIds);
    const { waiting: groups, others } = waitingGroups(reasons.heard, rules ?? [], moment, miners);
    const queryOf = (those: readonly Miner[]): string => exactQuery(those, miners, moment, LIKELY) ?? ATTENTION_QUERY;
    const queries = { others: queryOf(others), resolved: queryOf(reasons.resolved), silent: queryOf(reasons.silent) };
    return { ...reasons, groups, others, queries, unanswering: silentWords(miners, moment.nowMs) };
  }, [unlisted, withoutSilent, resolvedIds, rules, miners, moment]);
}

/** So many miners are named; more are counted. */
const FEW = 2;

function namesOfFew(miners: readonly Miner[]): readonly string[] | null {
  return miners.length > FEW ? null : miners.map(minerName);
}

/** One line for each: "4 miners: offline in rack R2 since 23:41. A problem if it lasts for 3 min.", and for each reason. */
export function UnlistedLines({ unlisted, nowMs }: { unlisted: Unlisted; nowMs: number }) {
  return (
    <>
      {unlisted.groups.map(({ miners, word, query, sinceAt, forSeconds }) => (
        <p key={query} role="status">
          <Link href={formatHash({ path: '/fleet', text: query })}>
            {texts.miners(namesOfFew(miners), miners.length, word, whereWords(miners))}
          </Link>
          {texts.sinceAndFor(sinceAt === null ? null : clockTime(sinceAt, nowMs), forSeconds)}
        </p>
      ))}
      {unlisted.unanswering !== null && <p role="status">{unlisted.unanswering}.</p>}
      {REASONS.map((reason) => {
        const those = unlisted[reason];
        if (those.length === 0) return null;
        return (
          <p key={reason} role="status">
            <Link href={formatHash({ path: '/fleet', text: unlisted.queries[reason] })}>
              {texts.unlisted[reason](those.length)}
            </Link>{' '}
            {texts.unlistedWhy[reason]}
          </p>
        );
      })}
    </>
  );
}
