import { useQuery } from '@tanstack/react-query';
import type { RemoteSite } from '../../../src-shared/model/index.ts';
import { usePowerHive, useSiteChoice } from '../../api/use-powerhive.ts';
import { useNow } from '../../ui/use-now.ts';
import { lastHeardWords } from './site-words.ts';
import { sitesTexts as texts } from './sites-texts.ts';

const NONE: readonly RemoteSite[] = [];
/** As often as PowerHive polls them; rarely if there are none. */
export const OFTEN_MS = 2000;
const SELDOM_MS = 30_000;

/**
 * The other sites and their states, whichever farm is shown. Until `isLoaded` is true it is unknown
 * whether there are any; `error` says why the list could not be loaded.
 */
export function useSites(): {
  readonly sites: readonly RemoteSite[];
  readonly isLoaded: boolean;
  readonly error: Error | null;
} {
  const { home } = useSiteChoice();
  const { data, error } = useQuery(
    home.orpc.sites.list.queryOptions({
      refetchInterval: (query) => ((query.state.data?.length ?? 0) > 0 ? OFTEN_MS : SELDOM_MS),
    }),
    home.queries,
  );
  return { sites: data ?? NONE, isLoaded: data !== undefined, error: data === undefined ? error : null };
}

/** Why the site that is shown cannot be seen, and what to do; null if that is unknown, or for none. */
export function useWhyNotSeen(): string | null {
  const { site } = usePowerHive();
  const { sites, isLoaded } = useSites();
  if (site === null || !isLoaded) return null;
  const found = sites.find(({ id }) => id === site.id);
  if (found === undefined) return texts.noSuch;
  return found.enabled ? found.state.error : texts.isOff;
}

/** What the site that is shown reported last, while it cannot be seen; null if that is unknown. */
export function useLastHeard(): string | null {
  const { site } = usePowerHive();
  const { sites } = useSites();
  const nowMs = useNow();
  const found = site === null ? undefined : sites.find(({ id }) => id === site.id);
  return found === undefined ? null : lastHeardWords(found, nowMs);
}
