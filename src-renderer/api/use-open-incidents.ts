import { useMemo } from 'react';
import type { Incident } from '../../src-shared/model/index.ts';
import { byUrgency } from '../../src-shared/urgency.ts';
import { useLive } from './use-powerhive.ts';

/** The incidents that are open, the worst first: those that count, badge and lists show. */
export function useOpenIncidents(): readonly Incident[] {
  const incidents = useLive((view) => view.incidents);
  return useMemo(() => incidents.filter(({ state }) => state === 'open').sort(byUrgency), [incidents]);
}
