import { Link } from 'wouter';
import type { RemoteSite } from '../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { useSiteChoice } from '../../api/use-powerhive.ts';
import { FailureCallout } from '../../ui/feedback/callout.tsx';
import { Page } from '../../ui/layout/page.tsx';
import { useNow } from '../../ui/use-now.ts';
import { SiteCard } from './site-card.tsx';
import { siteMark } from './site-marks.ts';
import { doublesOf, sumOfSites } from './site-sums.ts';
import { siteWords } from './site-words.ts';
import classes from './sites.module.css';
import { SitesInbox } from './sites-inbox.tsx';
import { sitesTexts as texts } from './sites-texts.ts';
import { useSeenNow } from './use-seen-now.ts';
import { useSites } from './use-sites.ts';

/**
 * The sums of the sites that are seen now, a card for each site, this computer first, and the open
 * problems of all.
 */
export function AllSitesScreen() {
  const { choose } = useSiteChoice();
  const { isLoaded, error } = useSites();
  const { own, sites, summaries, leftOut } = useSeenNow();
  const show = (siteId: string | null): void => choose(siteId, '/overview');
  const live = sites.filter(({ state }) => state.phase === 'live');
  const doubles = doublesOf(own, sites);
  const liveDoubles = doublesOf(own, live);
  const nowMs = useNow();
  const wordsOf = (site: RemoteSite): string => {
    const words = siteWords(site, nowMs, own?.version ?? null);
    return doubles.has(site.id) ? texts.doubleOf(words, doubles.get(site.id) ?? texts.isHere) : words;
  };
  return (
    <Page title={texts.all} about={texts.allAbout}>
      <div className={classes.cards}>
        {sites.length > 0 && summaries.length > 0 && (
          <SiteCard
            name={texts.total}
            words={leftOut.length === 0 ? null : texts.without(leftOut)}
            version={null}
            summary={sumOfSites(summaries)}
          />
        )}
        <SiteCard
          name={own?.site?.name ?? texts.here}
          words={own?.site?.name == null ? null : texts.isHere}
          version={own?.version ?? null}
          summary={own}
          onShow={() => show(null)}
        />
        {sites.map((site) => (
          <SiteCard
            key={site.id}
            name={site.name}
            mark={siteMark(site)}
            words={wordsOf(site)}
            version={site.state.summary?.version ?? null}
            summary={site.state.summary}
            isOld={site.state.phase !== 'live'}
            onShow={() => show(site.id)}
          />
        ))}
      </div>
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
