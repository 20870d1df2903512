import { useEffect } from 'react';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { chosenMiners } from './chosen-miners.ts';

/** Publishes the selected miners of a screen for the palette. */
export function useChosenMiners(selected: readonly Miner[]): void {
  const ids = selected.map(({ id }) => id).join();
  useEffect(() => {
    chosenMiners.set(ids === '' ? [] : ids.split(','));
    return () => chosenMiners.set([]);
  }, [ids]);
}
