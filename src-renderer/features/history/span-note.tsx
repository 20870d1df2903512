import type { HistoryGap } from '../../../src-shared/model/index.ts';
import { clockSpan } from '../../ui/times.ts';
import classes from './span-note.module.css';

/** Names the longest of some spans, and how many others there are: "Nothing read 02:10–02:55 and in 2 other spans". */
export function SpanNote({ before, spans, nowMs }: { before: string; spans: readonly HistoryGap[]; nowMs: number }) {
  const longest = [...spans].sort((a, b) => b.to_at - b.from_at - (a.to_at - a.from_at))[0];
  if (longest === undefined) return null;
  const more = spans.length - 1;
  return (
    <p className={classes.note}>
      {before} {clockSpan(longest.from_at, longest.to_at, nowMs)}
      {more > 0 && ` and in ${more} other ${more === 1 ? 'span' : 'spans'}`}
    </p>
  );
}
