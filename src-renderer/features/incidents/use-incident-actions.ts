import { useMemo } from 'react';
import { callErrorMessage } from '../../api/call-error.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { toastDone, toastFailure } from '../../ui/feedback/toast.tsx';
import { clockTime } from '../../ui/times.ts';
import { shownNowMs } from '../../ui/use-now.ts';
import { incidentsTexts } from './incidents-texts.ts';

const texts = incidentsTexts;

/** Actions of the operator on an incident. The toast of each, except of a note, can undo it. */
export function useIncidentActions() {
  const { client } = usePowerHive();
  return useMemo(() => {
    const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
      try {
        await work();
        return true;
      } catch (error) {
        toastFailure(texts.notDone, callErrorMessage(error));
        return false;
      }
    };
    const reopen = async (incident_id: string): Promise<void> => {
      await attempt(() => client.incidents.reopen({ incident_id }));
    };
    const done = (title: string, id: string): void =>
      toastDone(title, '', { label: texts.undo, run: () => void reopen(id) });
    return {
      reopen,
      async acknowledge(incident_id: string): Promise<void> {
        const ok = await attempt(() => client.incidents.acknowledge({ incident_id }));
        if (ok) done(texts.acknowledged, incident_id);
      },
      note: (incident_id: string, text: string): Promise<boolean> =>
        attempt(() => client.incidents.note({ params: { incident_id }, body: { text } })),
      async resolve(incident_id: string, comment: string): Promise<void> {
        const ok = await attempt(() => client.incidents.resolve({ params: { incident_id }, body: { comment } }));
        if (ok) done(texts.resolvedByHand, incident_id);
      },
      /** Null means until it gets worse or ends. */
      async snooze(incident_id: string, until_at: number | null): Promise<void> {
        const ok = await attempt(() => client.incidents.snooze({ params: { incident_id }, body: { until_at } }));
        const until = until_at === null ? texts.itChanges : clockTime(until_at, shownNowMs());
        if (ok) done(texts.snoozed(until), incident_id);
      },
    };
  }, [client]);
}
