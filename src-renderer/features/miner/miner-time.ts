import { useId, useState } from 'react';
import { FIRST_SPAN, SPANS, type Span } from '../history/spans.ts';

/**
 * The time that the parts of a miner's panel show: one span for all charts, and one moment in it
 * that the chips are shown at.
 */
export interface MinerTime {
  readonly span: Span;
  readonly spanMs: number;
  readonly setSpan: (span: Span) => void;
  /** UNIX milliseconds; null = now, and going on. */
  readonly atMs: number | null;
  readonly show: (atMs: number | null) => void;
  /** The name under which all charts share their cursor. */
  readonly group: string;
}

export function useMinerTime(): MinerTime {
  const [span, setSpan] = useState<Span>(FIRST_SPAN);
  const [atMs, show] = useState<number | null>(null);
  return { span, spanMs: SPANS[span], setSpan, atMs, show, group: useId() };
}
