import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { PowerHive, ShownSite } from '../../api/powerhive.ts';
import { toastNews } from '../../ui/feedback/toast.tsx';
import { navigateHash } from '../../ui/hash-location.ts';
import { SITES_PATH } from './sites-path.ts';
import { sitesTexts as texts } from './sites-texts.ts';
import { OFTEN_MS } from './use-sites.ts';

/**
 * The site with this id, with its name as soon as the list of sites is loaded. If it is removed
 * while it is shown, all sites are shown instead; if there is no other, the farm of this computer.
 */
export function useShownSite(home: PowerHive, id: string | null): ShownSite | null {
  const { data: sites } = useQuery(
    // Often also while there is none: this one may have been added elsewhere just now.
    home.orpc.sites.list.queryOptions({ enabled: id !== null, refetchInterval: OFTEN_MS }),
    home.queries,
  );
  const found = sites?.find((one) => one.id === id);
  const [last, setLast] = useState<ShownSite | null>(null);
  const [foundId, foundName] = [found?.id, found?.name];
  useEffect(() => {
    if (foundId !== undefined && foundName !== undefined) setLast({ id: foundId, name: foundName });
  }, [foundId, foundName]);

  const wasHere = last?.id === id;
  const name = foundName ?? (wasHere ? last.name : id);
  const isRemoved = sites !== undefined && found === undefined && wasHere;
  const isOnly = sites?.length === 0;
  useEffect(() => {
    if (!isRemoved || name === null) return;
    navigateHash(isOnly ? '/overview' : SITES_PATH, { replace: true });
    toastNews(texts.removed(name), isOnly ? texts.hereInstead : texts.allInstead);
  }, [isRemoved, isOnly, name]);
  return useMemo(() => (id === null || name === null ? null : { id, name }), [id, name]);
}
