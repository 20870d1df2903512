import { createContext, use, useCallback, useSyncExternalStore } from 'react';
import type { Miner } from '../../src-shared/model/index.ts';
import type { ConnectionState } from './connection/connection.ts';
import type { LiveView } from './live/live-state.ts';
import type { InJob } from './live/miners-in-jobs.ts';
import type { PowerHive } from './powerhive.ts';

export const PowerHiveContext = createContext<PowerHive | null>(null);

/** Which farm is shown, and how to show another. */
export interface SiteChoice {
  /** The PowerHive of this computer, whichever farm is shown. */
  readonly home: PowerHive;
  /**
   * Shows another site, or with null the farm of this computer. Stays on the same screen unless one
   * is given.
   */
  choose(siteId: string | null, screen?: string): void;
}

export const SiteChoiceContext = createContext<SiteChoice | null>(null);

export function useSiteChoice(): SiteChoice {
  const choice = use(SiteChoiceContext);
  if (choice === null) throw new Error('useSiteChoice is called outside of SiteChoiceContext');
  return choice;
}

export function usePowerHive(): PowerHive {
  const powerHive = use(PowerHiveContext);
  if (powerHive === null) throw new Error('usePowerHive is called outside of PowerHiveContext');
  return powerHive;
}

/**
 * A part of the live data. `select` must return the same object while that part has not changed.
 */
export function useLive<T>(select: (view: LiveView) => T): T {
  const { view } = usePowerHive().live;
  return useSyncExternalStore(view.subscribe, () => select(view.get()));
}

/**
 * The time at which the shown farm stands still, UNIX milliseconds: the connection is lost, or the
 * rows are those that the page kept. Null while the screens follow the farm.
 */
export function useFrozenAt(): number | null {
  const connection = useConnectionState();
  const asOf = useLive((view) => view.asOf);
  return asOf ?? (connection.phase === 'lost' ? connection.sinceAt : null);
}

/** One miner's live row. */
export function useLiveMiner(id: string): Miner | undefined {
  const { live } = usePowerHive();
  const read = useCallback(() => live.state.miners.get(id), [live, id]);
  return useSyncExternalStore(live.view.subscribe, read);
}

/** The job that a miner is in now; undefined if it is in none. */
export function useInJob(id: string): InJob | undefined {
  const { live } = usePowerHive();
  const read = useCallback(() => live.state.inJobs.get(id), [live, id]);
  return useSyncExternalStore(live.view.subscribe, read);
}

export function useConnectionState(): ConnectionState {
  return useConnectionStateOf(usePowerHive());
}

/** State of the connection to the given PowerHive, whichever is shown. */
export function useConnectionStateOf({ connection }: Pick<PowerHive, 'connection'>): ConnectionState {
  const { state } = connection;
  return useSyncExternalStore(state.subscribe, state.get);
}
