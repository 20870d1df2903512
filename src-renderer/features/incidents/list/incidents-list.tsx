import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { isCriticalNow } from '../../../../src-shared/alerts/urgency.ts';
import { DAY_MS, HOUR_MS } from '../../../../src-shared/milliseconds.ts';
import type { Incident } from '../../../../src-shared/model/index.ts';
import { formatQuery, parseIncidentQuery } from '../../../../src-shared/query/index.ts';
import { formatDuration } from '../../../../src-shared/text/format-duration.ts';
import { LoadFailed } from '../../../api/load-failed.tsx';
import { useKnownChannels } from '../../../api/use-channels.ts';
import { useLive, usePowerHive } from '../../../api/use-powerhive.ts';
import { Callout, Skeleton } from '../../../ui/feedback/callout.tsx';
import { useKeys, useKeysOutsidePanel } from '../../../ui/keys/use-keys.ts';
import { useRowKeys } from '../../../ui/keys/use-row-keys.ts';
import { ageSeconds, ago } from '../../../ui/times.ts';
import { useHeldOrder } from '../../../ui/use-held-order.ts';
import { shownNowMs, useNow, useTurnOfTime } from '../../../ui/use-now.ts';
import { usePointed } from '../../../ui/use-pointed.ts';
import { useAct } from '../../jobs/actions/use-act.ts';
import classes from '../incidents.module.css';
import { incidentsTexts } from '../incidents-texts.ts';
import { suggestedVerb } from '../suggested-verb.ts';
import { useIncidentActions } from '../use-incident-actions.ts';
import { type FindProblem, useFindProblem } from './incident-picture.tsx';
import { IncidentTable, incidentKey, pathOf } from './incident-table.tsx';
import { stillResolved } from './still-resolved.ts';
import { UnlistedLines, useUnlisted } from './unlisted-lines.tsx';

const texts = incidentsTexts;
export const MOST_RESOLVED = 1000;
/** Resolved ones of this time are listed; older ones on request. As `tabs.resolved` says. */
const LATELY_MS = 7 * DAY_MS;
/** Pause after the last key before the search starts. */
const TYPING_MS = 300;

/** Resolved incidents that match, the newest first: of the last days, and of all times on request. */
export function ResolvedIncidents({ text, opened }: { text: string; opened: string | null }) {
  const { orpc } = usePowerHive();
  const [typed] = useDebouncedValue(text, TYPING_MS);
  // Invalid parts of the query are left out.
  const q = formatQuery(parseIncidentQuery(typed).terms);
  const [isAll, setAll] = useState(false);
  // From a whole hour, so that the same list is not loaded again all the time.
  const resolved_after = Math.max(0, useTurnOfTime(HOUR_MS) * HOUR_MS - LATELY_MS);
  const input = {
    state: 'resolved',
    limit: MOST_RESOLVED,
    ...(q !== '' && { q }),
    ...(!isAll && { resolved_after }),
  } as const;
  const listed = useQuery(orpc.incidents.list.queryOptions({ input, staleTime: 0, placeholderData: keepPreviousData }));
  const unresolved = useLive((view) => view.incidents);
  const found = useMemo(
    () => listed.data && stillResolved(listed.data, unresolved, isAll ? null : resolved_after),
    [listed.data, unresolved, isAll, resolved_after],
  );
  const showOlder = (
    <Button variant="default" onClick={() => setAll(true)}>
      {texts.showOlder}
    </Button>
  );
  if (found?.length === 0 && !isAll)
    return <Callout title={text.trim() === '' ? texts.noneLately : texts.noneFound} action={showOlder} />;
  if (found !== undefined) {
    return (
      <>
        <IncidentRows state={input.state} incidents={found} text={text} opened={opened} findProblem={null} />
        {!isAll && <div className={classes.bar}>{showOlder}</div>}
      </>
    );
  }
  if (!listed.isError) return <Skeleton rows={8} label={texts.loading} />;
  return <LoadFailed title={texts.failed} query={listed} />;
}

interface RowsProps {
  state: Incident['state'];
  incidents: readonly Incident[];
  /** The search text, which stays in the address. */
  text: string;
  opened: string | null;
}

