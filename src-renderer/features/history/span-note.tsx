import type { HistoryGap } from '../../../src-shared/model/index.ts';
import { clockSpan } from '../../ui/times.ts';
import classes from './span-note.module.css';

/**
 * Names the longest of some periods, and the number of the others: "No data 02:10–02:55 and 2 more
 * gaps".
 */
export function SpanNote(props: {
  words: (span: string, more: number) => string;
  spans: readonly HistoryGap[];
  nowMs: number;
}) {
  const { words, spans, nowMs } = props;
  const longest = [...spans].sort((a, b) => b.to_at - b.from_at - (a.to_at - a.from_at))[0];
  if (longest === undefined) return null;
  const span = clockSpan(longest.from_at, longest.to_at, nowMs);
  return <p className={classes.note}>{words(span, spans.length - 1)}</p>;
}
