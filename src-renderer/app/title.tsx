import { useEffect } from 'react';
import { useFleetKnown } from '../api/use-fleet-known.ts';
import { useNeededAttention } from '../features/incidents/board-conditions/use-anomalies.ts';
import { appTexts } from './app-texts.ts';

/**
 * "(34) PowerHive": the number of miners that need attention, visible also in a background tab. A
 * separate component, because it updates each second and would draw its parent again.
 */
export function Title() {
  const { miners } = useNeededAttention();
  const isKnown = useFleetKnown();
  useEffect(() => {
    document.title = appTexts.title(isKnown ? miners : 0);
  }, [miners, isKnown]);
  return null;
}
