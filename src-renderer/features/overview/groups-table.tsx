import { IconChartLine } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import { type AlgorithmTotal, type FarmTotals, farmTotals } from '../../../src-shared/miner/farm-sums.ts';
import type { Moment } from '../../../src-shared/miner/miner-now.ts';
import { type PresetCounts, presetCounts, UNUSUAL_PRESET } from '../../../src-shared/miner/usual-preset.ts';
import { countDrifted, DRIFT_QUERY } from '../../../src-shared/miner/usual-values.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { formatTemp } from '../../../src-shared/temperature.ts';
import { numberText } from '../../../src-shared/text/count-text.ts';
import { formatHashrate, formatTotalPower, quantityText, shareText, UNKNOWN } from '../../../src-shared/units.ts';
import { efficiencyText } from '../../miner-view/algorithm-efficiency.ts';
import { ofAlgorithm } from '../../miner-view/algorithm-query.ts';
import { formatHistoryLocation } from '../../miner-view/locations/history-location.ts';
import { type Grouping, groupMiners, type MinerGroup } from '../../miner-view/miner-groups.ts';
import { Choice } from '../../ui/forms/choice.tsx';
import { formatHash } from '../../ui/hash-location.ts';
import classes from './groups-table.module.css';
import { overviewTexts } from './overview-texts.ts';

const texts = overviewTexts.groups;
const BY: readonly Grouping[] = ['rack', 'pdu', 'model', 'firmware', 'pool', 'account', 'preset', 'tag'];

/**
 * A group with its totals. `work` is of a single algorithm: the chosen one, or where no miner of the
 * group has that, the one that most of its expected hash rate has.
 */
interface Row {
  readonly group: MinerGroup;
  readonly sums: FarmTotals;
  readonly work: AlgorithmTotal | undefined;
  readonly presets: PresetCounts;
  /** Miners whose firmware or pools are unusual; null if that is not known. */
  readonly drifted: number | null;
  /** `work` is not of the chosen algorithm. */
  readonly isOther: boolean;
}

interface Column {
  readonly id: keyof typeof texts.columns;
  readonly value: (row: Row) => number | null;
  readonly text: (row: Row) => string;
  /** A query to be combined with that of the group. */
  readonly also?: string;
  /** The figure is only of the miners of the algorithm. */
  readonly ofWork?: boolean;
  /** Of how many miners the figure is, where that is not all of them. */
  readonly beside?: (row: Row) => string | null;
  readonly title?: (row: Row) => string | undefined;
}

const COLUMNS: readonly Column[] = [
  { id: 'miners', value: ({ sums }) => sums.miners, text: ({ sums }) => numberText(sums.miners) },
  {
    id: 'hashing',
    value: ({ sums }) => sums.counts.hashing,
    text: ({ sums }) => numberText(sums.counts.hashing),
    also: 'hashing',
  },
  {
    id: 'hashrate',
    value: ({ work }) => work?.hashrateHs ?? null,
    text: ({ work, isOther }) => {
      const hashrate = quantityText(formatHashrate(work?.hashrateHs ?? null, work?.algorithm));
      return isOther && work !== undefined ? texts.ofAlgorithm(hashrate, work.algorithm) : hashrate;
    },
    ofWork: true,
  },
  {
    id: 'share',
    value: ({ work }) => shareOf(work),
    text: ({ work }) => shareText(shareOf(work)),
    ofWork: true,
    beside: ({ work }) => {
      const share = loweredShare(work);
      return share === 0 ? null : texts.setLower(share < 0.01 ? texts.underOne : shareText(share));
    },
    title: ({ work }) =>
      loweredShare(work) === 0
        ? undefined
        : texts.setLowerMeans(quantityText(formatHashrate(work?.loweredHs ?? null, work?.algorithm))),
  },
  {
    id: 'power',
    value: ({ sums }) => sums.powerW,
    text: ({ sums }) => quantityText(formatTotalPower(sums.powerW)),
    also: 'power>0',
    beside: ({ sums: { powerW, powerCount, managedCount } }) =>
      powerW !== null && powerCount < managedCount ? texts.ofMiners(powerCount, managedCount) : null,
    title: ({ sums: { powerCount, managedCount } }) =>
      powerCount < managedCount ? overviewTexts.tiles.partOfMiners(powerCount, managedCount) : undefined,
  },
  {
    id: 'efficiency',
    value: ({ work }) => work?.efficiencyJPerTh ?? null,
    text: ({ work }) => (work === undefined ? UNKNOWN : quantityText(efficiencyText(work))),
    also: 'efficiency>0',
    ofWork: true,
  },
  {
    id: 'hottest',
    value: ({ sums }) => sums.hottestC,
    text: ({ sums }) => quantityText(formatTemp(sums.hottestC)),
    also: 'temp>0',
  },
  {
    id: 'attention',
    value: ({ sums }) => sums.counts.attention,
    text: ({ sums }) => numberText(sums.counts.attention),
    also: 'attention',
  },
  {
    id: 'unusual',
    value: ({ presets }) => unusualShare(presets),
    text: ({ presets }) => unusualText(unusualShare(presets)),
    also: `preset:${UNUSUAL_PRESET}`,
    title: ({ presets }) => texts.unusual(presets.unusual, presets.known),
  },
  {
    id: 'drifted',
    value: ({ drifted }) => drifted,
    text: ({ drifted }) => (drifted === null ? UNKNOWN : numberText(drifted)),
    also: DRIFT_QUERY,
    title: ({ drifted }) => (drifted === null ? undefined : texts.drifted(drifted)),
  },
];

