import { type ReactNode, useState } from 'react';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { toastDone } from '../../../ui/feedback/toast.tsx';
import { fleetTexts } from '../fleet-texts.ts';
import { UnmanageQuestion } from './unmanage-question.tsx';
import type { BulkState } from './use-bulk.ts';

/** How many miners can be taken out of monitoring without a question. */
const UNCONFIRMED_AT_MOST = 10;

/** Manages miners, and ends the monitoring of many only after a question, which is to be shown. */
export function useManage(bulk: BulkState): {
  readonly manageMany: (some: readonly Miner[], managed: boolean) => void;
  readonly question: ReactNode;
} {
  const [leaving, setLeaving] = useState<readonly Miner[] | null>(null);
  const manage = (some: readonly Miner[], managed: boolean): void => {
    const changed = some.filter((miner) => miner.managed !== managed);
    if (changed.length === 0) return;
    bulk.manage(changed, managed);
    if (managed) return;
    toastDone(fleetTexts.bulk.unmanaging(changed.length), '', {
      label: fleetTexts.bulk.undo,
      run: () => bulk.manage(changed, true),
    });
  };
  return {
    manageMany: (some, managed) => {
      if (!managed && some.length > UNCONFIRMED_AT_MOST) setLeaving(some);
      else manage(some, managed);
    },
    question: leaving !== null && (
      <UnmanageQuestion
        miners={leaving}
        onClose={() => setLeaving(null)}
        onUnmanage={() => {
          setLeaving(null);
          manage(leaving, false);
        }}
      />
    ),
  };
}
