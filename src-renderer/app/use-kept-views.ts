import { ORPCError } from '@orpc/client';
import { useEffect } from 'react';
import { useConnectionStateOf, useSiteChoice } from '../api/use-powerhive.ts';
import { keepSavedViews } from '../features/fleet/views/keep-saved-views.ts';

/**
 * Keeps the fleet views in the PowerHive of this computer, so that they are the same in every
 * browser and for every site.
 */
export function useKeptViews(): void {
  const { home } = useSiteChoice();
  const { client } = home;
  const isReady = useConnectionStateOf(home).phase === 'ready';
  useEffect(() => {
    if (!isReady) return;
    return keepSavedViews({
      load: () => client.app.views(),
      async keep(json, revision) {
        try {
          return (await client.app.keepViews({ json, revision })).revision;
        } catch (error) {
          if (error instanceof ORPCError && error.code === 'CONFLICT') return null;
          throw error;
        }
      },
      onReturn(listener) {
        window.addEventListener('focus', listener);
        return () => window.removeEventListener('focus', listener);
      },
    });
  }, [client, isReady]);
}
