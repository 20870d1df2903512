import { useMutation, useQuery } from '@tanstack/react-query';
import type { Desktop } from '../../src-shared/model/index.ts';
import { toastFailure } from '../ui/feedback/toast.tsx';
import { callErrorMessage } from './call-error.ts';
import { usePowerHive } from './use-powerhive.ts';

/** How the desktop app stands; null where PowerHive runs without a window. */
export function useDesktop() {
  const { orpc } = usePowerHive();
  return useQuery(orpc.desktop.get.queryOptions());
}

/**
 * Does something at the desktop, and shows how that stands then. `failed` completes the toast of a
 * refusal.
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
