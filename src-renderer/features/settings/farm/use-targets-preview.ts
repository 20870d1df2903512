import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { usePowerHive } from '../../../api/use-powerhive.ts';

const TYPING_PAUSE_MS = 250;

/**
 * Preview of a list of targets, requested shortly after the last key. `usable` is true if the
 * result is for exactly these targets, none is invalid, and public ones that are not among `saved`
 * are confirmed (`question`).
 */
export function useTargetsPreview(targets: readonly string[], saved: readonly string[]) {
  const { orpc } = usePowerHive();
  const wanted = targets.join('\n');
  const [requested] = useDebouncedValue(wanted, TYPING_PAUSE_MS);
  const preview = useQuery(
    orpc.settings.previewTargets.queryOptions({
      input: { targets: requested === '' ? [] : requested.split('\n') },
      placeholderData: keepPreviousData,
      staleTime: 30_000,
    }),
  );
  const [confirmed, setConfirmed] = useState('');
  const parts = preview.data?.targets ?? [];
  const publicTexts = parts.filter(({ text, is_public }) => is_public && !saved.includes(text)).map(({ text }) => text);
  const asks = publicTexts.join(', ');
  const isConfirmed = asks === '' || asks === confirmed;
  const isCurrent = requested === wanted && preview.isSuccess && !preview.isPlaceholderData;
  return {
    preview: preview.data,
    usable: isCurrent && isConfirmed && !parts.some(({ error }) => error !== null),
    question: asks === '' ? null : { asks, isConfirmed, confirm: (on: boolean) => setConfirmed(on ? asks : '') },
  };
}

export type PublicQuestion = ReturnType<typeof useTargetsPreview>['question'];
