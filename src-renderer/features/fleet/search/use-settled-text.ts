import { useMemo, useRef } from 'react';
import type { Moment } from '../../../../src-shared/miner-now.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { settledText } from './settled-text.ts';

/** What the table shows of a text, and whether it can be acted upon. */
export interface SettledText {
  readonly text: string;
  /** The text is not understood: the rows are those of the last one that was. */
  readonly broken: boolean;
}

export function useSettledText(text: string, miners: readonly Miner[], moment: Moment): SettledText {
  const last = useRef<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: who is there now matters when the text changes, not each second
  const settled = useMemo(() => settledText(text, miners, moment), [text, miners.length === 0]);
  if (settled === null) return { text: last.current ?? '', broken: true };
  last.current = settled;
  return { text: settled, broken: false };
}
