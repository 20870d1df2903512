import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { endsHashing } from '../../../../src-shared/actions/late-hashing.ts';
import type { Job } from '../../../../src-shared/model/index.ts';
import { useLive, usePowerHive } from '../../../api/use-powerhive.ts';
import { Progress } from '../../../ui/feedback/progress.tsx';
import { toastTrouble } from '../../../ui/feedback/toast.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { isLateInJob, itemText, jobProgress, jobStateText, orderTitle, troubleWords } from '../job-words.ts';
import { jobsTexts } from '../jobs-texts.ts';
import { newlyHalted } from './halted-jobs.ts';
import { leftOutText, newlySpoken, paceWords, spokenWords } from './job-facts.ts';
import classes from './running-jobs.module.css';
import { useSteerJob } from './use-steer-job.ts';

const texts = jobsTexts.job;

/** A line above the footer for each running job, on every screen. */
export function RunningJobs() {
  const jobs = useLive((view) => view.jobs);
  const { live } = usePowerHive();
  const steer = useSteerJob();
  const nowMs = useNow();
  const running = jobs.filter(({ state }) => state === 'running' || state === 'paused');
  return (
    <>
      <section className={classes.jobs} data-bar="jobs" aria-label={texts.running} hidden={running.length === 0}>
        {running.map((job) => {
          const { planned, ended } = jobProgress(job);
          const waiting = endsHashing(job.action) ? live.state.inJobs.of(job.job_id) : [];
          const late = waiting.filter((one) => isLateInJob(one, nowMs)).length;
          const [only] = planned === 1 ? waiting : [];
          const title = orderTitle(job.action, job.params);
          const facts = [
            job.state !== 'paused' ? null : job.reason === null ? jobsTexts.states.paused : texts.pausedAsleep,
            job.miners_text ?? null,
            job.waves.length > 1 && job.wave > 0 ? texts.wave(job.wave, job.waves.length) : null,
            texts.of(ended, planned),
            only?.verdict === 'running'
              ? itemText(job.action, { ...only, before: null, after: null }, live.state.miners.get(only.id), nowMs)
              : late === 0
                ? null
                : texts.lateMiners(late),
            ...troubleWords(job),
            ...paceWords(job, live.state.jobSteps.of(job.job_id), nowMs),
          ];
          return (
            <div key={job.job_id} className={classes.job}>
              <Link href={`/jobs/${job.job_id}`}>{title}</Link>
              <span className={classes.facts}>{facts.filter((fact) => fact !== null).join(' · ')}</span>
              <div className={classes.progress}>
                <Progress label={`${texts.progress}: ${title}`} max={planned} value={ended} />
              </div>
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => void steer(job.state === 'paused' ? 'continue' : 'pause', job.job_id)}
              >
                {job.state === 'paused' ? texts.continue : texts.pause}
                <span className="visually-hidden"> {title}</span>
              </Button>
              <Button size="compact-xs" variant="default" onClick={() => void steer('stop', job.job_id)}>
                {texts.stop}
                <span className="visually-hidden"> {title}</span>
              </Button>
            </div>
          );
        })}
      </section>
      <WaveEnds />
      <Halts />
    </>
  );
}

/**
 * Announces waves and ends of jobs to screen readers, not each miner. Always in the page, so that
 * the end of the last job is announced too.
 */
function WaveEnds() {
  const jobs = useLive((view) => view.jobs);
  const isWhole = useLive((view) => view.fill === 'whole');
  const said = useRef<ReadonlyMap<string, string> | null>(null);
  const [heard, setHeard] = useState({ times: 0, words: '' });
  useEffect(() => {
    const news = said.current === null ? [] : newlySpoken(said.current, jobs);
    // The jobs of the first snapshot are not announced.
    said.current = isWhole ? new Map(jobs.map((job) => [job.job_id, spokenWords(job)])) : null;
    if (news.length > 0) setHeard(({ times }) => ({ times: times + 1, words: news.join('. ') }));
  }, [jobs, isWhole]);
  return (
    <span className="visually-hidden" role="status">
      <span key={heard.times}>{heard.words}</span>
    </span>
  );
}

/**
 * Says at once, on every screen, that a job has halted, or has left out miners, unless that job is on
 * the screen.
 */
function Halts() {
  const jobs = useLive((view) => view.jobs);
  const isWhole = useLive((view) => view.fill === 'whole');
  const [location, navigate] = useLocation();
  const seen = useRef<readonly Job[] | null>(null);
  useEffect(() => {
    const halted = seen.current === null ? [] : newlyHalted(seen.current, jobs);
    seen.current = isWhole ? jobs : null;
    for (const job of halted) {
      const path = `/jobs/${job.job_id}`;
      if (location === path) continue;
      const open = { label: jobsTexts.plan.openJob, run: () => navigate(path) };
      const order = orderTitle(job.action, job.params);
      const title = job.state === 'halted' ? texts.halted(order) : texts.ended(order, jobStateText(job));
      toastTrouble(`halted ${job.job_id}`, title, [job.reason, leftOutText(job)].filter(Boolean).join(' '), open);
    }
  }, [jobs, isWhole, location, navigate]);
  return null;
}
