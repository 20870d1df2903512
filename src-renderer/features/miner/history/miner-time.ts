import { useId, useState } from 'react';
import { FIRST_SPAN, SPANS, type Span } from '../../history/span-choices.ts';

/**
 * The time shown in all parts of a miner's panel: a period for all charts, and a time within it for
 * the chips.
 */
export interface MinerTime {
  readonly span: Span;
  readonly spanMs: number;
  readonly setSpan: (span: Span) => void;
  /** Whether the scales of all charts begin at 0. */
  readonly fromZero: boolean;
  readonly setFromZero: (fromZero: boolean) => void;
  /** UNIX milliseconds; null = now, updated continuously. */
  readonly atMs: number | null;
  readonly show: (atMs: number | null) => void;
  /** The group in which all charts share their cursor. */
  readonly group: string;
}

export function useMinerTime(): MinerTime {
  const [span, setSpan] = useState<Span>(FIRST_SPAN);
  const [fromZero, setFromZero] = useState(false);
  const [atMs, show] = useState<number | null>(null);
  return { span, spanMs: SPANS[span], setSpan, fromZero, setFromZero, atMs, show, group: useId() };
}
