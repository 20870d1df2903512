import { Button } from '@mantine/core';
import { IconChartLine } from '@tabler/icons-react';
import { useDeferredValue, useMemo } from 'react';
import { Link } from 'wouter';
import { formatEfficiency, formatHashrate, formatTotalPower } from '../../src-shared/units.ts';
import { useFleetKnown } from '../api/use-fleet-known.ts';
import { useMinersNow } from '../api/use-miners-now.ts';
import { useMoment } from '../api/use-moment.ts';
import { fleetTotals } from '../features/fleet/fleet-totals.ts';
import { FLEET_COUNTS, type FleetCount } from '../features/fleet/search/fleet-filter.ts';
import { asksForCount } from '../features/fleet/search/query-text.ts';
import { FLEET_HISTORY_PATH } from '../miner-model/fleet-place.ts';
import { Figure } from '../ui/figure.tsx';
import { type MarkShape, StateMark } from '../ui/state-mark.tsx';
import type { Tone } from '../ui/tone.ts';
import { Brand } from './brand.tsx';
import classes from './header.module.css';
import { ScanState } from './scan-state.tsx';

const MARKS: Readonly<Record<FleetCount, { shape: MarkShape; tone: Tone }>> = {
  online: { shape: 'disc', tone: 'green' },
  attention: { shape: 'diamond', tone: 'amber' },
  offline: { shape: 'ring', tone: 'grey' },
  unmanaged: { shape: 'dash', tone: 'grey' },
};

const number = new Intl.NumberFormat('en');

export function Header(props: { text: string; onCount: (count: FleetCount) => void; onRescan: () => void }) {
  const miners = useDeferredValue(useMinersNow());
  const isKnown = useFleetKnown(miners);
  const moment = useMoment();
  const totals = useMemo(() => fleetTotals(miners, moment), [miners, moment]);
  const madeOf = `Sum of the ${number.format(totals.freshCount)} miners read just now`;

  return (
    <header className={classes.header}>
      <Brand />
      <fieldset className={classes.counts} aria-label="Filter the fleet">
        {FLEET_COUNTS.map((count) => (
          <button
            key={count}
            type="button"
            className={classes.count}
            aria-pressed={asksForCount(props.text, count)}
            onClick={() => props.onCount(count)}
          >
            <StateMark {...MARKS[count]} />
            <strong>{isKnown ? number.format(totals.counts[count]) : '—'}</strong> {count}
          </button>
        ))}
      </fieldset>
      <dl className={classes.totals}>
        {totals.hashrates.map(({ algorithm, hashrateHs }) => (
          <div key={algorithm} title={`${madeOf}, ${algorithm}`}>
            <dt className="visually-hidden">Hash rate, {algorithm}</dt>
            <dd>
              <Figure quantity={formatHashrate(hashrateHs)} strong />
              {totals.hashrates.length > 1 && <span className={classes.algorithm}> {algorithm}</span>}
            </dd>
          </div>
        ))}
        {totals.powerW !== null && (
          <div title={madeOf}>
            <dt className="visually-hidden">Power</dt>
            <dd>
              <Figure quantity={formatTotalPower(totals.powerW)} strong />
            </dd>
          </div>
        )}
        {totals.efficiencyJPerTh !== null && (
          <div title={madeOf}>
            <dt className="visually-hidden">Efficiency</dt>
            <dd>
              <Figure quantity={formatEfficiency(totals.efficiencyJPerTh)} strong />
            </dd>
          </div>
        )}
      </dl>
      <Link
        href={FLEET_HISTORY_PATH}
        className={classes.history}
        aria-label="History of all miners"
        title="History of all miners (h)"
      >
        <IconChartLine size={16} stroke={1.6} aria-hidden="true" />
      </Link>
      <ScanState />
      <Button size="compact-sm" className={classes.rescan} onClick={props.onRescan}>
        Rescan
      </Button>
    </header>
  );
}
