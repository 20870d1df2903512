import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import type { ConditionSeverity } from '../../../src-shared/model/index.ts';
import { staleAfterMs } from '../../../src-shared/rules/thresholds.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { useMinersNow } from '../../api/use-miners-now.ts';
import { useConnectionState, useLive } from '../../api/use-powerhive.ts';
import { useSettings } from '../../api/use-settings.ts';
import { FailureNotice, Notice, Skeleton, Strip } from '../../ui/notice.tsx';
import { ListPage } from '../../ui/page.tsx';
import { ago } from '../../ui/times.ts';
import { useNow } from '../../ui/use-now.ts';
import classes from './anomalies-screen.module.css';
import { AnomalyList } from './anomaly-list.tsx';
import { anomalyRows, usualSeverities } from './anomaly-rows.ts';
import { severityCount } from './anomaly-words.ts';
import { countAnomalies, SEVERITIES } from './condition-totals.ts';
import { SeverityFilter } from './severity-filter.tsx';
import { useAnomalies } from './use-anomalies.ts';

const DEFAULT_TELEMETRY_SECONDS = 60;
const number = new Intl.NumberFormat('en');

/** What stands out now among miners, boards and chips: worst first, miner by miner, each one click from the very chips. */
export function AnomaliesScreen() {
  const query = useAnomalies();
  const nowMs = useNow();
  const [chosen, setChosen] = useState<ReadonlySet<ConditionSeverity> | null>(null);
  const counts = useMemo(() => countAnomalies(query.data ?? []), [query.data]);
  const shown = chosen ?? usualSeverities(counts);
  const rows = useMemo(() => anomalyRows(query.data ?? [], shown), [query.data, shown]);
  const total = query.data?.length ?? 0;
  const minerCount = rows.filter(({ first }) => first).length;
  const telemetrySeconds = useSettings().data?.intervals.telemetry_seconds ?? DEFAULT_TELEMETRY_SECONDS;
  const notNow = useNotNow();

  return (
    <ListPage
      title="Anomalies"
      about={
        query.data === undefined
          ? 'Miners, boards and chips that stand out now.'
          : total === 0
            ? `Looked at ${ago(query.dataUpdatedAt, nowMs)}, again each minute.`
            : `${number.format(rows.length)} shown, on ${number.format(minerCount)} ${minerCount === 1 ? 'miner' : 'miners'}, worst first. Looked at ${ago(query.dataUpdatedAt, nowMs)}.`
      }
      controls={total > 0 && <SeverityFilter counts={counts} shown={shown} onShown={setChosen} />}
    >
      {notNow !== null && total > 0 && <Strip>{notNow}</Strip>}
      {query.isError && query.data !== undefined && (
        <Strip alert>
          They could not be looked at again: {callErrorMessage(query.error)} What is shown is from{' '}
          {ago(query.dataUpdatedAt, nowMs)}.
        </Strip>
      )}
      {query.data === undefined ? (
        query.isError ? (
          <FailureNotice
            title="The anomalies could not be read"
            why={callErrorMessage(query.error)}
            action={
              <Button variant="default" onClick={() => void query.refetch()}>
                Try again
              </Button>
            }
          />
        ) : (
          <Skeleton rows={8} label="Loading anomalies" />
        )
      ) : total === 0 ? (
        <NothingStandsOut />
      ) : (
        <>
          {rows.length > 0 && (
            <AnomalyList rows={rows} nowMs={nowMs} oldBeforeMs={nowMs - staleAfterMs(telemetrySeconds * 1000)} />
          )}
          <Folded
            hidden={SEVERITIES.filter((severity) => !shown.has(severity) && counts[severity] > 0).map((severity) =>
              severityCount(severity, counts[severity]),
            )}
            onShow={() => setChosen(new Set(SEVERITIES))}
          />
        </>
      )}
    </ListPage>
  );
}

/** What the filter leaves out, so that nobody takes the rest for all. */
function Folded({ hidden, onShow }: { hidden: readonly string[]; onShow: () => void }) {
  if (hidden.length === 0) return null;
  return (
    <p className={classes.folded}>
      {hidden.join(' and ')} not shown.{' '}
      <button type="button" className={classes.show} onClick={onShow}>
        Show all
      </button>
    </p>
  );
}

/** Why what is shown is not from now; null while it is. */
function useNotNow(): string | null {
  const lost = useConnectionState().phase === 'lost';
  const watching = useLive((view) => view.watching?.state);
  if (lost) return 'This is how it was when the connection was lost.';
  return watching === 'paused' || watching === 'not_watching'
    ? 'Nobody is looking at the moment: this is how it was when watching stopped.'
    : null;
}

function NothingStandsOut() {
  const [, navigate] = useLocation();
  const miners = useMinersNow();
  const known = miners.length;
  const read = miners.filter(({ polling }) => polling.eligible).length;
  if (read > 0) {
    return (
      <Notice title="Nothing stands out">
        {read === 1
          ? 'The one miner that is read has no board, chip, fan or sensor that differs from the others.'
          : `None of the ${number.format(read)} miners that are read has a board, chip, fan or sensor that differs from the others.`}{' '}
        Chips are read once a minute.
      </Notice>
    );
  }
  return (
    <Notice
      title="No miner is being read"
      action={
        <Button variant="default" onClick={() => navigate(known > 0 ? '/models' : '/fleet')}>
          {known > 0 ? 'Choose max presets' : 'Go to the fleet'}
        </Button>
      }
    >
      {known > 0
        ? 'Boards and chips are looked at once a miner is managed and its model has a max preset.'
        : 'No miner is known yet. Boards and chips are looked at once there are some.'}
    </Notice>
  );
}
