import { numberText } from '../../../src-shared/text/count-text.ts';
import { formatEfficiency } from '../../../src-shared/units.ts';
import { useConnectionState } from '../../api/use-powerhive.ts';
import { sumOfSites } from '../../features/sites/site-sums.ts';
import { sitesTexts } from '../../features/sites/sites-texts.ts';
import { useSeenNow } from '../../features/sites/use-seen-now.ts';
import { Figure } from '../../ui/figure.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { appTexts } from '../app-texts.ts';
import { Brand } from '../brand.tsx';
import classes from './header.module.css';
import { COUNT_MARKS, HashrateOf, PowerOf } from './header.tsx';
import { SiteChooser } from './site-chooser.tsx';

const texts = appTexts.header;
const COUNTS = ['hashing', 'attention', 'offline'] as const;

/** The header over all sites: the sums of those that are seen now. */
export function SitesHeader() {
  const { summaries, leftOut } = useSeenNow();
  const isLost = useConnectionState().phase === 'lost';
  const sums = sumOfSites(summaries);
  const { hashrates, power_w, efficiency_j_per_th, ...counts } = sums;
  const without = leftOut.length === 0 ? undefined : sitesTexts.without(leftOut);
  return (
    <header className={classes.header} data-frozen={isLost} data-algorithms={hashrates.length}>
      <Brand />
      <SiteChooser />
      {summaries.length > 0 && (
        <fieldset className={classes.counts} aria-label={sitesTexts.total} title={without}>
          {COUNTS.map((count) => (
            <span key={count} className={classes.sum}>
              <StateMark {...(count === 'attention' && counts.critical ? COUNT_MARKS.critical : COUNT_MARKS[count])} />
              <strong>{numberText(counts[count])}</strong>{' '}
              <span>
                {texts.counts[count](counts[count])}
                {count === 'hashing' && <span className={classes.ofAll}> {texts.ofAll(counts.miners)}</span>}
              </span>
            </span>
          ))}
        </fieldset>
      )}
      <dl className={classes.totals} title={without}>
        {leftOut.length > 0 && (
          <div className={classes.asOf}>
            <dt className="visually-hidden">{texts.figures}</dt>
            <dd>{sitesTexts.withoutBrief(leftOut)}</dd>
          </div>
        )}
        {hashrates.map(({ algorithm, hashrate_hs, expected_hs }) => (
          <div key={algorithm}>
            <dt className="visually-hidden">{texts.hashrate(algorithm)}</dt>
            <dd>
              <HashrateOf hashrateHs={hashrate_hs} expectedHs={expected_hs} />
              {hashrates.length > 1 && <span className={classes.algorithm}> {algorithm}</span>}
            </dd>
          </div>
        ))}
        {power_w !== null && (
          <div title={sitesTexts.powerOf(sums)}>
            <dt className="visually-hidden">{texts.power}</dt>
            <dd>
              <PowerOf
                watts={power_w}
                miners={counts.power_miners ?? counts.miners - counts.unmanaged}
                ofMiners={counts.miners - counts.unmanaged}
              />
            </dd>
          </div>
        )}
        {efficiency_j_per_th !== null && (
          <div>
            <dt className="visually-hidden">{texts.efficiency}</dt>
            <dd>
              <Figure quantity={formatEfficiency(efficiency_j_per_th)} strong />
            </dd>
          </div>
        )}
      </dl>
    </header>
  );
}
