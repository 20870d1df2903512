import { useQuery } from '@tanstack/react-query';
import type { RemoteSite } from '../../../src-shared/model/index.ts';
import { useSiteChoice } from '../../api/use-powerhive.ts';

const NONE: readonly RemoteSite[] = [];
/** As often as PowerHive polls them; rarely if there are none. */
const OFTEN_MS = 2000;
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
