import type { Maintenance } from '../../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { toastDone, toastFailure } from '../../../ui/feedback/toast.tsx';
import { incidentsTexts } from '../incidents-texts.ts';

const texts = incidentsTexts.maintenance;

/** Ends maintenance. The toast, which says `done`, can undo it: the same maintenance goes on. */
export function useEndMaintenance() {
  const { client } = usePowerHive();
  const attempt = async (failed: string, work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      toastFailure(failed, callErrorMessage(error));
      return false;
    }
  };
  const again = ({ query, rule_ids, starts_at, ends_at, reason }: Maintenance): Promise<unknown> =>
    client.maintenance.create({ query, rule_ids, starts_at, ends_at, reason });
  return async (windows: readonly Maintenance[], done: string): Promise<void> => {
    const end = () => Promise.all(windows.map(({ id }) => client.maintenance.remove({ id })));
    if (!(await attempt(texts.notEnded, end))) return;
    const undo = (): void => void attempt(texts.notAdded, () => Promise.all(windows.map(again)));
    toastDone(done, '', { label: incidentsTexts.undo, run: undo });
  };
}
