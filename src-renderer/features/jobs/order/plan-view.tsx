import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { rebootWords } from '../../../../src-shared/actions/action-words.ts';
import { nameOf } from '../../../../src-shared/miner/miner-name.ts';
import type { JobPlan } from '../../../../src-shared/model/index.ts';
import { numberText } from '../../../../src-shared/text/count-text.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { Breakable } from '../../../ui/breakable.tsx';
import { Choice } from '../../../ui/forms/choice.tsx';
import { expectedText, minerHashrateChange, minerPowerChange } from '../job-words.ts';
import classes from '../jobs.module.css';
import { jobsTexts } from '../jobs-texts.ts';
import {
  alsoWords,
  basisWords,
  effectWords,
  isUnproven,
  measuredWords,
  nowText,
  nowWords,
  restartWords,
  staysWords,
} from './plan-words.ts';

const texts = jobsTexts.plan;
const MOST_SHOWN = 200;
const MOST_NAMES = 12;

/** Narrows the plan to some of its miners; null if it cannot be narrowed. */
type OnOnly = ((ids: readonly string[]) => void) | null;
type Part = 'change' | 'skipped' | 'already';

/** What a plan would change, which miners it skips and why, and how it proceeds. */
export function PlanView(props: { plan: JobPlan; isUndo?: boolean; onOnly: OnOnly }) {
  const { plan, onOnly } = props;
  const already = plan.skipped.filter(({ code }) => code === 'already_there');
  const skipped = plan.skipped.filter(({ code }) => code !== 'already_there');
  const [chosen, setPart] = useState<Part | null>(null);
  const part = chosen ?? firstPart(plan.planned.length, skipped.length, already.length);
  return (
    <>
      <div className={classes.effect}>
        <p>{unbroken(effectWords(plan))}</p>
        <Basis words={basisWords(plan, props.isUndo === true)} />
        {plan.planned.length > 0 && <How plan={plan} />}
      </div>
      <div className={classes.tabs}>
        <Choice
          label={texts.tabs}
          value={part}
          onChange={setPart}
          options={[
            { value: 'change', text: texts.change(plan.planned.length) },
            { value: 'skipped', text: texts.skipped(skipped.length) },
            { value: 'already', text: texts.already(already.length) },
          ]}
        />
      </div>
      {part === 'change' ? (
        <Planned plan={plan} />
      ) : part === 'skipped' ? (
        <SkippedByReason skipped={skipped} none={texts.nobodySkipped} onOnly={onOnly} />
      ) : (
        <SkippedByReason skipped={already} none={texts.nobodyAlready} onOnly={onOnly} />
      )}
    </>
  );
}

/** Keeps a number and its unit on one line. */
function unbroken(words: string): string {
  return words.replaceAll(/(\d) (?=\p{L})/gu, '$1\u00a0');
}

/** If no miner would change, the reasons are shown first. */
function firstPart(planned: number, skipped: number, already: number): Part {
  if (planned > 0 || skipped + already === 0) return 'change';
  return skipped > 0 ? 'skipped' : 'already';
}

function Basis({ words }: { words: string | null }) {
  return words === null ? null : <p className={classes.quiet}>{words}</p>;
}

function How({ plan }: { plan: JobPlan }) {
  const { rules, stops_at, starts_per_minute, start_kw_per_minute } = plan;
  const planned = plan.planned.length;
  if (rules === null) return null;
  const stops = texts.stops(rules.stop_wave_failed_percent, rules.stop_total_failed_percent);
  const limits = [
    starts_per_minute === null ? null : texts.startCount(starts_per_minute),
    start_kw_per_minute === null ? null : texts.startKw(start_kw_per_minute),
  ].filter((limit) => limit !== null);
  const parts = [
    plan.waves.length > 1 ? `${texts.waves(plan.waves)}.` : null,
    plan.waves.length > 1 && rules.next_wave_when === 'proven' ? texts.afterProof : null,
    plan.waves.length > 1 && rules.next_wave_when === 'first_proven' ? texts.afterFirstProof : null,
    isUnproven(plan) && planned > 1 ? texts.oneFirst : null,
    planned === 1 ? null : `${stops}${stops_at === null ? '' : ` (${texts.stopsAt(planned, stops_at)})`}.`,
    limits.length === 0 ? null : texts.starts(limits),
  ];
  const reboots = rebootWords(plan);
  return (
    <>
      {reboots !== null && <p>{reboots}</p>}
      {measuredWords(plan).map((words) => (
        <p key={words} className={classes.quiet}>
          {unbroken(words)}
        </p>
      ))}
      <p className={classes.quiet}>{unbroken(parts.filter((part) => part !== null).join(' '))}</p>
    </>
  );
}

