import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Anomaly } from '../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { FailureNotice, Notice, Skeleton } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { ago } from '../../ui/times.ts';
import { useNow } from '../../ui/use-now.ts';
import classes from './anomalies-screen.module.css';
import { anomalyCounts, anomalyPlace, SEVERITY_MARKS } from './anomaly-words.ts';

const REFRESH_MS = 60_000;

/** Boards and chips that stand out now, worst first, each one click from its miner. */
export function AnomaliesScreen() {
  const { orpc } = usePowerHive();
  const anomalies = useQuery(orpc.anomalies.list.queryOptions({ refetchInterval: REFRESH_MS, staleTime: 0 }));
  const nowMs = useNow();
  const counts = anomalies.data === undefined ? null : anomalyCounts(anomalies.data);
  return (
    <Page
      title="Anomalies"
      about={
        counts === null
          ? 'Boards and chips that stand out now.'
          : `${counts}, worst first. Looked at ${ago(anomalies.dataUpdatedAt, nowMs)}, again each minute.`
      }
    >
      {anomalies.data === undefined ? (
        anomalies.isError ? (
          <FailureNotice title="The anomalies could not be read" why={callErrorMessage(anomalies.error)} />
        ) : (
          <Skeleton rows={8} label="Loading anomalies" />
        )
      ) : anomalies.data.length === 0 ? (
        <Notice title="Nothing stands out">
          No board or chip differs from its siblings in the latest readings. They are looked at again each minute.
        </Notice>
      ) : (
        <ul className={classes.list}>
          {anomalies.data.map((anomaly) => (
            <AnomalyLine
              key={`${anomaly.miner_id} ${anomaly.code} ${anomaly.chain_id}`}
              anomaly={anomaly}
              nowMs={nowMs}
            />
          ))}
        </ul>
      )}
    </Page>
  );
}

function AnomalyLine({ anomaly, nowMs }: { anomaly: Anomaly; nowMs: number }) {
  return (
    <li className={classes.line}>
      <StateMark {...SEVERITY_MARKS[anomaly.severity]} label={anomaly.severity} />
      <Link href={`/fleet/${anomaly.miner_id}`} className={classes.link}>
        {anomaly.miner_name}
      </Link>
      <span className={classes.place}>{anomalyPlace(anomaly)}</span>
      <span className={classes.message}>{anomaly.message}</span>
      <span className={classes.when}>{ago(anomaly.recorded_at, nowMs)}</span>
    </li>
  );
}
