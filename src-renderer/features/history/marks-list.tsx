import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { HistoryMark, HistoryMarks } from '../../../src-shared/model/index.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { Section } from '../../ui/layout/section.tsx';
import { clockTime } from '../../ui/times.ts';
import { shownNowMs } from '../../ui/use-now.ts';
import classes from './history-screen.module.css';
import { screenTexts as texts } from './history-texts.ts';
import { markSentence, markTime } from './mark-words.ts';

const FEW = 8;

/** Events in the period, the newest first; each is a link to its job or miner. */
export function MarksList({ found, failed }: { found: HistoryMarks | undefined; failed: boolean }) {
  const [all, setAll] = useState(false);
  const newest = found?.marks.toReversed() ?? [];
  if (found === undefined && !failed) return null;
  return (
    <Section title={texts.events}>
      {failed && <p className={classes.note}>{texts.eventsFailed}</p>}
      {found !== undefined && newest.length === 0 && <p className={classes.note}>{texts.noEvents}</p>}
      {newest.length > 0 && (
        <ul className={classes.marks} aria-label={texts.events}>
          {newest.slice(0, all ? newest.length : FEW).map((mark) => (
            <MarkLine key={`${mark.kind} ${mark.from_at} ${mark.job_id} ${mark.detail}`} mark={mark} />
          ))}
        </ul>
      )}
      {newest.length > FEW && (
        <Button variant="default" size="compact-sm" onClick={() => setAll(!all)}>
          {all ? texts.fewer : texts.more(newest.length)}
        </Button>
      )}
      {typeof found?.cut_before_at === 'number' && (
        <p className={classes.note}>{texts.cutBefore(clockTime(found.cut_before_at, shownNowMs()))}</p>
      )}
      {found?.from_readings === false && <p className={classes.note}>{texts.onlyJobs}</p>}
    </Section>
  );
}

function MarkLine({ mark }: { mark: HistoryMark }) {
  const { live } = usePowerHive();
  const { miner_id, job_id } = mark;
  const miner = miner_id === null ? undefined : live.state.miners.get(miner_id);
  const when = markTime(mark, shownNowMs());
  const sentence = markSentence(mark, miner === undefined ? miner_id : minerName(miner));
  const leadsTo = job_id !== null ? `/jobs/${job_id}` : miner_id !== null ? `/fleet/${miner_id}` : null;
  return (
    <li className={classes.mark}>
      <span className={classes.when}>{when}</span>
      {leadsTo === null ? sentence : <Link href={leadsTo}>{sentence}</Link>}
    </li>
  );
}
