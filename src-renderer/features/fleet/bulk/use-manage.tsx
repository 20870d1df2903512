import { type ReactNode, useState } from 'react';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { toastUndoable } from '../../../ui/feedback/toast.tsx';
import { bulkTexts } from './bulk-texts.ts';
import { UnmanageQuestion } from './unmanage-question.tsx';
import { type BulkState, doneWords } from './use-bulk.ts';

/** Maximum number of miners that can be unmanaged without a confirmation. */
const UNCONFIRMED_AT_MOST = 10;

/** (Un)manages miners. Render `question`: it asks before many miners are unmanaged. */
export function useManage(bulk: BulkState): {
  readonly manageMany: (some: readonly Miner[], managed: boolean) => void;
  readonly question: ReactNode;
} {
  const [leaving, setLeaving] = useState<readonly Miner[] | null>(null);
  const manage = (some: readonly Miner[], managed: boolean): void => {
    const changed = some.filter((miner) => miner.managed !== managed);
    if (changed.length === 0) return;
    const asked = bulk.manage(changed, managed);
    if (managed) return;
    toastUndoable(bulkTexts.unmanaging(changed.length), doneWords(asked, bulkTexts.unmanaged), {
      label: bulkTexts.undo,
      run: () => bulk.manage(changed, true, asked),
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
