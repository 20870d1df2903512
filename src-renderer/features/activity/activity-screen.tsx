import { Button, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { minerName } from '../../../src-shared/miner-name.ts';
import type { ActivityEntry } from '../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { newestFirst } from '../../api/live-state.ts';
import { useLive, useLiveMiner, usePowerHive } from '../../api/use-powerhive.ts';
import { FailureNotice, Notice, Skeleton } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { clockTimeWithSeconds } from '../../ui/times.ts';
import { useNow } from '../../ui/use-now.ts';
import classes from './activity-screen.module.css';
import { type ActivityKind, activityDays, KIND_NAMES } from './activity-words.ts';

const PAGE_SIZE = 200;
const KINDS = Object.entries(KIND_NAMES).map(([value, label]) => ({ value: value as ActivityKind, label }));
const LEVEL_MARKS = {
  info: { shape: 'disc', tone: 'grey' },
  warning: { shape: 'diamond', tone: 'amber' },
  error: { shape: 'square', tone: 'red' },
} as const;

/** What PowerHive did, saw and was told, newest first; new entries come in by themselves. */
export function ActivityScreen() {
  const { client } = usePowerHive();
  const [kind, setKind] = useState<ActivityKind | null>(null);
  const nowMs = useNow();
  const fresh = useLive((view) => view.activity);
  const pages = useInfiniteQuery({
    queryKey: ['activity', kind],
    queryFn: ({ pageParam, signal }) =>
      client.app.activity(
        { limit: PAGE_SIZE, ...(kind === null ? {} : { kind }), ...(pageParam === null ? {} : { before: pageParam }) },
        { signal },
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length < PAGE_SIZE ? undefined : page.at(-1)?.at),
  });
  const known = pages.data?.pages.flat();
  const entries = newestFirst([...fresh.filter((entry) => kind === null || entry.kind === kind), ...(known ?? [])]);

  return (
    <Page
      title="Activity"
      about="What PowerHive did, saw, and was told."
      controls={
        <Select
          aria-label="Show"
          placeholder="Everything"
          clearable
          data={KINDS}
          value={kind}
          onChange={(value) => setKind(value as ActivityKind | null)}
        />
      }
    >
      {pages.isPending ? (
        <Skeleton rows={10} label="Loading activity" />
      ) : pages.isError && known === undefined ? (
        <FailureNotice title="The activity could not be read" why={callErrorMessage(pages.error)} />
      ) : entries.length === 0 ? (
        <Notice title={kind === null ? 'Nothing happened yet' : 'Nothing of this kind happened'}>
          Scans, new miners, changes and errors are written down here.
        </Notice>
      ) : (
        <>
          {activityDays(entries, nowMs).map((day) => (
            <section key={day.name} aria-label={day.name}>
              <h2 className={classes.day}>{day.name}</h2>
              <ul className={classes.list}>
                {day.entries.map((entry) => (
                  <Entry key={entry.id} entry={entry} />
                ))}
              </ul>
            </section>
          ))}
          {pages.hasNextPage && (
            <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
              Show earlier
            </Button>
          )}
        </>
      )}
    </Page>
  );
}

function Entry({ entry }: { entry: ActivityEntry }) {
  const miner = useLiveMiner(entry.miner_id ?? '');
  return (
    <li className={classes.entry}>
      <time className={classes.quiet} dateTime={new Date(entry.at).toISOString()}>
        {clockTimeWithSeconds(entry.at)}
      </time>
      <StateMark {...LEVEL_MARKS[entry.level]} label={entry.level} />
      <span>{entry.message}</span>
      {entry.miner_id !== null && (
        <Link href={`/fleet/${entry.miner_id}`} className={classes.link}>
          {miner === undefined ? entry.miner_id : minerName(miner)}
        </Link>
      )}
    </li>
  );
}
