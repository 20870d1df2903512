import { useCallback } from 'react';
import { minerName } from '../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../src-shared/model/index.ts';
import { toastFailure } from '../ui/feedback/toast.tsx';
import { apiTexts } from './api-texts.ts';
import { callErrorMessage } from './call-error.ts';
import { usePowerHive } from './use-powerhive.ts';

/**
 * Opens the web page of a miner in the browser. A desktop window cannot do this, so it asks the
 * program.
 */
export function useOpenMinerPage(): (miner: Miner) => void {
  const { client, inDesktop } = usePowerHive();
  return useCallback(
    (miner) => {
      const failed = (why: string): void => toastFailure(apiTexts.pageFailed, why);
      if (miner.ip === null) failed(apiTexts.pageOffline(minerName(miner)));
      else if (inDesktop)
        client.desktop.openMinerPage({ id: miner.id }).catch((error: unknown) => failed(callErrorMessage(error)));
      else window.open(minerPageUrl(miner.ip), '_blank', 'noopener,noreferrer');
    },
    [client, inDesktop],
  );
}

export function minerPageUrl(ip: string): string {
  return `http://${ip}/`;
}
