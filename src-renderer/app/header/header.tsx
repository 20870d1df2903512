import { Button } from '@mantine/core';
import { IconChartLine, IconRadar2 } from '@tabler/icons-react';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { FARM_COUNTS, type FarmCount, farmTotals } from '../../../src-shared/miner/farm-sums.ts';
import { numberText } from '../../../src-shared/text/count-text.ts';
import { formatEfficiency, formatHashrate, formatTotalPower, UNKNOWN } from '../../../src-shared/units.ts';
import { useFarmNow } from '../../api/use-farm-now.ts';
import { useFleetKnown } from '../../api/use-fleet-known.ts';
import { useOpenIncidents } from '../../api/use-open-incidents.ts';
import { useFrozenAt } from '../../api/use-powerhive.ts';
import { asksForCount } from '../../features/fleet/search/query-text.ts';
import { useMoreProblems } from '../../features/incidents/list/use-more-problems.ts';
import { ofAlgorithm } from '../../miner-view/algorithm-query.ts';
import { HISTORY_PATH } from '../../miner-view/locations/history-location.ts';
import { HASHING_MARK, OFFLINE_MARK } from '../../miner-view/miner-look.ts';
import { SEVERITY_MARKS } from '../../miner-view/severity-marks.ts';
import { Figure } from '../../ui/figure.tsx';
import { formatHash } from '../../ui/hash-location.ts';
import { type Mark, StateMark } from '../../ui/state-mark.tsx';
import { preciseTime } from '../../ui/times.ts';
import { shownNowMs } from '../../ui/use-now.ts';
import { appTexts } from '../app-texts.ts';
import { Brand } from '../brand.tsx';
import { attentionNow } from './attention-now.ts';
import { HashTrend } from './hash-trend.tsx';
import classes from './header.module.css';
import { ScanState } from './scan-state.tsx';
import { SiteChooser } from './site-chooser.tsx';

/** `critical`: of `attention`, where one of the miners is critical, and not in maintenance. */
export const COUNT_MARKS: Readonly<Record<FarmCount | 'critical', Mark>> = {
  critical: SEVERITY_MARKS.critical,
  hashing: HASHING_MARK,
  attention: SEVERITY_MARKS.warning,
  offline: OFFLINE_MARK,
  unmanaged: { shape: 'dash', tone: 'grey' },
};

/** Queries for the miners behind the sums. */
const QUERIES = { hashrate: 'hashing', power: 'power>0', efficiency: 'efficiency>0' } as const;

const texts = appTexts.header;