/** Unresolved incidents, with a picture of what is wrong now. */
export function UnresolvedIncidents(props: RowsProps) {
  return <IncidentRows {...props} findProblem={useFindProblem()} />;
}

/**
 * A row for each incident, with keys that act on the opened one. Rows do not move under the
 * pointer, although the loss, by which they are ordered, changes with every reading.
 */
function IncidentRows({ findProblem, ...props }: RowsProps & { findProblem: FindProblem | null }) {
  const { state, text, opened } = props;
  const { isPointed, handlers } = usePointed();
  const incidents = useHeldOrder(props.incidents, incidentKey, isPointed, `${state} ${text}`);
  const nowMs = useNow();
  const channels = useKnownChannels();
  const [, navigate] = useLocation();
  const actions = useIncidentActions();
  const act = useAct();
  const active = incidents.findIndex(({ incident_id }) => incident_id === opened);
  const open = (index: number): void => {
    const incident = incidents[index];
    if (incident !== undefined) navigate(pathOf(incident, text));
  };
  useRowKeys({ count: incidents.length, active, onActive: open, onOpen: open });
  const onActive = (act: (id: string) => void) => () => {
    const incident = incidents[active];
    if (incident !== undefined && incident.state !== 'resolved') act(incident.incident_id);
  };
  useKeysOutsidePanel({
    a: () => {
      const incident = incidents[active];
      const verb = incident === undefined ? null : suggestedVerb(incident);
      if (incident !== undefined && verb !== null) act(verb, incident.miner_ids, '', incident.suggested_action?.params);
    },
    e: onActive((id) => void actions.acknowledge(id)),
    s: onActive((id) => void actions.snooze(id, shownNowMs() + HOUR_MS)),
  });
  useKeys({
    n: () => {
      const after = incidents.findIndex((one, index) => index > active && isCriticalNow(one));
      open(after === -1 ? incidents.findIndex(isCriticalNow) : after);
    },
  });
  if (incidents.length === 0 && text.trim() !== '') return <Callout title={texts.noneFound} />;
  if (incidents.length === 0 && state === 'open') return <NoneOpen nowMs={nowMs} />;
  if (incidents.length === 0) return <Callout title={texts.none[state]}>{texts.noneAbout}</Callout>;
  return (
    <>
      {state === 'open' && text.trim() === '' && <NotListed nowMs={nowMs} />}
      <IncidentTable
        incidents={incidents}
        channels={channels}
        findProblem={findProblem}
        text={text}
        nowMs={nowMs}
        opened={active}
        handlers={handlers}
      />
    </>
  );
}

/** No incident is open. What may become one soon is named, so that a dark rack is no calm. */
function NoneOpen({ nowMs }: { nowMs: number }) {
  const unlisted = useUnlisted();
  const isCalm = unlisted.groups.length === 0 && unlisted.unanswering === null;
  return (
    <Callout title={isCalm ? texts.none.open : texts.noneYet}>
      <div className={classes.quiet}>
        <UnlistedLines unlisted={unlisted} nowMs={nowMs} />
      </div>
      <LastResolved nowMs={nowMs} /> {texts.noneAbout}
    </Callout>
  );
}

/** What is no incident, or not yet. */
function NotListed({ nowMs }: { nowMs: number }) {
  return (
    <div className={classes.quiet}>
      <UnlistedLines unlisted={useUnlisted()} nowMs={nowMs} />
    </div>
  );
}

/** "Last one resolved 2 h ago: R1-S03 offline, 6 min." Nothing if there was none. */
function LastResolved({ nowMs }: { nowMs: number }) {
  const { orpc } = usePowerHive();
  const input = { state: 'resolved', limit: 1 } as const;
  const [last] = useQuery(orpc.incidents.list.queryOptions({ input, staleTime: 0 })).data ?? [];
  if (last === undefined || last.resolved_at === null) return null;
  const { incident_id, title, since_at, resolved_at } = last;
  return (
    <>
      {texts.lastResolved(ago(resolved_at, nowMs))}{' '}
      <Link href={`/incidents/${incident_id}`}>
        {texts.lasted(title, formatDuration(ageSeconds(since_at, resolved_at)))}
      </Link>
      .
    </>
  );
}
