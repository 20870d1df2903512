import { useEffect } from 'react';
import type { Miner } from '../../../src-shared/model/index.ts';
import { chosenMiners } from './chosen-miners.ts';

/** Lets what stands beside a screen, the palette, know which miners are selected on it. */
export function useChosenMiners(selected: readonly Miner[]): void {
  const ids = selected.map(({ id }) => id).join();
  useEffect(() => {
    chosenMiners.set(ids === '' ? [] : ids.split(','));
    return () => chosenMiners.set([]);
  }, [ids]);
}
