import { useEffect } from 'react';
import { useNeededAttention } from '../features/incidents/board-conditions/use-anomalies.ts';
import { appTexts } from './app-texts.ts';

/**
 * "(34) PowerHive": how many miners need attention, also where the page is not in sight. A
 * component of its own, because it counts each second, and whatever it stood in would be drawn
 * with it.
 */
export function Title() {
  const { miners } = useNeededAttention();
  useEffect(() => {
    document.title = appTexts.title(miners);
  }, [miners]);
  return null;
}
