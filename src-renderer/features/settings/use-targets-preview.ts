import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { usePowerHive } from '../../api/use-powerhive.ts';

const TYPING_PAUSE_MS = 250;

/**
 * What a list of targets would mean, requested a moment after the last keystroke. `settled` once
 * the result is for exactly these targets.
 */
export function useTargetsPreview(targets: readonly string[]) {
  const { orpc } = usePowerHive();
  const wanted = targets.join('\n');
  const [asked] = useDebouncedValue(wanted, TYPING_PAUSE_MS);
  const preview = useQuery(
    orpc.settings.previewTargets.queryOptions({
      input: { targets: asked === '' ? [] : asked.split('\n') },
      placeholderData: keepPreviousData,
      staleTime: 30_000,
    }),
  );
  return { preview, settled: asked === wanted && preview.isSuccess && !preview.isPlaceholderData };
}
