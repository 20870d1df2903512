import { useCallback } from 'react';
import { useLocation } from 'wouter';
import { momentOf } from '../../../../src-shared/miner/miner-now.ts';
import type { JobParams } from '../../../../src-shared/model/index.ts';
import { DEFAULT_STATUS_SECONDS } from '../../../../src-shared/setting-defaults/polling.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { useSettings, useSiteSummary } from '../../../api/use-settings.ts';
import { exactQuery } from '../../../miner-view/exact-query.ts';
import { toastDone, toastFailure } from '../../../ui/feedback/toast.tsx';
import { shownNowMs } from '../../../ui/use-now.ts';
import { jobsTexts } from '../jobs-texts.ts';
import { FLEET_OR_PREVIEW, formatOrderLocation } from './order-location.ts';
import { formatOrderParams } from './order-params.ts';
import { FREE_VERBS, orderOf, type Verb } from './verbs.ts';

/** Whether PowerHive may change miners; null while this is not known. */
export function useIsActing(): boolean | null {
  const { site } = usePowerHive();
  const own = useSettings().data?.actions.enabled;
  const there = useSiteSummary()?.actions_enabled;
  return (site === null ? own : there) ?? null;
}

/**
 * Performs a verb on miners: locating at once, everything else through its preview. `text` is the
 * search of the fleet, which stays behind the preview; from another screen, the fleet shows these miners, and `params` what is chosen in it already.
 */
export function useAct(): (verb: Verb, ids: readonly string[], text: string, params?: JobParams) => void {
  const { client, live } = usePowerHive();
  const [path, navigate] = useLocation();
  const isBesideFleet = FLEET_OR_PREVIEW.test(path);
  return useCallback(
    (verb, ids, text, params) => {
      if (ids.length === 0) return;
      if (!FREE_VERBS.has(verb)) {
        const set = formatOrderParams(orderOf(verb).action, params ?? null);
        const { miners } = live.state;
        const those = ids.flatMap((id) => miners.get(id) ?? []);
        // They are sought by their places, which no time changes.
        const moment = momentOf(shownNowMs(), DEFAULT_STATUS_SECONDS);
        const behind = isBesideFleet ? text : exactQuery(those, miners.array, moment);
        navigate(formatOrderLocation({ verb, ids, set }, behind ?? ''));
        return;
      }
      const light = async (on: boolean): Promise<void> => {
        try {
          await client.jobs.start({ action: 'locate', params: { on }, ids: [...ids] });
          const off = { label: jobsTexts.locateOff, run: () => void light(false) };
          if (on) toastDone(jobsTexts.located(ids.length), '', off);
          else toastDone(jobsTexts.unlocated(ids.length));
        } catch (error) {
          toastFailure(jobsTexts.startFailed, callErrorMessage(error));
        }
      };
      void light(orderOf(verb).params?.on ?? true);
    },
    [client, live, isBesideFleet, navigate],
  );
}