export function Header(props: { text: string; onCount: (count: FarmCount) => void; onRescan: () => void }) {
  const { miners, moment } = useFarmNow();
  const isKnown = useFleetKnown();
  const totals = useMemo(() => farmTotals(miners, moment), [miners, moment]);
  const attention = useMemo(() => attentionNow(miners, moment), [miners, moment]);
  // Unmanaged miners are an exception: their count is shown only if there are any.
  const shownCounts = FARM_COUNTS.filter(
    (count) => count !== 'unmanaged' || (isKnown && totals.counts.unmanaged > 0) || asksForCount(props.text, count),
  );
  const problems = useOpenIncidents().length;
  const more = useMoreProblems();
  const sha256d = totals.hashrates.find(({ algorithm }) => algorithm === 'sha256d');
  const frozenAt = useFrozenAt();

  return (
    <header
      className={classes.header}
      data-frozen={frozenAt !== null}
      data-algorithms={totals.hashrates.length}
      data-counts={shownCounts.length}
    >
      <Brand />
      <SiteChooser />
      <fieldset className={classes.counts} aria-label={texts.filter}>
        {shownCounts.map((count) => (
          <button
            key={count}
            type="button"
            className={classes.count}
            aria-pressed={asksForCount(props.text, count)}
            title={
              count === 'attention' && isKnown ? texts.attentionTip(totals.counts.attention, problems, more) : undefined
            }
            onClick={() => props.onCount(count)}
          >
            <StateMark
              {...(count === 'attention' && isKnown && attention.critical ? COUNT_MARKS.critical : COUNT_MARKS[count])}
            />
            <strong>{isKnown ? numberText(totals.counts[count]) : UNKNOWN}</strong>{' '}
            <span>
              {texts.counts[count](isKnown ? totals.counts[count] : null)}
              {count === 'hashing' && isKnown && <span className={classes.ofAll}> {texts.ofAll(totals.miners)}</span>}
              {count === 'attention' && isKnown && attention.inMaintenance > 0 && (
                <span className={classes.ofAll}>{texts.inMaintenance(attention.inMaintenance)}</span>
              )}
            </span>
          </button>
        ))}
      </fieldset>
      <dl className={classes.totals}>
        {frozenAt !== null && (
          <div className={classes.asOf}>
            <dt className="visually-hidden">{texts.figures}</dt>
            <dd>{texts.asOf(preciseTime(frozenAt, shownNowMs()))}</dd>
          </div>
        )}
        {(isKnown ? totals.hashrates : []).map(({ algorithm, hashrateHs, expectedHs, freshCount }) => (
          <div key={algorithm} title={texts.totalOf(freshCount, freshCount, algorithm)}>
            <dt className="visually-hidden">{texts.hashrate(algorithm)}</dt>
            <dd>
              <Link href={placeOf(ofAlgorithm(QUERIES.hashrate, algorithm, totals))} className={classes.total}>
                <HashrateOf hashrateHs={hashrateHs} expectedHs={expectedHs} />
                {totals.hashrates.length > 1 && <span className={classes.algorithm}> {algorithm}</span>}
              </Link>
              {freshCount > 0 && (
                <HashTrend algorithm={algorithm} hashrateHs={hashrateHs} miners={freshCount} nowMs={moment.nowMs} />
              )}
            </dd>
          </div>
        ))}
        {isKnown && (totals.powerW !== null || totals.hashrates.length > 0) && (
          <div title={texts.powerTip(totals.powerCount, totals.managedCount)}>
            <dt className="visually-hidden">{texts.power}</dt>
            <dd>
              <Link href={placeOf(QUERIES.power)} className={classes.total}>
                <PowerOf watts={totals.powerW} miners={totals.powerCount} ofMiners={totals.managedCount} />
              </Link>
            </dd>
          </div>
        )}
        {isKnown && totals.efficiencyJPerTh !== null && sha256d !== undefined && (
          <div title={texts.totalOf(sha256d.efficiencyCount, sha256d.freshCount, 'sha256d')}>
            <dt className="visually-hidden">{texts.efficiency}</dt>
            <dd>
              <Link href={placeOf(ofAlgorithm(QUERIES.efficiency, 'sha256d', totals))} className={classes.total}>
                <Figure quantity={formatEfficiency(totals.efficiencyJPerTh)} strong />
              </Link>
            </dd>
          </div>
        )}
      </dl>
      <Link href={HISTORY_PATH} className={classes.history} aria-label={texts.history} title={texts.historyTip}>
        <IconChartLine size={16} stroke={1.6} aria-hidden="true" />
      </Link>
      <ScanState />
      <Button
        size="compact-sm"
        variant="default"
        className={classes.rescan}
        title={texts.scanTip}
        onClick={props.onRescan}
      >
        <IconRadar2 size={16} stroke={1.6} aria-hidden="true" />
        <span className={classes.rescanWord}>{texts.scanNow}</span>
      </Button>
    </header>
  );
}

function placeOf(text: string): string {
  return formatHash({ path: '/fleet', text });
}

/** "130.1 kW (38 of 50)"; of how many miners it is only where it is not known of all. */
export function PowerOf({ watts, miners, ofMiners }: { watts: number | null; miners: number; ofMiners: number }) {
  if (watts === null) return <Figure quantity={{ figure: UNKNOWN, unit: 'W' }} strong />;
  return (
    <>
      <Figure quantity={formatTotalPower(watts)} strong />
      {miners < ofMiners && <span className={classes.known}> {texts.ofMiners(miners, ofMiners)}</span>}
    </>
  );
}

/** "371.2 of 378.0 PH/s"; only the first part if nothing is expected or room is short. */
export function HashrateOf({ hashrateHs, expectedHs }: { hashrateHs: number; expectedHs: number | null }) {
  const now = formatHashrate(hashrateHs);
  if (expectedHs === null) return <Figure quantity={now} strong />;
  const expected = formatHashrate(expectedHs);
  const shown = hashrateHs === 0 ? { ...now, unit: expected.unit } : now;
  const isOneUnit = shown.unit === expected.unit;
  const share = Math.round((hashrateHs / expectedHs) * 100);
  return (
    <span title={texts.expectedTip(share)}>
      <Figure quantity={isOneUnit ? { ...shown, unit: '' } : shown} strong />
      <span className={classes.expected}>
        {' '}
        {texts.of} <Figure quantity={isOneUnit ? { ...expected, unit: '' } : expected} />
      </span>
      {isOneUnit && <Figure quantity={{ figure: '', unit: expected.unit }} />}
    </span>
  );
}
