import { useEffect, useRef } from 'react';
import { useFleetKnown } from '../../../api/use-fleet-known.ts';
import type { FleetEntry } from './fleet-entries.ts';

/**
 * Shows the row of an opened miner, once for each that is opened: a link may open one that is far
 * down. While the farm is still loading, rows are added above it.
 */
export function useOpenedInView(
  openedId: string | null,
  entries: readonly FleetEntry[],
  show: (index: number) => void,
): void {
  const isWhole = useFleetKnown();
  const pending = useRef<string | null>(null);
  useEffect(() => {
    pending.current = openedId;
  }, [openedId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another opened miner is pending
  useEffect(() => {
    if (pending.current === null) return;
    const index = entries.findIndex((entry) => entry.kind === 'miner' && entry.id === pending.current);
    if (index !== -1) show(index);
    if (isWhole) pending.current = null;
  }, [openedId, entries, isWhole, show]);
}
