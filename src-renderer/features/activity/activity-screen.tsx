import { Button, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { LONGEST_SEARCH_WORDS } from '../../../src-shared/limits/text-limits.ts';
import { midnight, spanOfDay } from '../../../src-shared/local-day.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { LoadFailed } from '../../api/load-failed.tsx';
import { Callout, Skeleton, Strip } from '../../ui/feedback/callout.tsx';
import { Choice } from '../../ui/forms/choice.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { ListPage } from '../../ui/layout/page.tsx';
import { useNow } from '../../ui/use-now.ts';
import { type ActivityFilter, EVERYTHING, isEverything } from './activity-filter.ts';
import { type ActivityKind, KIND_NAMES } from './activity-kinds.ts';
import { ActivityList } from './activity-list.tsx';
import { type ActivityRow, activityRows } from './activity-rows.ts';
import classes from './activity-screen.module.css';
import { activityTexts } from './activity-texts.ts';
import { dayFieldValue } from './day/chosen-day.ts';
import { DaySummary } from './day/day-summary.tsx';
import { useActivity } from './use-activity.ts';

const texts = activityTexts;
const KINDS = Object.entries(KIND_NAMES).map(([value, label]) => ({ value: value as ActivityKind, label }));
const LEVELS = [
  { value: 'info', text: texts.levels.info },
  { value: 'warning', text: texts.levels.warning },
  { value: 'error', text: texts.levels.error },
] as const;

/** Events, changes and scans, newest first. New entries appear automatically. */
export function ActivityScreen() {
  const [search, setSearch] = useState(EVERYTHING);
  // Null: today, also after midnight.
  const [day, setDay] = useState<string | null>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  // The names of days change at midnight, not each second.
  const nowMs = useNow();
  const today = dayFieldValue(nowMs);
  const before = day === null ? null : (spanOfDay(day)?.toAt ?? null);
  const filter = useMemo(() => ({ ...search, before }), [search, before]);
  const { pages, entries } = useActivity(useDeferredValue(filter));
  const startOfDayMs = midnight(nowMs);
  const rows = useMemo(() => activityRows(entries, opened, startOfDayMs), [entries, opened, startOfDayMs]);
  const isFilling = useFill(rows, pages);
  const toggle = (key: string, open: boolean): void => {
    const next = new Set(opened);
    if (open) next.add(key);
    else next.delete(key);
    setOpened(next);
  };

  return (
    <ListPage title={texts.title} about={texts.about} controls={<Filters filter={filter} onFilter={setSearch} />}>
      <DaySummary day={day ?? today} nowMs={nowMs} onDay={(chosen) => setDay(chosen === today ? null : chosen)} />
      {pages.isError && pages.data !== undefined && (
        <Strip alert>{texts.earlierFailed(callErrorMessage(pages.error))}</Strip>
      )}
      {pages.data === undefined ? (
        pages.isError ? (
          <LoadFailed title={texts.failed} query={pages} />
        ) : (
          <Skeleton rows={10} label={texts.loading} />
        )
      ) : rows.length === 0 ? (
        <NothingHappened
          filtered={!isEverything(filter)}
          upToDay={before !== null}
          onAll={() => setSearch(EVERYTHING)}
        />
      ) : (
        <ActivityList
          rows={rows}
          nowMs={nowMs}
          onToggle={toggle}
          end={
            isFilling ? (
              <Skeleton rows={3} label={texts.loadingEarlier} />
            ) : (
              pages.hasNextPage && (
                <div className={classes.end}>
                  <Button
                    variant="default"
                    loading={pages.isFetchingNextPage}
                    onClick={() => void pages.fetchNextPage()}
                  >
                    {texts.showEarlier}
                  </Button>
                </div>
              )
            )
          }
        />
      )}
    </ListPage>
  );
}

const ENOUGH_ROWS = 40;
const MOST_AUTOMATIC_PAGES = 20;

/**
 * Loads earlier pages until the window is full and the last burst is complete, because a burst may
 * be longer than a page. Returns whether it is still loading.
 */
function useFill(rows: readonly ActivityRow[], pages: ReturnType<typeof useActivity>['pages']): boolean {
  const { hasNextPage, isFetching, isError, fetchNextPage } = pages;
  const pageCount = pages.data?.pages.length ?? 0;
  const isShort = rows.length < ENOUGH_ROWS || rows.at(-1)?.kind === 'group';
  const isFilling = isShort && hasNextPage && !isError && pageCount < MOST_AUTOMATIC_PAGES;
  const wanted = isFilling && !isFetching;
  useEffect(() => {
    if (wanted) void fetchNextPage();
  }, [wanted, fetchNextPage]);
  return isFilling;
}

/** By kind, level and words. */
function Filters(props: { filter: ActivityFilter; onFilter: (filter: ActivityFilter) => void }) {
  const { filter, onFilter } = props;
  const words = useRef<HTMLInputElement>(null);
  useKeys({
    '/': () => words.current?.select(),
    Escape: () => {
      if (document.activeElement === words.current) words.current?.blur();
      else if (!isEverything(filter)) onFilter(EVERYTHING);
    },
  });
  return (
    <div className={classes.filters}>
      <TextInput
        ref={words}
        type="search"
        aria-label={texts.searchLabel}
        placeholder={texts.search}
        spellCheck={false}
        maxLength={LONGEST_SEARCH_WORDS}
        leftSection={<IconSearch size={14} />}
        rightSection={<kbd className={classes.key}>/</kbd>}
        className={classes.words}
        value={filter.words}
        onChange={(event) => onFilter({ ...filter, words: event.currentTarget.value })}
      />
      <Choice
        label={texts.severity}
        options={LEVELS}
        value={filter.level}
        onChange={(level) => onFilter({ ...filter, level })}
      />
      <Select
        aria-label={texts.type}
        placeholder={texts.allTypes}
        clearable
        data={KINDS}
        className={classes.kind}
        value={filter.kind}
        onChange={(kind) => onFilter({ ...filter, kind: kind as ActivityKind | null })}
      />
    </div>
  );
}

function NothingHappened(props: { filtered: boolean; upToDay: boolean; onAll: () => void }) {
  if (!props.filtered) {
    if (props.upToDay) return <Callout title={texts.noneUpToDay} />;
    return <Callout title={texts.none}>{texts.noneAbout}</Callout>;
  }
  return (
    <Callout
      title={texts.noMatch}
      action={
        <Button variant="default" onClick={props.onAll}>
          {texts.clear}
        </Button>
      }
    />
  );
}
