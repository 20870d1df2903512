import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { toastDone, toastFailure } from '../../ui/feedback/toast.tsx';
import { minerLifeTexts } from './remove-miner-texts.ts';
import { type RemovedHistory, RemoveQuestion } from './remove-question.tsx';
import { ReplaceQuestion } from './replace-question.tsx';

const { remove, replace } = minerLifeTexts;

/** The request to remove or replace one miner. */
export interface LeavingMiner {
  readonly how: 'remove' | 'replace';
  readonly miner: Miner;
}

/**
 * Asks for confirmation, acts, and reports the result. `onDone` gets the id of the miner that
 * replaces it, or null.
 */
export function MinerQuestion(props: {
  leaving: LeavingMiner;
  onClose: () => void;
  onDone: (successorId: string | null) => void;
}) {
  const { leaving, onClose, onDone } = props;
  const { client } = usePowerHive();
  const { how, miner } = leaving;
  const name = minerName(miner);
  const removeMiner = async (history: RemovedHistory): Promise<void> => {
    onClose();
    try {
      await client.miners.remove({ params: { id: miner.id }, query: { history } });
      toastDone(remove.done(name), history === 'keep' ? remove.kept : remove.dropped);
      onDone(null);
    } catch (error) {
      toastFailure(remove.failed(name), callErrorMessage(error));
    }
  };
  const undo = async (): Promise<void> => {
    try {
      await client.miners.undoReplacedBy({ params: { id: miner.id } });
      toastDone(replace.undone(name));
    } catch (error) {
      toastFailure(replace.undoFailed(name), callErrorMessage(error));
    }
  };
  const replaceMiner = async (successor: Miner): Promise<void> => {
    onClose();
    try {
      await client.miners.replacedBy({ params: { id: miner.id }, body: { id: successor.id } });
      toastDone(replace.done(name, successor.id), '', { label: replace.undo, run: () => void undo() });
      onDone(successor.id);
    } catch (error) {
      toastFailure(replace.failed(name), callErrorMessage(error));
    }
  };
  return how === 'remove' ? (
    <RemoveQuestion miners={[miner]} onClose={onClose} onRemove={(history) => void removeMiner(history)} />
  ) : (
    <ReplaceQuestion miner={miner} onClose={onClose} onReplace={(successor) => void replaceMiner(successor)} />
  );
}
