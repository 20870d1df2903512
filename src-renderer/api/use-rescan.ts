import { useCallback } from 'react';
import { toastFailure } from '../ui/feedback/toast.tsx';
import { apiTexts } from './api-texts.ts';
import { callErrorMessage } from './call-error.ts';
import { usePowerHive } from './use-powerhive.ts';

/** Starts a full scan now. Its progress arrives in the live stream. */
export function useRescan(): () => Promise<void> {
  const { client } = usePowerHive();
  return useCallback(async () => {
    try {
      await client.scans.start({});
    } catch (error) {
      toastFailure(apiTexts.scanFailed, callErrorMessage(error));
    }
  }, [client]);
}
