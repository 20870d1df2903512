import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Incident, Problem, Rule } from '../../../../src-shared/model/index.ts';
import { parseQuery, queriedConditions } from '../../../../src-shared/query/index.ts';
import { useLive, useLiveMiner, usePowerHive } from '../../../api/use-powerhive.ts';
import { BoardPicture } from '../board-conditions/board-picture.tsx';
import { useAnomalies } from '../board-conditions/use-anomalies.ts';

/** The worst present problem of a miner of which a rule asks; undefined if there is none. */
export type FindProblem = (minerId: string, ruleId: string) => Problem | undefined;

export function useFindProblem(): FindProblem {
  const { orpc } = usePowerHive();
  const rules = useQuery(orpc.rules.list.queryOptions({ staleTime: 60_000 })).data;
  const listed = useAnomalies().data;
  return useMemo(() => problemFinder(listed ?? [], rules ?? []), [listed, rules]);
}

/** `problems` have the worst of a miner first. */
export function problemFinder(problems: readonly Problem[], rules: readonly Pick<Rule, 'id' | 'query'>[]): FindProblem {
  const byMiner = Map.groupBy(problems, ({ miner_id }) => miner_id);
  const asked = new Map(rules.map(({ id, query }) => [id, queriedConditions(parseQuery(query).terms)]));
  return (minerId, ruleId) => byMiner.get(minerId)?.find(({ code }) => asked.get(ruleId)?.has(code) === true);
}

/**
 * What is wrong now with the one miner of an unresolved incident, as a small picture of its board or
 * part. Nothing where the list of problems does not have it (any more).
 */
export function IncidentPicture({ incident, findProblem }: { incident: Incident; findProblem: FindProblem }) {
  const { cause, faults } = incident;
  const miner = useLiveMiner(cause.key);
  const model = useLive((view) => view.models.find(({ alias }) => alias === miner?.model_alias));
  if (cause.kind !== 'miner') return null;
  const problem = findProblem(cause.key, faults[0]?.rule_id ?? '');
  return problem === undefined ? null : <BoardPicture anomaly={problem} model={model} small />;
}
