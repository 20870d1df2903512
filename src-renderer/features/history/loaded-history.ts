import type { QueryHistory } from '../../../src-shared/model/index.ts';
import type { Against } from '../../miner-view/locations/history-location.ts';

/**
 * A history with the request that it is for: while another one is loading, it keeps its own labels.
 */
export interface LoadedHistory extends QueryHistory {
  /** The comparison that it is; null for the main history. */
  readonly against: Against | null;
  /** By how much it is shifted to a later time. */
  readonly laterMs: number;
}

interface Found {
  readonly data: LoadedHistory | undefined;
  /** Whether this is the response to the previous request. */
  readonly isPlaceholderData: boolean;
  /** Whether nothing has been received yet. */
  readonly isPending: boolean;
}

/** The history to compare with: only if it was requested together with the main one. */
export function comparison(
  against: Against | null,
  main: Found,
  compared: Found,
): { readonly compared: LoadedHistory | undefined; readonly isStale: boolean } {
  if (against === null) return { compared: undefined, isStale: main.isPlaceholderData };
  return {
    compared: main.isPlaceholderData === compared.isPlaceholderData ? compared.data : undefined,
    isStale: main.isPlaceholderData || compared.isPlaceholderData || compared.isPending,
  };
}
