import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { MINUTE_MS } from '../../../src-shared/durations.ts';
import { ATTENTION_WORDS, CONDITION_OF_ATTENTION } from '../../../src-shared/judging/conditions.ts';
import { minerName } from '../../../src-shared/miner-name.ts';
import { type Moment, needsAttention } from '../../../src-shared/miner-now.ts';
import type { Incident, Miner } from '../../../src-shared/model/index.ts';
import { UNKNOWN } from '../../../src-shared/units.ts';
import { useFarmNow } from '../../api/use-farm-now.ts';
import { useOpenIncidents } from '../../api/use-open-incidents.ts';
import { useLive, usePowerHive } from '../../api/use-powerhive.ts';
import { SEVERITY_MARKS } from '../../miner-model/severity-marks.ts';
import { formatHash } from '../../ui/hash-location.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { clockTime } from '../../ui/times.ts';
import { useHeldOrder } from '../../ui/use-held-order.ts';
import { useNow } from '../../ui/use-now.ts';
import { usePointed } from '../../ui/use-pointed.ts';
import { alertsTexts } from '../alerts/alerts-texts.ts';
import { lostText } from '../alerts/lost-text.ts';
import { activeMutes, withoutSilent } from './active-mutes.ts';
import type { Alike } from './group-by-problem.ts';
import { needKey, needsNow } from './needs.ts';
import classes from './needs-you.module.css';
import { OVERVIEW_PATH } from './overview-location.ts';
import { overviewTexts } from './overview-texts.ts';

const texts = overviewTexts.needs;
const MOST_SHOWN = 8;
const MAINTENANCE_MS = 30_000;

/** What is wrong now, the worst first, and the way to all of it. */
export function NeedsYou() {
  const nowMs = useNow();
  const open = useOpenIncidents();
  const incidents = useLive((view) => view.incidents);
  const { miners, moment } = useFarmNow();
  const heard = useWithoutSilent(moment);
  // What is wrong is no incident before it has lasted for the time of its rule, and dead chips are
  // none at all.
  const needs = useMemo(() => {
    const said = new Set(incidents.flatMap((incident) => incident.miner_ids));
    const unsaid = miners.filter((miner) => needsAttention(miner) && !said.has(miner.id));
    return needsNow(open, unsaid.map(heard).filter(needsAttention), moment);
  }, [open, incidents, miners, heard, moment]);
  const { isPointed, handlers } = usePointed();
  const held = useHeldOrder(needs, needKey, isPointed);
  const waiting = useMemo(() => miners.filter(needsAttention).length, [miners]);
  const shown = held.slice(0, MOST_SHOWN);
  const isMonitored = useMemo(() => miners.some(({ polling }) => polling.eligible), [miners]);
  const more = open.length - shown.filter(({ kind }) => kind === 'incident').length;
  return (
    <section className={classes.needs} aria-label={texts.title}>
      <h2>{texts.title}</h2>
      {shown.length === 0 ? (
        <p className={classes.quiet}>{isMonitored ? texts.none : texts.unmonitored}</p>
      ) : (
        <ul className={classes.list} {...handlers}>
          {shown.map((need) => (
            <li key={needKey(need)}>
              {need.kind === 'incident' ? (
                <IncidentLine incident={need.incident} nowMs={nowMs} />
              ) : (
                <MinersLine alike={need.alike} severity={need.severity} />
              )}
            </li>
          ))}
        </ul>
      )}
      {waiting > 0 && <Link href={formatHash({ path: '/fleet', text: 'attention' })}>{texts.waiting(waiting)}</Link>}
      <Link href="/incidents" className={classes.all}>
        {more > 0 ? texts.more(more) : texts.all}
      </Link>
    </section>
  );
}

function IncidentLine({ incident, nowMs }: { incident: Incident; nowMs: number }) {
  const lost = lostText(incident);
  return (
    <Link href={`/incidents/${incident.incident_id}`} className={classes.line}>
      <StateMark {...SEVERITY_MARKS[incident.severity]} label={alertsTexts.severities[incident.severity]} />
      <span className={classes.words}>
        {incident.title}{' '}
        <span className={classes.quiet}>
          {clockTime(incident.since_at, nowMs)}
          {lost !== UNKNOWN && ` · ${lost}`}
        </span>
      </span>
    </Link>
  );
}

/** Miners that need attention and are in no incident. */
function MinersLine({ alike, severity }: { alike: Alike; severity: Incident['severity'] }) {
  const [miner] = alike;
  const [worst] = miner.attention;
  if (worst === undefined) return null;
  const isMany = alike.length > 1;
  const query = `condition=${CONDITION_OF_ATTENTION[worst.code] ?? worst.code}`;
  return (
    <Link
      href={isMany ? formatHash({ path: '/fleet', text: query }) : `${OVERVIEW_PATH}/${miner.id}`}
      className={classes.line}
    >
      <StateMark {...SEVERITY_MARKS[severity]} label={alertsTexts.severities[severity]} />
      <span className={classes.words}>
        {isMany
          ? texts.alike(alike.length, ATTENTION_WORDS[worst.code] ?? worst.code)
          : `${minerName(miner)}: ${worst.message.replace(/\.$/, '')}`}
      </span>
    </Link>
  );
}

/** Takes from a miner what is silent now: by maintenance, or because its rule is muted. */
function useWithoutSilent({ nowMs, staleAfterMs }: Moment): (miner: Miner) => Miner {
  const { orpc } = usePowerHive();
  const listed = useQuery(orpc.maintenance.list.queryOptions({ refetchInterval: MAINTENANCE_MS })).data;
  const hasMutes = listed?.some(({ rule_ids }) => rule_ids.length > 0) === true;
  const rules = useQuery(orpc.rules.list.queryOptions({ enabled: hasMutes })).data;
  // Often enough: maintenance begins and ends by the minute.
  const minute = Math.ceil(nowMs / MINUTE_MS);
  return useMemo(() => {
    const moment = { nowMs: minute * MINUTE_MS, staleAfterMs };
    const silences = activeMutes(moment.nowMs, listed ?? [], rules ?? []);
    return (miner) => withoutSilent(miner, silences, moment);
  }, [listed, rules, minute, staleAfterMs]);
}
