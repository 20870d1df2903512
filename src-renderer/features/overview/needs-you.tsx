import { useMemo, useRef } from 'react';
import { Link } from 'wouter';
import { ATTENTION_WORDS, CONDITION_OF_ATTENTION } from '../../../src-shared/condition-kinds.ts';
import { minerName, nameOf } from '../../../src-shared/miner/miner-name.ts';
import { isMonitored, type Moment, needsAttention } from '../../../src-shared/miner/miner-now.ts';
import { fewNames } from '../../../src-shared/miner/named-miners.ts';
import { whereWords } from '../../../src-shared/miner/where-words.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { firstSentence } from '../../../src-shared/text/first-sentence.ts';
import { useOpenIncidents } from '../../api/use-open-incidents.ts';
import { useLive, usePowerHive } from '../../api/use-powerhive.ts';
import { useResolvedByHand } from '../../api/use-resolved-by-hand.ts';
import { useWithoutSilent } from '../../api/use-without-silent.ts';
import type { Alike } from '../../miner-view/group-by-problem.ts';
import { SEVERITY_MARKS } from '../../miner-view/severity-marks.ts';
import { silentWords } from '../../miner-view/silent-miners.ts';
import { formatHash } from '../../ui/hash-location.ts';
import { useFittingLines } from '../../ui/layout/use-fitting-lines.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { clockTime } from '../../ui/times.ts';
import { useHeldOrder } from '../../ui/use-held-order.ts';
import { useNow } from '../../ui/use-now.ts';
import { usePointed } from '../../ui/use-pointed.ts';
import { incidentsTexts } from '../incidents/incidents-texts.ts';
import { byReason, unlistedMiners } from '../incidents/list/unlisted-miners.ts';
import { lostNowText } from '../incidents/lost-text.ts';
import { LoweredLine } from './lowered-line.tsx';
import { type Need, needKey, needsNow, nothingText } from './needs.ts';
import classes from './needs-you.module.css';
import { OVERVIEW_PATH } from './overview-location.ts';
import { overviewTexts } from './overview-texts.ts';

const texts = overviewTexts.needs;
const MOST_SHOWN = 14;

/**
 * Current problems, the worst first, with links to all of them: of the same second as the map and
 * the sums beside them. `quiet`: without controls, for a wall screen.
 */
export function NeedsYou(props: { miners: readonly Miner[]; moment: Moment; quiet?: boolean }) {
  const { miners, moment, quiet = false } = props;
  const nowMs = useNow();
  const open = useOpenIncidents();
  const incidents = useLive((view) => view.incidents);
  const heard = useWithoutSilent(moment);
  // A problem becomes an incident only after the hold time of its rule, and some have no rule.
  const unlisted = useMemo(() => unlistedMiners(miners, incidents), [miners, incidents]);
  const resolved = useResolvedByHand(unlisted);
  const needs = useMemo(
    () => needsNow(open, byReason(unlisted, heard, resolved).heard, moment, miners),
    [open, unlisted, heard, resolved, moment, miners],
  );
  const { isPointed, handlers } = usePointed();
  const held = useHeldOrder(needs, needKey, isPointed);
  const waiting = useMemo(() => miners.filter(needsAttention).length, [miners]);
  const shown = held.slice(0, MOST_SHOWN);
  const isWatching = useLive(({ watching }) => watching === null || watching.state === 'watching');
  const isAnyMonitored = useMemo(() => miners.some(isMonitored), [miners]);
  const silent = useMemo(() => silentWords(miners, moment.nowMs), [miners, moment]);
  const isSilentListed = needs.some(({ kind }) => kind === 'silent');
  const { live } = usePowerHive();
  const words = shown.map((need) => wordsOf(need, (id) => nameOf(live.state.miners.get(id), id)));
  const list = useRef<HTMLUListElement>(null);
  const fitting = useFittingLines(list, words.join('\n'));
  const hidden = held.slice(Math.min(shown.length, fitting));
  const more = hidden.length === 0 ? null : texts.more(hidden.length, hidden.filter(isInDanger).length);
  return (
    <section className={classes.needs} data-quiet={quiet} aria-label={texts.title}>
      <h2>{texts.title}</h2>
      {shown.length === 0 ? (
        <p className={classes.quiet}>{nothingText({ isAnyMonitored, isWatching, silent })}</p>
      ) : (
        <ul ref={list} className={classes.list} {...handlers}>
          {shown.map((need, index) => (
            <li key={needKey(need)} data-hidden={index >= fitting}>
              <Link href={locationOf(need)} className={classes.line} title={quiet ? undefined : words[index]}>
                <StateMark {...SEVERITY_MARKS[need.severity]} label={incidentsTexts.severities[need.severity]} />
                <LineWords words={words[index] ?? ''} need={need} nowMs={nowMs} />
              </Link>
            </li>
          ))}
        </ul>
      )}
      {shown.length > 0 && silent !== null && !isSilentListed && <p className={classes.quiet}>{silent}.</p>}
      {!quiet && <LoweredLine miners={miners} moment={moment} />}
      {quiet && more !== null && <p className={classes.quiet}>{more}</p>}
      {!quiet && (
        <p className={classes.links}>
          <Link href="/incidents">{more ?? texts.all}</Link>
          {waiting > 0 && (
            <Link href={formatHash({ path: '/fleet', text: 'attention' })}>{texts.waiting(waiting)}</Link>
          )}
        </p>
      )}
    </section>
  );
}

