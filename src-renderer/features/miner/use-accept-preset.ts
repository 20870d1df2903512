import { callErrorMessage } from '../../api/call-error.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { toastDone, toastFailure } from '../../ui/feedback/toast.tsx';
import { acceptPresetTexts as texts } from './accept-preset-texts.ts';

/**
 * Takes the lower preset that miners run as their usual one, which can be undone. Resolves when that
 * has begun in the program, or was refused.
 */
export function useAcceptPreset(): (minerIds: readonly string[]) => Promise<void> {
  const { client, live } = usePowerHive();
  return async (minerIds) => {
    const ids = [...minerIds];
    // An earlier acceptance of the others stays.
    const fallen = ids.filter((id) => live.state.miners.get(id)?.preset_fall != null);
    const tried = async (title: string, work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (error) {
        toastFailure(title, callErrorMessage(error));
      }
    };
    await tried(texts.failed, async () => {
      const { change_id } = await client.changes.start({ ids, patch: { accept_preset: true } });
      const undo = (): Promise<void> =>
        tried(texts.undoFailed, async () => {
          // One that has ended cannot be stopped.
          await client.changes.stop({ change_id }).catch(() => undefined);
          await client.changes.start({ ids: fallen, patch: { accept_preset: false } });
          toastDone(texts.undone(fallen.length));
        });
      toastDone(
        texts.done(ids.length),
        '',
        fallen.length === 0 ? undefined : { label: texts.undo, run: () => void undo() },
      );
    });
  };
}
