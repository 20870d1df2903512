import { Button, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { callErrorMessage } from '../../api/call-error.ts';
import { Choice } from '../../ui/choice.tsx';
import { FailureNotice, Notice, Skeleton, Strip } from '../../ui/notice.tsx';
import { ListPage } from '../../ui/page.tsx';
import { useKeys } from '../../ui/use-keys.ts';
import { useNow } from '../../ui/use-now.ts';
import { type ActivityFilter, EVERYTHING, isEverything } from './activity-filter.ts';
import { ActivityList } from './activity-list.tsx';
import { type ActivityRow, activityRows } from './activity-rows.ts';
import classes from './activity-screen.module.css';
import { type ActivityKind, KIND_NAMES } from './activity-words.ts';
import { useActivity } from './use-activity.ts';

const KINDS = Object.entries(KIND_NAMES).map(([value, label]) => ({ value: value as ActivityKind, label }));
const LEVELS = [
  { value: 'info', text: 'All' },
  { value: 'warning', text: 'Warnings' },
  { value: 'error', text: 'Errors' },
] as const;

/** What PowerHive did, saw and was told, newest first; new entries come in by themselves. */
export function ActivityScreen() {
  const [filter, setFilter] = useState(EVERYTHING);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const { pages, entries } = useActivity(useDeferredValue(filter));
  // The names of days change at midnight, not each second.
  const nowMs = useNow();
  const startOfDayMs = new Date(nowMs).setHours(0, 0, 0, 0);
  const rows = useMemo(() => activityRows(entries, opened, startOfDayMs), [entries, opened, startOfDayMs]);
  const isFilling = useFill(rows, pages);
  const toggle = (key: string, open: boolean): void => {
    const next = new Set(opened);
    if (open) next.add(key);
    else next.delete(key);
    setOpened(next);
  };

  return (
    <ListPage
      title="Activity"
      about="What PowerHive did, saw, and was told."
      controls={<Filters filter={filter} onFilter={setFilter} />}
    >
      {pages.isError && pages.data !== undefined && (
        <Strip alert>Earlier entries could not be read: {callErrorMessage(pages.error)}</Strip>
      )}
      {pages.data === undefined ? (
        pages.isError ? (
          <FailureNotice
            title="The activity could not be read"
            why={callErrorMessage(pages.error)}
            action={
              <Button variant="default" onClick={() => void pages.refetch()}>
                Try again
              </Button>
            }
          />
        ) : (
          <Skeleton rows={10} label="Loading activity" />
        )
      ) : rows.length === 0 ? (
        <NothingHappened filtered={!isEverything(filter)} onAll={() => setFilter(EVERYTHING)} />
      ) : (
        <ActivityList
          rows={rows}
          nowMs={nowMs}
          onToggle={toggle}
          end={
            isFilling ? (
              <Skeleton rows={3} label="Loading earlier activity" />
            ) : (
              pages.hasNextPage && (
                <div className={classes.end}>
                  <Button
                    variant="default"
                    loading={pages.isFetchingNextPage}
                    onClick={() => void pages.fetchNextPage()}
                  >
                    Show earlier
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
const MOST_PAGES_UNASKED = 20;

/** A burst may be longer than a page: earlier ones are read unasked until the window is full, and the last burst told of is whole. Whether it still is. */
function useFill(rows: readonly ActivityRow[], pages: ReturnType<typeof useActivity>['pages']): boolean {
  const { hasNextPage, isFetching, isError, fetchNextPage } = pages;
  const pageCount = pages.data?.pages.length ?? 0;
  const isShort = rows.length < ENOUGH_ROWS || rows.at(-1)?.kind === 'group';
  const isFilling = isShort && hasNextPage && !isError && pageCount < MOST_PAGES_UNASKED;
  const wanted = isFilling && !isFetching;
  useEffect(() => {
    if (wanted) void fetchNextPage();
  }, [wanted, fetchNextPage]);
  return isFilling;
}

/** By kind, by how serious it is, and by words. */
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
        aria-label="Search the activity"
        placeholder="Words, names …"
        spellCheck={false}
        maxLength={200}
        leftSection={<IconSearch size={14} />}
        rightSection={<kbd className={classes.key}>/</kbd>}
        className={classes.words}
        value={filter.words}
        onChange={(event) => onFilter({ ...filter, words: event.currentTarget.value })}
      />
      <Choice
        label="How serious"
        options={LEVELS}
        value={filter.level}
        onChange={(level) => onFilter({ ...filter, level })}
      />
      <Select
        aria-label="Kind"
        placeholder="Every kind"
        clearable
        data={KINDS}
        className={classes.kind}
        value={filter.kind}
        onChange={(kind) => onFilter({ ...filter, kind: kind as ActivityKind | null })}
      />
    </div>
  );
}

function NothingHappened({ filtered, onAll }: { filtered: boolean; onAll: () => void }) {
  if (!filtered) {
    return <Notice title="Nothing happened yet">Scans, new miners, changes and errors are written down here.</Notice>;
  }
  return (
    <Notice
      title="Nothing of this kind happened"
      action={
        <Button variant="default" onClick={onAll}>
          Show everything
        </Button>
      }
    >
      No entry fits the words, the kind and the seriousness that are asked for.
    </Notice>
  );
}
