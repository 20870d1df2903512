import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { numberText } from '../../../src-shared/count-text.ts';
import type { FarmSummary, RemoteSite } from '../../../src-shared/model/index.ts';
import { formatEfficiency, formatHashrate, formatTotalPower, UNKNOWN } from '../../../src-shared/units.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { useSiteChoice } from '../../api/use-powerhive.ts';
import { FailureCallout } from '../../ui/feedback/callout.tsx';
import { Figure } from '../../ui/figure.tsx';
import { Page } from '../../ui/layout/page.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { clockTimeWithSeconds } from '../../ui/times.ts';
import { SITE_MARKS } from './site-marks.ts';
import { sumOfSites } from './site-sums.ts';
import classes from './sites.module.css';
import { SitesInbox } from './sites-inbox.tsx';
import { sitesTexts as texts } from './sites-texts.ts';
import { useSites } from './use-sites.ts';

/** Every site as it last reported, this computer first, and all of them together. */
export function SitesScreen() {
  const { home, choose } = useSiteChoice();
  const { sites, isLoaded, error } = useSites();
  const own = useQuery(home.orpc.app.summary.queryOptions({ refetchInterval: 2000 }), home.queries).data ?? null;
  const show = (siteId: string | null): void => choose(siteId, '/overview');
  const live = sites.filter(({ state }) => state.phase === 'live');
  const doubles = doublesOf(own, sites);
  const liveDoubles = doublesOf(own, live);
  const counted = sites.filter(({ id }) => !doubles.has(id));
  const summaries = [own, ...counted.map(({ state }) => state.summary)].flatMap((summary) => summary ?? []);
  const { columns } = texts;
  return (
    <Page title={texts.all} about={texts.allAbout}>
      <table className={classes.table}>
        <thead>
          <tr>
            {Object.values(columns).map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>
              <button type="button" className={classes.site} onClick={() => show(null)}>
                {own?.site?.name ?? texts.here}
              </button>
              {own?.site?.name != null && <div className={classes.state}>{texts.isHere}</div>}
            </td>
            <Figures summary={own} version={own?.version ?? null} here={null} />
          </tr>
          {sites.map((site) => (
            <tr key={site.id} data-old={site.state.phase !== 'live'}>
              <td>
                <button type="button" className={classes.site} onClick={() => show(site.id)}>
                  <StateMark {...SITE_MARKS[site.state.phase]} />
                  {site.name}
                </button>
                <div className={classes.state}>
                  {doubles.has(site.id) ? texts.double(doubles.get(site.id) ?? texts.isHere) : siteStateText(site)}
                </div>
              </td>
              <Figures
                summary={site.state.summary}
                version={site.state.summary?.version ?? null}
                here={own?.version ?? null}
              />
            </tr>
          ))}
        </tbody>
        {summaries.length > 1 && (
          <tfoot>
            <tr>
              <td>
                {texts.total} <span className={classes.dim}>{texts.of(live.length, sites.length)}</span>
              </td>
              <Figures summary={sumOfSites(summaries)} version={null} here={null} />
            </tr>
          </tfoot>
        )}
      </table>
      {sites.length > 0 && <SitesInbox live={live.filter(({ id }) => !liveDoubles.has(id))} />}
      {error !== null && <FailureCallout title={texts.failed} why={callErrorMessage(error)} />}
      {isLoaded && sites.length === 0 && (
        <p>
          {texts.none} <Link href="/settings">{texts.addFirst}</Link>
        </p>
      )}
    </Page>
  );
}

/**
 * Sites that are a farm which is in the list already, each with the name of the other one: null for
 * that of this computer.
 */
function doublesOf(own: FarmSummary | null, sites: readonly RemoteSite[]): ReadonlyMap<string, string | null> {
  const names = new Map<string, string | null>(own?.site === undefined ? [] : [[own.site.id, null]]);
  const doubles = new Map<string, string | null>();
  for (const { id, name, state } of sites) {
    const farm = state.summary?.site?.id;
    if (farm === undefined) continue;
    const other = names.get(farm);
    if (other === undefined) names.set(farm, name);
    else doubles.set(id, other);
  }
  return doubles;
}

/** "Nothing listens there … · last heard 14:05:12". */
function siteStateText({ state }: RemoteSite): string {
  if (state.phase === 'live') return texts.phases.live;
  const heard = state.heard_at === null ? texts.neverHeard : texts.heard(clockTimeWithSeconds(state.heard_at));
  return `${state.error ?? texts.phases[state.phase]} · ${heard}`;
}

type Shown = Pick<
  FarmSummary,
  'hashrates' | 'hashing' | 'miners' | 'attention' | 'offline' | 'power_w' | 'efficiency_j_per_th'
>;

function Figures({ summary, version, here }: { summary: Shown | null; version: string | null; here: string | null }) {
  if (summary === null) {
    return Object.keys(texts.columns)
      .slice(1)
      .map((column) => <td key={column}>{UNKNOWN}</td>);
  }
  const isOther = version !== null && here !== null && version !== here;
  return (
    <>
      <td>
        {summary.hashrates.map(({ algorithm, hashrate_hs, expected_hs }) => (
          <div key={algorithm}>
            <Figure quantity={formatHashrate(hashrate_hs)} strong />
            {expected_hs !== null && (
              <span className={classes.dim}> / {<Figure quantity={formatHashrate(expected_hs)} />}</span>
            )}
            {summary.hashrates.length > 1 && <span className={classes.dim}> {algorithm}</span>}
          </div>
        ))}
        {summary.hashrates.length === 0 && UNKNOWN}
      </td>
      <td>{texts.hashing(summary.hashing, summary.miners)}</td>
      <td>{numberText(summary.attention)}</td>
      <td>{numberText(summary.offline)}</td>
      <td>{summary.power_w === null ? UNKNOWN : <Figure quantity={formatTotalPower(summary.power_w)} />}</td>
      <td>
        {summary.efficiency_j_per_th === null ? (
          UNKNOWN
        ) : (
          <Figure quantity={formatEfficiency(summary.efficiency_j_per_th)} />
        )}
      </td>
      <td title={isOther ? texts.otherVersion(version, here) : undefined}>{version ?? ''}</td>
    </>
  );
}
