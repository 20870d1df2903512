import { useMemo } from 'react';
import { byUrgency } from '../../src-shared/alerts/urgency.ts';
import type { Incident } from '../../src-shared/model/index.ts';
import { useLive } from './use-powerhive.ts';

/** The open incidents, the most urgent first: the ones in counts, badges and lists. */
export function useOpenIncidents(): readonly Incident[] {
  const incidents = useLive((view) => view.incidents);
  return useMemo(() => incidents.filter(({ state }) => state === 'open').sort(byUrgency), [incidents]);
}
