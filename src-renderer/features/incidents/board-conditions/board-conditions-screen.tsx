import { Button } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { staleAfterMs } from '../../../../src-shared/judging/thresholds.ts';
import { isFresh, isMonitored } from '../../../../src-shared/miner/miner-now.ts';
import type { ConditionSeverity } from '../../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { LoadFailed } from '../../../api/load-failed.tsx';
import { useFarmNow } from '../../../api/use-farm-now.ts';
import { useConnectionState, useLive } from '../../../api/use-powerhive.ts';
import { useFarmSettings } from '../../../api/use-settings.ts';
import { Callout, Skeleton, Strip } from '../../../ui/feedback/callout.tsx';
import { ListPage } from '../../../ui/layout/page.tsx';
import { ago } from '../../../ui/times.ts';
import { useNow } from '../../../ui/use-now.ts';
import { AnomalyList } from './anomaly-list.tsx';
import { anomalyRows, ofBoards, usualSeverities } from './anomaly-rows.ts';
import { severityCount } from './anomaly-words.ts';
import classes from './board-conditions-screen.module.css';
import { boardConditionsTexts } from './board-conditions-texts.ts';
import { countAnomalies, SEVERITIES } from './condition-totals.ts';
import { SeverityFilter } from './severity-filter.tsx';
import { useAnomalies } from './use-anomalies.ts';
import { WeakChipsList } from './weak-chips-list.tsx';

const DEFAULT_TELEMETRY_SECONDS = 60;
const texts = boardConditionsTexts;

/**
 * Current problems of boards, chips, fans and sensors: worst first, by miner, each with a link to the
 * affected chips.
 */
export function BoardConditionsScreen({ tabs }: { tabs: ReactNode }) {
  const query = useAnomalies();
  const nowMs = useNow();
  const [chosen, setChosen] = useState<ReadonlySet<ConditionSeverity> | null>(null);
  const problems = useMemo(() => ofBoards(query.data ?? []), [query.data]);
  const counts = useMemo(() => countAnomalies(problems), [problems]);
  const shown = chosen ?? usualSeverities(counts);
  const rows = useMemo(() => anomalyRows(problems, shown), [problems, shown]);
  const total = problems.length;
  const minerCount = rows.filter(({ first }) => first).length;
  const telemetrySeconds = useFarmSettings()?.telemetry_seconds ?? DEFAULT_TELEMETRY_SECONDS;
  const notNow = useNotNow();

  return (
    <ListPage
      title={texts.title}
      about={
        query.data === undefined
          ? texts.about
          : total === 0
            ? texts.none
            : texts.counted(rows.length, minerCount, ago(query.dataUpdatedAt, nowMs))
      }
      controls={tabs}
      full
    >
      {total > 0 && <SeverityFilter counts={counts} shown={shown} onShown={setChosen} />}
      {notNow !== null && total > 0 && <Strip>{notNow}</Strip>}
      {query.isError && query.data !== undefined && (
        <Strip alert>{texts.notUpdated(callErrorMessage(query.error), ago(query.dataUpdatedAt, nowMs))}</Strip>
      )}
      {query.data === undefined ? (
        query.isError ? (
          <LoadFailed title={texts.failed} query={query} />
        ) : (
          <Skeleton rows={8} label={texts.loading} />
        )
      ) : total === 0 ? (
        <NoProblems />
      ) : (
        <>
          {rows.length > 0 && (
            <AnomalyList
              rows={rows}
              nowMs={nowMs}
              onShowAll={() => setChosen(new Set(SEVERITIES))}
              oldBeforeMs={nowMs - staleAfterMs(telemetrySeconds * 1000)}
            />
          )}
          <Folded
            hidden={SEVERITIES.filter((severity) => !shown.has(severity) && counts[severity] > 0).map((severity) =>
              severityCount(severity, counts[severity]),
            )}
            onShow={() => setChosen(new Set(SEVERITIES))}
          />
        </>
      )}
      <WeakChipsList />
    </ListPage>
  );
}

/** What the filter hides, so that the list is not mistaken for complete. */
function Folded({ hidden, onShow }: { hidden: readonly string[]; onShow: () => void }) {
  if (hidden.length === 0) return null;
  return (
    <p className={classes.folded}>
      {texts.hidden(hidden)}{' '}
      <button type="button" className={classes.show} onClick={onShow}>
        {texts.show}
      </button>
    </p>
  );
}

/** Why the data shown is not current; null while it is. */
function useNotNow(): string | null {
  const lost = useConnectionState().phase === 'lost';
  const watching = useLive((view) => view.watching?.state);
  if (lost) return texts.lost;
  return watching === 'paused' || watching === 'not_watching' ? texts.stopped : null;
}

function NoProblems() {
  const [, navigate] = useLocation();
  const { miners, moment } = useFarmNow();
  const known = miners.length;
  if (miners.some(isMonitored)) {
    const read = miners.filter((miner) => isFresh(miner, moment)).length;
    return <Callout title={texts.noProblems}>{texts.allNormal(read)}</Callout>;
  }
  return (
    <Callout
      title={texts.notMonitored}
      action={
        <Button variant="default" onClick={() => navigate(known > 0 ? '/models' : '/fleet')}>
          {known > 0 ? texts.setPresets : texts.toFleet}
        </Button>
      }
    >
      {known > 0 ? texts.notMonitoredAbout : texts.noMiners}
    </Callout>
  );
}
