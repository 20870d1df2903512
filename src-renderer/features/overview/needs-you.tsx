import { useMemo } from 'react';
import { Link } from 'wouter';
import { byUrgency } from '../../../src-shared/incident-order.ts';
import { needsAttention } from '../../../src-shared/miner-now.ts';
import { useMinersNow } from '../../api/use-miners-now.ts';
import { useLive } from '../../api/use-powerhive.ts';
import { formatHash } from '../../ui/hash-location.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { clockTime } from '../../ui/times.ts';
import { useNow } from '../../ui/use-now.ts';
import { alertsTexts } from '../alerts/alerts-texts.ts';
import { INCIDENT_MARKS, lostText } from '../alerts/incident-words.ts';
import classes from './needs-you.module.css';
import { overviewTexts } from './overview-texts.ts';

const texts = overviewTexts.needs;
const MOST_SHOWN = 8;

/** The open incidents, the worst first, and the way to all of them. */
export function NeedsYou() {
  const nowMs = useNow();
  const incidents = useLive((view) => view.incidents);
  const open = useMemo(() => incidents.filter(({ state }) => state === 'open').sort(byUrgency), [incidents]);
  const miners = useMinersNow();
  // What is wrong is no incident before it has lasted for the time of its rule.
  const attention = useMemo(() => miners.filter(needsAttention), [miners]);
  const waiting = attention.length;
  const isBeside = useMemo(() => {
    const said = new Set(incidents.flatMap((incident) => incident.miner_ids));
    return attention.some(({ id }) => !said.has(id));
  }, [incidents, attention]);
  const isMonitored = useMemo(() => miners.some(({ polling }) => polling.eligible), [miners]);
  const more = open.length - MOST_SHOWN;
  return (
    <section className={classes.needs} aria-label={texts.title}>
      <h2>{texts.title}</h2>
      {open.length === 0 ? (
        <p className={classes.quiet}>
          {waiting === 0 ? (
            isMonitored ? (
              texts.none
            ) : (
              texts.unmonitored
            )
          ) : (
            <>
              {texts.noIncident} <Waiting miners={waiting} />
            </>
          )}
        </p>
      ) : (
        <ul className={classes.list}>
          {open.slice(0, MOST_SHOWN).map((incident) => (
            <li key={incident.incident_id}>
              <Link href={`/incidents/${incident.incident_id}`} className={classes.line}>
                <StateMark {...INCIDENT_MARKS[incident.severity]} label={alertsTexts.severities[incident.severity]} />
                <span className={classes.words}>
                  {incident.title}{' '}
                  <span className={classes.quiet}>
                    {clockTime(incident.since_at, nowMs)}
                    {lostText(incident) !== '—' && ` · ${lostText(incident)}`}
                  </span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {open.length > 0 && isBeside && <Waiting miners={waiting} />}
      <Link href="/incidents" className={classes.all}>
        {more > 0 ? texts.more(more) : texts.all}
      </Link>
    </section>
  );
}

/** The way to the miners that need attention. */
function Waiting({ miners }: { miners: number }) {
  return <Link href={formatHash({ path: '/fleet', text: 'attention' })}>{texts.waiting(miners)}</Link>;
}
