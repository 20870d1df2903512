import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useMemo } from 'react';
import type { Incident } from '../../../../src-shared/model/index.ts';
import {
  incidentLanguage,
  matchesIncidentQuery,
  parseIncidentQuery,
  type QueryLanguage,
} from '../../../../src-shared/query/index.ts';
import { useMoment } from '../../../api/use-moment.ts';
import { useLive, usePowerHive } from '../../../api/use-powerhive.ts';

/** The search in unresolved incidents, and the language of its box. */
export interface IncidentSearch {
  readonly language: QueryLanguage;
  /** The incidents that match: all for an empty text. Invalid parts are left out. */
  readonly find: (incidents: readonly Incident[]) => readonly Incident[];
}

/** Searches while the operator types, with the current data of miners. */
export function useIncidentSearch(text: string): IncidentSearch {
  const { orpc, live } = usePowerHive();
  const { data: rules, refetch } = useQuery(orpc.rules.list.queryOptions({ staleTime: 60_000 }));
  const moment = useMoment();
  const asked = useDeferredValue(text);
  const query = useMemo(() => parseIncidentQuery(asked), [asked]);
  const names = useMemo(() => new Map(rules?.map(({ id, name }) => [id, name])), [rules]);
  const incidents = useLive((view) => view.incidents);
  // A rule of an incident is not in the list: rules were added or deleted in the meantime.
  const unknown = incidents.flatMap(({ rule_id }) => (names.has(rule_id) ? [] : [rule_id])).join(' ');
  useEffect(() => {
    if (unknown !== '') void refetch();
  }, [unknown, refetch]);
  const language = useMemo(() => incidentLanguage([...names.values()]), [names]);
  const find = useMemo(() => {
    const around = {
      moment,
      miner: (id: string) => live.state.miners.get(id) ?? null,
      ruleName: (id: string) => names.get(id) ?? null,
    };
    return (incidents: readonly Incident[]) =>
      query.terms.length === 0
        ? incidents
        : incidents.filter((incident) => matchesIncidentQuery(query, incident, around));
  }, [query, moment, live, names]);
  return { language, find };
}
