import { useMutation } from '@tanstack/react-query';
import { formatBytes, quantityText } from '../../../../src-shared/units.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { toastDone, toastFailure } from '../../../ui/feedback/toast.tsx';
import { computerTexts } from './computer-texts.ts';

const texts = computerTexts.backups;

/**
 * Makes a backup now, which takes as long as copying the database, and shows its path or the error.
 */
export function useBackUp() {
  const { client, orpc, queries } = usePowerHive();
  return useMutation({
    mutationFn: () => client.app.backUp(),
    onSuccess: ({ path, bytes }) => toastDone(texts.done, texts.doneAt(quantityText(formatBytes(bytes)), path)),
    onError: (error) => toastFailure(texts.notMade, callErrorMessage(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: orpc.app.health.queryKey() }),
  });
}
