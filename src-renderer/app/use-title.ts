import { useEffect } from 'react';
import { useNeededAttention } from '../features/anomalies/use-anomalies.ts';
import { appTexts } from './app-texts.ts';

/** "(34) PowerHive": how many miners need attention, also where the page is not in sight. */
export function useTitle(): void {
  const { miners } = useNeededAttention();
  useEffect(() => {
    document.title = appTexts.title(miners);
  }, [miners]);
}
