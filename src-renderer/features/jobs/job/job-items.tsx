import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { Link } from 'wouter';
import { nameOf } from '../../../../src-shared/miner/miner-name.ts';
import type { JobAction, JobItem } from '../../../../src-shared/model/index.ts';
import { formatDuration } from '../../../../src-shared/text/format-duration.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { isBad, itemText, verdictText } from '../job-words.ts';
import classes from '../jobs.module.css';
import { jobsTexts } from '../jobs-texts.ts';

const ROW_PX = 46;

/** The miners of a job with their verdicts. Only the visible ones are in the page. */
export function JobItems(props: { action: JobAction; retries: number; items: readonly JobItem[]; nowMs: number }) {
  const { action, retries, items, nowMs } = props;
  const { live } = usePowerHive();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    useFlushSync: false,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by key
    <section ref={scroller} tabIndex={0} aria-label={jobsTexts.job.list} className={classes.items}>
      <ul style={{ position: 'relative', height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          const why = item.message ?? itemText(action, item, live.state.miners.get(item.id), nowMs);
          return (
            <li key={item.id} className={classes.item} style={{ transform: `translateY(${start}px)` }}>
              <p className={classes.itemLine}>
                <Link href={`/fleet/${item.id}`}>{nameOf(live.state.miners.get(item.id), item.id)}</Link>
                <span className={isBad(item) ? classes.bad : undefined}>{verdictText(action, item)}</span>
              </p>
              <p className={classes.itemLine}>
                <span className={classes.itemWhy} title={why}>
                  {why}
                </span>
                {item.held_by === null ? (
                  <span className={classes.quiet}>{timeText(item, retries, nowMs)}</span>
                ) : (
                  <Link href={`/jobs/${item.held_by}`}>{jobsTexts.plan.openJob}</Link>
                )}
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function timeText({ started_at, finished_at }: JobItem, retries: number, nowMs: number): string {
  if (started_at === null) return '';
  const took = formatDuration(((finished_at ?? nowMs) - started_at) / 1000);
  return retries === 0 ? took : `${jobsTexts.job.retries(retries)} · ${took}`;
}
