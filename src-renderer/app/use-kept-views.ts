import { useEffect } from 'react';
import { useConnectionState, usePowerHive } from '../api/use-powerhive.ts';
import { keepSavedViews } from '../features/fleet/views/use-saved-views.ts';

/** The views of the fleet are those of this computer's farm, in whichever browser it is shown. */
export function useKeptViews(): void {
  const { client, site } = usePowerHive();
  const isReady = useConnectionState().phase === 'ready';
  const isHome = site === null;
  useEffect(() => {
    if (!isReady || !isHome) return;
    return keepSavedViews({
      load: async () => (await client.app.views()).json,
      keep: (json) => client.app.keepViews({ json }),
    });
  }, [client, isReady, isHome]);
}
