import { type ReactNode, useMemo } from 'react';
import { Link } from 'wouter';
import { isLowHashrate } from '../../../src-shared/judging/hashrate.ts';
import { midnight } from '../../../src-shared/local-day.ts';
import type { AlgorithmTotal, FarmTotals } from '../../../src-shared/miner/farm-sums.ts';
import { unpaidHashrate } from '../../../src-shared/miner/lost-hashrate.ts';
import type { Moment } from '../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { withMaintenance } from '../../../src-shared/query/index.ts';
import { numberText } from '../../../src-shared/text/count-text.ts';
import {
  formatHashrate,
  formatPower,
  formatTotalPower,
  formatWork,
  partOfHashrate,
  type Quantity,
  quantityText,
  UNKNOWN,
} from '../../../src-shared/units.ts';
import { useMaintenance } from '../../api/use-maintenance.ts';
import { useLive, usePowerHive } from '../../api/use-powerhive.ts';
import { useSettings } from '../../api/use-settings.ts';
import { efficiencyText } from '../../miner-view/algorithm-efficiency.ts';
import { ofAlgorithm } from '../../miner-view/algorithm-query.ts';
import { costPerDay, marginPerDay, revenuePerDay } from '../../miner-view/farm-money.ts';
import { shareTone } from '../../miner-view/share-tone.ts';
import { Bar } from '../../ui/bar.tsx';
import { Figure } from '../../ui/figure.tsx';
import { formatHash } from '../../ui/hash-location.ts';
import { Parts } from '../../ui/parts.tsx';
import tones from '../../ui/theme/tone.module.css';
import { shownNowMs } from '../../ui/use-now.ts';
import { dayLines, efficiencyBetween, pointsOf, startOfYesterday } from './farm-day.ts';
import { FARM_SEGMENTS, farmSegments, SEGMENT_TONES } from './farm-segments.ts';
import { lostInAll, lostParts, lostSetAside, namedParts } from './lost-parts.ts';
import { overviewTexts } from './overview-texts.ts';
import { isPowerUnknown, powerPerMiner } from './power-unknown.ts';
import classes from './tiles.module.css';
import { useFarmDay, useLostToday, useYesterday } from './use-farm-day.ts';

const texts = overviewTexts.tiles;
/** The queries for the miners behind each figure. */
const QUERIES = { hashing: 'hashing', lost: 'losing', power: 'power>0', efficiency: 'efficiency>0' } as const;
const NOTHING: Quantity = { figure: UNKNOWN, unit: '' };

