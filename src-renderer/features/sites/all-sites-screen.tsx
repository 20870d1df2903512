import { Link } from 'wouter';
import { numberText } from '../../../src-shared/text/count-text.ts';
import { formatEfficiency, formatHashrate, formatTotalPower, UNKNOWN } from '../../../src-shared/units.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { useSiteChoice } from '../../api/use-powerhive.ts';
import { FailureCallout } from '../../ui/feedback/callout.tsx';
import { Figure } from '../../ui/figure.tsx';
import { Page } from '../../ui/layout/page.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { useNow } from '../../ui/use-now.ts';
import { siteMark } from './site-marks.ts';
import { doublesOf, type Sums, sumOfSites } from './site-sums.ts';
import { siteWords } from './site-words.ts';
import classes from './sites.module.css';
import { SitesInbox } from './sites-inbox.tsx';
import { sitesTexts as texts } from './sites-texts.ts';
import { useSeenNow } from './use-seen-now.ts';
import { useSites } from './use-sites.ts';

/** The last report of every site, this computer first, and the totals. */
export function SitesScreen() {
  const { choose } = useSiteChoice();
  const { isLoaded, error } = useSites();
  const { own, sites, summaries, leftOut } = useSeenNow();
  const show = (siteId: string | null): void => choose(siteId, '/overview');
  const live = sites.filter(({ state }) => state.phase === 'live');
  const doubles = doublesOf(own, sites);
  const liveDoubles = doublesOf(own, live);
  const nowMs = useNow();
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
            <Figures summary={own} version={own?.version ?? null} />
          </tr>
          {sites.map((site) => (
            <tr key={site.id} data-old={site.state.phase !== 'live'}>
              <td>
                <button type="button" className={classes.site} onClick={() => show(site.id)}>
                  <StateMark {...siteMark(site)} />
                  {site.name}
                </button>
                <div className={classes.state}>
                  {doubles.has(site.id)
                    ? texts.double(doubles.get(site.id) ?? texts.isHere)
                    : siteWords(site, nowMs, own?.version ?? null)}
                </div>
              </td>
              <Figures summary={site.state.summary} version={site.state.summary?.version ?? null} />
            </tr>
          ))}
        </tbody>
        {sites.length > 0 && summaries.length > 0 && (
          <tfoot>
            <tr>
              <td>
                {texts.total} {leftOut.length > 0 && <span className={classes.dim}>{texts.without(leftOut)}</span>}
              </td>
              <Figures summary={sumOfSites(summaries)} version={null} />
            </tr>
          </tfoot>
        )}
      </table>
      {sites.length > 0 && <SitesInbox live={live.filter(({ id }) => !liveDoubles.has(id))} />}
      {error !== null && <FailureCallout title={texts.failed} why={callErrorMessage(error)} />}
      {isLoaded && sites.length === 0 && (
        <p className={classes.none}>
          {texts.none} <Link href="/settings">{texts.addFirst}</Link>
        </p>
      )}
    </Page>
  );
}

function Figures({ summary, version }: { summary: Sums | null; version: string | null }) {
  if (summary === null) {
    return Object.keys(texts.columns)
      .slice(1)
      .map((column) => <td key={column}>{UNKNOWN}</td>);
  }
  return (
    <>
      <td>
        {summary.hashrates.map(({ algorithm, hashrate_hs, expected_hs }) => (
          <div key={algorithm}>
            <Figure quantity={formatHashrate(hashrate_hs, algorithm)} strong />
            {expected_hs !== null && (
              <span className={classes.dim}> / {<Figure quantity={formatHashrate(expected_hs)} />}</span>
            )}
            {summary.hashrates.length > 1 && <span className={classes.dim}> {algorithm}</span>}
          </div>
        ))}
        {summary.hashrates.length === 0 && UNKNOWN}
      </td>
      <td>{texts.hashing(summary.hashing, summary.miners)}</td>
      <td title={summary.critical ? texts.critical : undefined}>
        <span className={classes.marked}>
          {summary.critical && <StateMark shape="square" tone="red" />}
          {numberText(summary.attention)}
        </span>
      </td>
      <td>{numberText(summary.offline)}</td>
      <td>{numberText(summary.open_incidents)}</td>
      <td title={texts.powerOf(summary)}>
        {summary.power_w === null ? UNKNOWN : <Figure quantity={formatTotalPower(summary.power_w)} />}
      </td>
      <td>
        {summary.efficiency_j_per_th === null ? (
          UNKNOWN
        ) : (
          <Figure quantity={formatEfficiency(summary.efficiency_j_per_th)} />
        )}
      </td>
      <td>{version ?? ''}</td>
    </>
  );
}