/** The farm in groups of miners; each figure is a link to its miners. */
export function GroupsTable(props: {
  miners: readonly Miner[];
  moment: Moment;
  by: Grouping;
  onBy: (by: Grouping) => void;
  algorithm: string | undefined;
}) {
  const { miners, moment, by, algorithm } = props;
  const [sort, setSort] = useState<{ readonly id: Column['id'] | null; readonly down: boolean }>({
    id: null,
    down: true,
  });
  const rows = useMemo(
    () =>
      groupMiners(miners, by, moment).map((group): Row => {
        const sums = farmTotals(group.miners, moment);
        const chosen = sums.hashrates.find((each) => each.algorithm === algorithm);
        const work = chosen ?? sums.hashrates[0];
        const isOther = chosen === undefined;
        const [presets, drifted] = [presetCounts(group.miners, moment), countDrifted(group.miners, moment)];
        return { group, sums, work, isOther, presets, drifted };
      }),
    [miners, by, moment, algorithm],
  );
  const column = COLUMNS.find(({ id }) => id === sort.id);
  const sorted = column === undefined ? rows : [...rows].sort(byColumn(column, sort.down));
  return (
    <section className={classes.groups} aria-label={texts.label}>
      <div className={classes.by}>
        <Choice
          label={texts.by}
          options={BY.map((value) => ({ value, text: texts.names[value] }))}
          value={by}
          onChange={props.onBy}
        />
      </div>
      <div className={classes.scroll}>
        <div className={classes.all}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{texts.names[by]}</th>
                {COLUMNS.map(({ id }) => (
                  <th
                    key={id}
                    scope="col"
                    aria-sort={sort.id !== id ? undefined : sort.down ? 'descending' : 'ascending'}
                  >
                    <button
                      type="button"
                      aria-label={texts.sortBy(texts.columns[id])}
                      title={id === 'unusual' || id === 'drifted' ? texts.means[id] : undefined}
                      onClick={() => setSort({ id, down: sort.id === id ? !sort.down : true })}
                    >
                      {texts.columns[id]}
                      {sort.id === id && (sort.down ? ' ↓' : ' ↑')}
                    </button>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {sorted.map((row) => (
                <tr key={row.group.key ?? ''}>
                  <th scope="row">
                    {row.group.query === null ? (
                      row.group.label
                    ) : (
                      <Link href={formatHash({ path: '/fleet', text: row.group.query })} tabIndex={-1}>
                        {row.group.label}
                      </Link>
                    )}
                    {row.group.query !== null && (
                      <Link
                        href={formatHistoryLocation({ query: row.group.query })}
                        className={classes.history}
                        aria-label={texts.historyOf(row.group.label)}
                        title={texts.historyOf(row.group.label)}
                      >
                        <IconChartLine size={14} stroke={1.6} />
                      </Link>
                    )}
                  </th>
                  {COLUMNS.map((each) => (
                    <td key={each.id}>
                      <Sum row={row} column={each} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          {by === 'tag' && <p className={classes.note}>{texts.tagNote}</p>}
        </div>
      </div>
    </section>
  );
}

function Sum({ row, column }: { row: Row; column: Column }) {
  const { query } = row.group;
  const text = column.text(row);
  const beside = column.beside?.(row) ?? null;
  if (text === UNKNOWN && column.id === 'drifted') return <span title={texts.driftUnknown}>{text}</span>;
  if (query === null || text === UNKNOWN) return text;
  const also = column.also === undefined ? query : `${query} ${column.also}`;
  const { work, sums } = row;
  const asked = column.ofWork === true && work !== undefined ? ofAlgorithm(also, work.algorithm, sums) : also;
  return (
    <Link
      href={formatHash({ path: '/fleet', text: asked })}
      tabIndex={column.id === 'miners' ? 0 : -1}
      title={column.title?.(row)}
    >
      {text}
      {beside !== null && <span className={classes.beside}> {beside}</span>}
    </Link>
  );
}

function shareOf(work: AlgorithmTotal | undefined): number | null {
  if (work === undefined || work.expectedHs === null || work.expectedHs === 0) return null;
  return work.hashrateHs / work.expectedHs;
}

/** The part of what they would hash that is set lower on the miners of a group, from 0 to 1. */
function loweredShare(work: AlgorithmTotal | undefined): number {
  return work === undefined || work.loweredHs === 0 ? 0 : work.loweredHs / (work.loweredHs + (work.expectedHs ?? 0));
}

function unusualShare({ unusual, known }: PresetCounts): number | null {
  return known === 0 ? null : unusual / known;
}

function unusualText(share: number | null): string {
  if (share === null) return UNKNOWN;
  if (share > 0 && share < 0.01) return texts.underOne;
  // 100 % is all of them.
  return shareText(share === 1 ? 1 : Math.min(0.99, share));
}

function byColumn({ value }: Column, down: boolean): (a: Row, b: Row) => number {
  return (a, b) => {
    const [one, other] = [value(a), value(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return down ? other - one : one - other;
  };
}
