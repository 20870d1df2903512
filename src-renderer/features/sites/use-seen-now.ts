import { useQuery } from '@tanstack/react-query';
import type { FarmSummary, RemoteSite } from '../../../src-shared/model/index.ts';
import { useSiteChoice } from '../../api/use-powerhive.ts';
import { seenNow } from './site-sums.ts';
import { useSites } from './use-sites.ts';

/** The summary of this computer and those of the sites that are seen now. */
export function useSeenNow(): ReturnType<typeof seenNow> & {
  readonly own: FarmSummary | null;
  readonly sites: readonly RemoteSite[];
} {
  const { home } = useSiteChoice();
  const { sites } = useSites();
  const own = useQuery(home.orpc.app.summary.queryOptions({ refetchInterval: 2000 }), home.queries).data ?? null;
  return { own, sites, ...seenNow(own, sites) };
}
