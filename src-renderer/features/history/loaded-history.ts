import type { QueryHistory } from '../../../src-shared/model/index.ts';
import type { Against } from '../../miner-view/history-location.ts';

/**
 * What was asked for comes with it: while more is loading, this is still named by its own words.
 */
export interface LoadedHistory extends QueryHistory {
  /** Beside what it was asked for; null for the history itself. */
  readonly against: Against | null;
  /** By so long it is drawn later than it was. */
  readonly laterMs: number;
}

interface Found {
  readonly data: LoadedHistory | undefined;
  /** This is the answer to what was asked before. */
  readonly isPlaceholderData: boolean;
}

/** What is drawn beside a history: only what was asked for together with it. */
export function comparison(
  against: Against | null,
  main: Found,
  compared: Found,
): { readonly compared: LoadedHistory | undefined; readonly isStale: boolean } {
  if (against === null) return { compared: undefined, isStale: main.isPlaceholderData };
  return {
    compared: main.isPlaceholderData === compared.isPlaceholderData ? compared.data : undefined,
    isStale: main.isPlaceholderData || compared.isPlaceholderData,
  };
}
