import { useMemo } from 'react';
import type { Incident, Problem } from '../../../src-shared/model/index.ts';
import { useLive, useLiveMiner } from '../../api/use-powerhive.ts';
import { BoardPicture } from './board-conditions/board-picture.tsx';
import { useAnomalies } from './board-conditions/use-anomalies.ts';

/** The present problems of a miner, the worst first. */
export type ProblemsOf = (minerId: string) => readonly Problem[];

/** Finds the present problems of a miner. */
export function useProblemsOf(): ProblemsOf {
  const listed = useAnomalies().data;
  return useMemo(() => {
    const byMiner = Map.groupBy(listed ?? [], ({ miner_id }) => miner_id);
    return (minerId) => byMiner.get(minerId) ?? [];
  }, [listed]);
}

/**
 * What is wrong now with the one miner of an open incident, as a small picture of its board or
 * part. Nothing where the list of problems does not have it (any more).
 */
export function IncidentPicture({ incident, problemsOf }: { incident: Incident; problemsOf: ProblemsOf }) {
  const { cause, faults, resolved_at } = incident;
  const miner = useLiveMiner(cause.key);
  const model = useLive((view) => view.models.find(({ alias }) => alias === miner?.model_alias));
  if (cause.kind !== 'miner' || resolved_at !== null) return null;
  const words = faults[0]?.message ?? '';
  const problem = problemsOf(cause.key).find(({ message }) => words.includes(message.replace(/\.$/, '')));
  return problem === undefined ? null : <BoardPicture anomaly={problem} model={model} small />;
}
