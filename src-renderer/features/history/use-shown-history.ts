import { useQuery } from '@tanstack/react-query';
import type { HistoryMarks } from '../../../src-shared/model/index.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import type { HistoryLocation } from '../../miner-view/locations/history-location.ts';
import { shownNowMs } from '../../ui/use-now.ts';
import { comparison, type LoadedHistory } from './loaded-history.ts';
import { shiftOf, shownSpan } from './shown-span.ts';

const REFRESH_MS = 60_000;
/** Length of the rounds in which the logs of miners are loaded (recording/gap-filler.ts). */
const REFRESH_LOADING_MS = 15_000;
/** For thousands of miners, sums over single miners take seconds. */
const MANY_MINERS = 1000;
const REFRESH_MANY_MS = 300_000;
const MOST_POINTS = 480;
/** Marks that are closer than this fraction of the period are merged. */
const MARK_SLOTS = 60;

/** The history of a location; nothing is requested if `query` is null. */
function useHistoryOf(query: string | null, location: HistoryLocation, isShifted: boolean) {
  const { client } = usePowerHive();
  const { own, span } = location;
  const against = isShifted ? location.against : null;
  return useQuery({
    queryKey: ['query-history', query, own, span, against],
    enabled: query !== null,
    queryFn: ({ signal }): Promise<LoadedHistory> => {
      const shown = shownSpan(location, shownNowMs());
      const laterMs = shiftOf(against, shown);
      const [from, to] = [shown.fromAt - laterMs, Math.min(shown.toAt, shownNowMs()) - laterMs];
      return client.history
        .query({ query: query ?? '', from, to, max_points: MOST_POINTS }, { signal })
        .then((history) => ({ ...history, against, laterMs }));
    },
    refetchInterval: ({ state: { data } }) => {
      if (query !== '' && data !== undefined && data.miners > MANY_MINERS) return REFRESH_MANY_MS;
      return data !== undefined && data.loading_miners > 0 ? REFRESH_LOADING_MS : REFRESH_MS;
    },
    placeholderData: (previous) => previous,
  });
}

export function useShownHistory(location: HistoryLocation) {
  const { against } = location;
  const main = useHistoryOf(location.query, location, false);
  const compared = useHistoryOf(
    against === null ? null : 'query' in against ? against.query : location.query,
    location,
    true,
  );
  return { main, ...comparison(against, main, compared) };
}

export function useMarks({ query, own, span }: HistoryLocation) {
  const { client } = usePowerHive();
  return useQuery({
    queryKey: ['history-marks', query, own, span],
    queryFn: ({ signal }): Promise<HistoryMarks> => {
      const { fromAt, toAt } = shownSpan({ own, span }, shownNowMs());
      return client.history.marks({ query, from: fromAt, to: toAt, max_points: MARK_SLOTS }, { signal });
    },
    refetchInterval: REFRESH_MS,
    placeholderData: (previous) => previous,
  });
}
