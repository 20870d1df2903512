import { useMutation, useQuery } from '@tanstack/react-query';
import type { Desktop } from '../../src-shared/model/index.ts';
import { toastFailure } from '../ui/feedback/toast.tsx';
import { callErrorMessage } from './call-error.ts';
import { usePowerHive } from './use-powerhive.ts';

/** State of the desktop app; null if PowerHive runs without a window. */
export function useDesktop() {
  const { orpc } = usePowerHive();
  return useQuery(orpc.desktop.get.queryOptions());
}

/**
 * Changes something in the desktop app and shows its new state. `failed` is the title of the toast
 * for a failure.
 */
export function useDesktopChange<Input>(change: (input: Input) => Promise<Desktop>, failed: string) {
  const { orpc, queries } = usePowerHive();
  const queryKey = orpc.desktop.get.queryKey();
  return useMutation({
    mutationFn: change,
    onError: (error) => toastFailure(failed, callErrorMessage(error)),
    onSuccess: (desktop) => queries.setQueryData(queryKey, desktop),
  });
}