/** The farm in five figures, each a link to its miners. `algorithm` is the one shown. */
export function Tiles(props: {
  miners: readonly Miner[];
  sums: FarmTotals;
  algorithm: AlgorithmTotal | undefined;
  moment: Moment;
  /** Without figures that include all algorithms, which are elsewhere. */
  ownOnly?: boolean;
  /** Whether the algorithm is named, because there are several. */
  named?: boolean;
}) {
  const { miners, sums, algorithm, moment, ownOnly = false, named = false } = props;
  const own = (query: string): string =>
    algorithm === undefined ? query : ofAlgorithm(query, algorithm.algorithm, sums);
  const parts = useMemo(() => farmSegments(miners, moment), [miners, moment]);
  const hashrateHs = algorithm?.hashrateHs ?? null;
  const expectedHs = algorithm?.expectedHs ?? null;
  const share = hashrateHs === null || expectedHs === null || expectedHs === 0 ? null : hashrateHs / expectedHs;
  const perMiner = useMemo(() => powerPerMiner(miners, moment), [miners, moment]);
  const isPart = sums.powerCount < sums.managedCount;
  const farm = useSettings().data?.farm;
  const work = algorithm?.algorithm ?? '';
  const money = (
    amount: number | null,
    say: (amount: number, currency: string) => string = texts.perDay,
  ): readonly string[] => (amount === null ? [] : [say(amount, farm?.currency ?? '')]);
  const unpaid = useMemo(() => unpaidHashrate(miners, work, moment), [miners, work, moment]);
  const earned = revenuePerDay(hashrateHs === null ? null : hashrateHs - unpaid.hashrateHs, work, farm);
  const cost = costPerDay(sums.powerW, farm);
  // The power is that of all algorithms, and a cost of some miners is not that of the farm.
  const margin = sums.hashrates.length === 1 && !isPart ? marginPerDay(earned, cost) : null;
  const windows = useMaintenance();
  const lostOf = useMemo(
    () => lostParts(miners, work, withMaintenance(moment, windows)),
    [miners, work, moment, windows],
  );
  const { live } = usePowerHive();
  const incidents = useLive((view) => view.incidents);
  const aside = useMemo(
    () => lostSetAside(incidents, (id) => live.state.miners.get(id)?.algorithm === work),
    [incidents, live, work],
  );
  const lostHs = share === null ? null : lostInAll(lostOf);
  const lostShare = lostHs === null || expectedHs === null ? null : lostHs / expectedHs;
  const lost =
    lostHs === null
      ? []
      : namedParts(lostOf).map(({ part, lostHs: partHs }) =>
          texts.part(partOfHashrate(partHs, lostHs), texts.lostParts[part]),
        );
  const lostToday = useLostToday(work);
  const day = useFarmDay().data;
  const points = useMemo(() => pointsOf(day, work), [day, work]);
  // If almost every hashing miner reports its power, the totals of the farm are used: to add up the
  // histories of thousands of miners takes many seconds.
  const apart = useMemo(() => isPowerUnknown(miners, work, moment), [miners, work, moment]);
  const isKnown = algorithm !== undefined && algorithm.efficiencyJPerTh !== null;
  const measured = useYesterday(QUERIES.efficiency, isKnown && apart).data;
  const yesterday = useMemo(() => {
    if (!isKnown) return null;
    const today = midnight(shownNowMs());
    return efficiencyBetween(apart ? pointsOf(measured, work) : points, startOfYesterday(today), today, work);
  }, [isKnown, apart, measured, points, work]);
  const limitW = farm?.power_limit_kw == null ? null : farm.power_limit_kw * 1000;
  const ofLimit = limitW === null || sums.powerW === null ? null : sums.powerW / limitW;
  const listed = FARM_SEGMENTS.filter((part) => parts[part] > 0);
  return (
    <section className={classes.tiles} aria-label={ownOnly ? texts.labelOf(work) : texts.label} data-own={ownOnly}>
      <Tile
        name={named ? texts.hashrateOf(work) : texts.hashrate}
        query={own(QUERIES.hashing)}
        figure={inUnitOf(formatHashrate(hashrateHs, work), formatHashrate(expectedHs))}
        beside={<DayLine lines={dayLines(points, moment.nowMs, day?.slot_ms ?? 0)} />}
      >
        <Parts
          of={[
            share === null || expectedHs === null
              ? texts.noExpected
              : texts.ofExpected(quantityText(formatHashrate(expectedHs)), Math.round(share * 100)),
            ...money(earned, texts.earns),
            ...(earned !== null && unpaid.miners > 0 ? [texts.withoutUnpaid(unpaid.miners, unpaid.isForeign)] : []),
          ]}
        />
        <Bar share={share} tone={shareTone(share, false, 'green')} />
      </Tile>
      {!ownOnly && (
        <Tile
          name={texts.power}
          query={QUERIES.power}
          figure={formatTotalPower(sums.powerW)}
          warn={ofLimit !== null && ofLimit > 1}
        >
          {perMiner === null ? (
            texts.noReading
          ) : (
            <Parts
              of={[
                limitW === null
                  ? texts.perMiner(quantityText(formatPower(perMiner)))
                  : texts.ofLimit(quantityText(formatTotalPower(limitW))),
                ...(isPart ? [texts.partOfMiners(sums.powerCount, sums.managedCount)] : []),
                ...money(cost, texts.costs),
                ...money(margin, texts.margin),
              ]}
            />
          )}
          {ofLimit !== null && <Bar share={ofLimit} tone={ofLimit > 1 ? 'amber' : 'green'} />}
        </Tile>
      )}
      <Tile
        name={texts.efficiency}
        query={own(QUERIES.efficiency)}
        figure={algorithm === undefined ? NOTHING : efficiencyText(algorithm)}
      >
        {algorithm === undefined || algorithm.freshCount === 0
          ? texts.noReading
          : yesterday === null
            ? texts.ofMiners(algorithm.efficiencyCount)
            : texts.yesterday(quantityText(efficiencyText({ ...algorithm, efficiencyJPerTh: yesterday })))}
      </Tile>
      {!ownOnly && (
        <Tile
          name={texts.hashing}
          query={QUERIES.hashing}
          figure={{ figure: numberText(parts.hashing), unit: texts.of(sums.miners) }}
        >
          <span className={classes.parts} aria-hidden="true">
            {listed.map((part) => (
              <span
                key={part}
                className={`${classes.part} ${tones[SEGMENT_TONES[part]]}`}
                data-part={part}
                style={{ flexGrow: parts[part] }}
                title={texts.part(numberText(parts[part]), texts.parts[part])}
              />
            ))}
          </span>
          <Parts
            of={listed
              .filter((part) => part !== 'hashing')
              .map((part) => texts.part(numberText(parts[part]), texts.parts[part]))}
          />
        </Tile>
      )}
      <Tile
        name={texts.lost}
        beside={
          lostToday !== null && (
            <span className={classes.today}>{texts.lostToday(quantityText(formatWork(lostToday)))}</span>
          )
        }
        query={own(QUERIES.lost)}
        figure={lostHs === null ? NOTHING : inUnitOf(formatHashrate(lostHs, work), formatHashrate(expectedHs))}
        after={lostShare === null ? null : texts.lostShare(Math.round(lostShare * 100), lostShare > 0)}
        warn={lostShare !== null && isLowHashrate(1 - lostShare)}
      >
        {lostHs === null ? (
          texts.noExpected
        ) : (
          <Parts
            of={[
              ...money(revenuePerDay(lostHs, work, farm)),
              ...lost,
              ...(aside.hashrateHs > 0 ? [texts.setAside(partOfHashrate(aside.hashrateHs, lostHs), aside.states)] : []),
            ]}
          />
        )}
      </Tile>
    </section>
  );
}

/** The quantity; zero with the unit of the other, because a 0 alone has an arbitrary one. */
function inUnitOf(quantity: Quantity, other: Quantity): Quantity {
  return Number(quantity.figure) === 0 && other.unit !== '' ? { ...quantity, unit: other.unit } : quantity;
}

/** The last 24 hours, with a scale from 0. Decoration: the history has the figures. */
function DayLine({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <svg className={classes.day} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
      <title>{texts.day}</title>
      {lines.map((line) => (
        <polyline key={line.slice(0, 13)} points={line} />
      ))}
    </svg>
  );
}

function Tile(props: {
  name: string;
  query: string;
  figure: Quantity;
  /** Beside the figure, in the words of the text below. */
  after?: string | null;
  warn?: boolean;
  beside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Link
      href={formatHash({ path: '/fleet', text: props.query })}
      className={classes.tile}
      data-warn={props.warn === true}
    >
      <span className={classes.name}>
        {props.name}
        {props.beside}
      </span>
      <span className={classes.figure}>
        <Figure quantity={props.figure} strong />
        {props.after != null && <span className={classes.after}>{props.after}</span>}
      </span>
      <span className={classes.about}>{props.children}</span>
    </Link>
  );
}
