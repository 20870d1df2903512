import type { Miner, MinerPatch } from '../../../../src-shared/model/index.ts';
import { toastUndoable } from '../../../ui/feedback/toast.tsx';
import { bulkTexts } from './bulk-texts.ts';
import { type BulkState, doneWords } from './use-bulk.ts';

/** The texts of a change: while it runs, once it has ended, and of its result in the bar. */
interface ChangeWords {
  readonly doing: (miners: number) => string;
  readonly ended: (miners: number) => string;
  readonly result: (miners: number) => string;
}

/**
 * Changes each miner by its own patch, and offers to take that back. A password cannot be taken
 * back: the one before is not known here.
 */
export function changeUndoably(
  bulk: Pick<BulkState, 'update'>,
  miners: readonly Miner[],
  patchOf: (miner: Miner) => MinerPatch,
  { doing, ended, result }: ChangeWords,
): void {
  const patches = miners.map((miner) => patchOf(miner));
  const back = miners.map((miner, index) => patchBack(miner, patches[index] ?? {}));
  const asked = bulk.update(miners, (index) => patches[index] ?? {}, result);
  if (back.every((patch) => Object.keys(patch).length === 0)) return;
  toastUndoable(doing(miners.length), doneWords(asked, ended), {
    label: bulkTexts.undo,
    run: () => void bulk.update(miners, (index) => back[index] ?? {}, result, asked),
  });
}

/** The patch that restores what another patch changes. */
export function patchBack(miner: Miner, patch: MinerPatch): MinerPatch {
  const { nickname, place, tags } = miner;
  return {
    ...(patch.nickname !== undefined && { nickname }),
    ...(patch.place !== undefined && { place }),
    ...(patch.tags !== undefined && { tags: [...tags] }),
  };
}
