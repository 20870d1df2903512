import { useQueries } from '@tanstack/react-query';
import type { Incident, RemoteSite } from '../../../src-shared/model/index.ts';
import { callAtSite } from '../../api/connection/site-transport.ts';
import { useSiteChoice } from '../../api/use-powerhive.ts';
import { SEVERITY_MARKS } from '../../miner-view/severity-marks.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { clockTime } from '../../ui/times.ts';
import { useNow } from '../../ui/use-now.ts';
import { joinedLists, MOST_OF_A_SITE } from './joined-lists.ts';
import { siteAheadMs } from './site-words.ts';
import classes from './sites.module.css';
import { sitesTexts as texts } from './sites-texts.ts';

const EVERY_MS = 5000;

/** The open incidents of this computer and of live sites, in the order of an inbox. */
export function SitesInbox({ live }: { live: readonly RemoteSite[] }) {
  const { home, choose } = useSiteChoice();
  const nowMs = useNow();
  const input = { state: 'open', limit: MOST_OF_A_SITE } as const;
  const lists = useQueries({
    queries: [
      { queryKey: ['site-incidents', ''], queryFn: () => home.client.incidents.list(input), refetchInterval: EVERY_MS },
      ...live.map(({ id }) => ({
        queryKey: ['site-incidents', id],
        queryFn: () => callAtSite(home.client, { id, path: 'incidents.list', input }) as Promise<Incident[]>,
        refetchInterval: EVERY_MS,
      })),
    ],
  });
  const asked = [
    { siteId: null, name: texts.here, aheadMs: 0 },
    ...live.map(({ id, name, state }) => ({ siteId: id, name, aheadMs: siteAheadMs(state) })),
  ];
  const { rows, gaps, isNone } = joinedLists(
    asked.map((site, i) => ({ ...site, incidents: lists[i]?.data ?? null, error: lists[i]?.error ?? null })),
  );
  return (
    <section aria-label={texts.inbox} className={classes.inbox}>
      <h2>{texts.inbox}</h2>
      {isNone && <p className={classes.dim}>{texts.inboxNone}</p>}
      <ul className={classes.list}>
        {rows.map(({ siteId, site, incident }) => (
          <li key={`${siteId} ${incident.incident_id}`}>
            <StateMark {...SEVERITY_MARKS[incident.severity]} />
            <div>
              <strong>{site}</strong>{' '}
              <button
                type="button"
                className={classes.opener}
                onClick={() => choose(siteId, `/incidents/${incident.incident_id}`)}
              >
                {incident.title}
              </button>
            </div>
            <span className={classes.dim}>
              {texts.since} {clockTime(incident.since_at, nowMs)}
            </span>
          </li>
        ))}
      </ul>
      {gaps.map((gap) => (
        <p key={gap} className={classes.gap}>
          {gap}
        </p>
      ))}
    </section>
  );
}