function Planned({ plan }: { plan: JobPlan }) {
  const { live } = usePowerHive();
  if (plan.planned.length === 0) return <p className={classes.note}>{texts.nobody}</p>;
  const more = plan.planned.length - MOST_SHOWN;
  const isOfPools = plan.action === 'pools' || plan.action === 'switch_pool';
  return (
    <>
      <table className={`${classes.table} ${classes.planned} ${isOfPools ? classes.addresses : ''}`}>
        <thead>
          <tr>
            <th>{texts.columns.miner}</th>
            <th>{texts.columns.now}</th>
            <th>{texts.columns.after}</th>
            {/* Addresses need its room, and change no power. */}
            {!isOfPools && <th className={classes.number}>{texts.columns.power}</th>}
          </tr>
        </thead>
        <tbody>
          {plan.planned.slice(0, MOST_SHOWN).map((planned) => {
            const { id, before, expect } = planned;
            const miner = live.state.miners.get(id);
            return (
              <tr key={id}>
                <th scope="row">
                  <Breakable text={nameOf(miner, id)} />
                  <Below text={miner === undefined || nameOf(miner, id) === miner.ip ? null : miner.ip} />
                </th>
                <td>
                  <Breakable text={nowText(plan.action, planned)} />
                  <Below text={nowWords(plan.action, planned)} />
                </td>
                <td>
                  <Breakable text={expectedText(plan.action, expect)} />
                  <Below text={staysWords(plan.action, planned)} />
                  <Below text={alsoWords(plan.action, planned)} />
                  <Below text={restartWords(plan.action, planned)} />
                </td>
                {!isOfPools && (
                  <td className={classes.number}>
                    {minerPowerChange(before, expect)}
                    <Below text={minerHashrateChange(before, expect)} />
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
      {more > 0 && <p className={classes.note}>{texts.more(more)}</p>}
    </>
  );
}

/** An optional second line in a cell. */
function Below({ text }: { text: string | null }) {
  return text === null ? null : (
    <span className={classes.below}>
      <Breakable text={unbroken(text)} />
    </span>
  );
}

/** Skipped miners, one line for each reason. */
function SkippedByReason(props: { skipped: JobPlan['skipped']; none: string; onOnly: OnOnly }) {
  const { live } = usePowerHive();
  const { onOnly } = props;
  if (props.skipped.length === 0) return <p className={classes.note}>{props.none}</p>;
  const groups = new Map<string, { readonly reason: string; readonly job_id: string | null; readonly ids: string[] }>();
  for (const { id, code, reason, job_id } of props.skipped) {
    const key = `${code} ${job_id ?? ''} ${reason}`;
    const group = groups.get(key) ?? { reason, job_id, ids: [] };
    group.ids.push(id);
    groups.set(key, group);
  }
  return (
    <ul className={classes.reasons}>
      {[...groups].map(([key, { reason, job_id, ids }]) => (
        <li key={key}>
          <div className={classes.reason}>
            <span>
              <strong>{numberText(ids.length)}</strong> · {reason}
              {job_id !== null && (
                <>
                  {' · '}
                  <Link href={`/jobs/${job_id}`}>{texts.openJob}</Link>
                </>
              )}
            </span>
            {onOnly !== null && (
              <Button size="compact-xs" variant="default" style={{ flexShrink: 0 }} onClick={() => onOnly(ids)}>
                {texts.only}
              </Button>
            )}
          </div>
          <p className={classes.quiet}>
            {ids
              .slice(0, MOST_NAMES)
              .map((id) => nameOf(live.state.miners.get(id), id))
              .join(', ')}
            {ids.length > MOST_NAMES && ` ${texts.more(ids.length - MOST_NAMES)}`}
          </p>
        </li>
      ))}
    </ul>
  );
}
