import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ActivityEntry } from '../../../src-shared/model/index.ts';
import { newestFirst } from '../../api/live/live-state.ts';
import { useLive, usePowerHive } from '../../api/use-powerhive.ts';
import { type ActivityFilter, activityInput, matchesFilter } from './activity-filter.ts';

const PAGE_SIZE = 500;

/** The activity, newest first: loaded page by page, plus new entries from the live stream. */
export function useActivity(filter: ActivityFilter) {
  const { client } = usePowerHive();
  const live = useLive((view) => view.activity);
  const input = activityInput(filter);
  const pages = useInfiniteQuery({
    queryKey: ['activity', input],
    queryFn: ({ pageParam, signal }) => client.app.activity({ limit: PAGE_SIZE, ...input, ...pageParam }, { signal }),
    initialPageParam: {} as { before?: number; before_id?: number },
    getNextPageParam: (page) => {
      const oldest = page.at(-1);
      return oldest === undefined || page.length < PAGE_SIZE ? undefined : { before: oldest.at, before_id: oldest.id };
    },
    placeholderData: (before) => before,
  });
  const entries = useMemo<readonly ActivityEntry[]>(
    () => newestFirst([...live, ...(pages.data?.pages.flat() ?? [])]).filter((entry) => matchesFilter(entry, filter)),
    [live, pages.data, filter],
  );
  return { pages, entries };
}
