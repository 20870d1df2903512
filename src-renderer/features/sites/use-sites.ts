import { useQuery } from '@tanstack/react-query';
import type { RemoteSite } from '../../../src-shared/model/index.ts';
import { useSiteChoice } from '../../api/use-powerhive.ts';

const NONE: readonly RemoteSite[] = [];
/** As often as PowerHive itself asks them; without any, only now and then. */
const OFTEN_MS = 2000;
const SELDOM_MS = 30_000;

/** The other sites that this computer knows, and how they stand, whatever is shown. */
export function useSites(): readonly RemoteSite[] {
  const { home } = useSiteChoice();
  const sites = useQuery(
    home.orpc.sites.list.queryOptions({
      refetchInterval: (query) => ((query.state.data?.length ?? 0) > 0 ? OFTEN_MS : SELDOM_MS),
    }),
    home.queries,
  );
  return sites.data ?? NONE;
}