const isInDanger = (need: Need): boolean => need.in_danger === true;

/**
 * The title of an incident, with the names of a few miners, or the problem of miners that are in no
 * incident. `nameOfId`: the name of a miner by its id.
 */
function wordsOf(need: Need, nameOfId: (id: string) => string): string {
  if (need.kind === 'incident') {
    const { title, miner_ids } = need.incident;
    return miner_ids.length < 2 ? title : withNames(title, fewNames(miner_ids, nameOfId));
  }
  if (need.kind === 'silent') return texts.silent(need.silent.length, whereWords(need.silent));
  const [miner] = need.alike;
  const [worst] = miner.attention;
  const { length } = need.alike;
  if (length > 1) {
    const words =
      foreignWords(need.alike) ?? texts.alike(length, ATTENTION_WORDS[worst?.code ?? ''] ?? '', whereWords(need.alike));
    return withNames(words, fewNames(need.alike, minerName));
  }
  // What helps is in its panel.
  return `${minerName(miner)}: ${firstSentence(worst?.message ?? '')}`;
}

function withNames(words: string, names: string | null): string {
  return names === null ? words : texts.named(words, names);
}

/** Miners on a foreign pool, which is the same for all, with its name; null for others. */
function foreignWords({ length, 0: { attention } }: Alike): string | null {
  const [worst] = attention;
  return worst?.code === 'pool_foreign' ? texts.foreign(length, worst.message.replace(/\.$/, '')) : null;
}

/** Beside the words: what is lost, and since when. */
function LineWords({ words, need, nowMs }: { words: string; need: Need; nowMs: number }) {
  const { since, lost } = besideWords(need, nowMs);
  return (
    <>
      <span className={classes.lineWords}>{words}</span>
      <span className={classes.beside}>
        {lost !== null && <span className={classes.lost}>{lost}</span>}
        {since !== null && <span className={classes.since}>{since}</span>}
      </span>
    </>
  );
}

function besideWords({ since_at, hashrate_lost_hs }: Need, nowMs: number) {
  return { since: since_at === null ? null : clockTime(since_at, nowMs), lost: lostNowText(hashrate_lost_hs) };
}

function locationOf(need: Need): string {
  if (need.kind === 'incident') return `/incidents/${need.incident.incident_id}`;
  if (need.kind === 'silent') return formatHash({ path: '/fleet', text: need.query });
  const [{ id, attention }, ...others] = need.alike;
  const code = attention[0]?.code ?? '';
  if (others.length === 0) return `${OVERVIEW_PATH}/${id}`;
  return formatHash({ path: '/fleet', text: need.query ?? `condition=${CONDITION_OF_ATTENTION[code] ?? code}` });
}
