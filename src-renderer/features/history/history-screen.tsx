import { ActionIcon, Select } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { HistoryMark, Miner, QueryHistory } from '../../../src-shared/model/index.ts';
import { queryWords } from '../../../src-shared/query/index.ts';
import type { CsvSeparator } from '../../../src-shared/text/csv.ts';
import { isoTime } from '../../../src-shared/text/iso-time.ts';
import { farmErrorMessage } from '../../api/call-error.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import {
  type Against,
  BEFORE,
  formatHistoryLocation,
  type HistoryLocation,
  parseHistorySearch,
} from '../../miner-view/locations/history-location.ts';
import { Callout, FailureCallout, Skeleton } from '../../ui/feedback/callout.tsx';
import { Choice } from '../../ui/forms/choice.tsx';
import { useHashSearch } from '../../ui/hash-location.ts';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { saveTextFile } from '../../ui/save-file.ts';
import { clockSpan } from '../../ui/times.ts';
import { shownNowMs } from '../../ui/use-now.ts';
import { CsvButton } from '../csv/csv-button.tsx';
import type { SearchBoxHandle } from '../fleet/search/search-box.tsx';
import { aboutWords } from './about-words.ts';
import { FromZero } from './from-zero.tsx';
import { GroupCharts } from './group-charts.tsx';
import type { GroupHistory } from './group-lines.ts';
import type { Compared } from './group-plots.ts';
import { historyCsv } from './history-csv.ts';
import classes from './history-screen.module.css';
import { historyTexts, screenTexts as texts } from './history-texts.ts';
import type { LoadedHistory } from './loaded-history.ts';
import { markSentence, markTime, markWord } from './mark-words.ts';
import { MarksList } from './marks-list.tsx';
import { OwnSpan } from './own-span.tsx';
import { QueryField } from './query-field.tsx';
import { allowedSpan, namedSpan, type SpanAt, shownSpan, spanToken } from './shown-span.ts';
import { SPAN_NAMES, type Span } from './span-choices.ts';
import { useMarks, useShownHistory } from './use-shown-history.ts';

const SPAN_OPTIONS = SPAN_NAMES.map((value) => ({ value, text: historyTexts.spans[value] }));

/**
 * The history of any miners: the farm, a query or a group, over any time, compared with other
 * miners or an earlier time. All of it is in the address.
 */
export function HistoryScreen() {
  const search = useHashSearch();
  const location = useMemo(() => parseHistorySearch(search), [search]);
  const [, navigate] = useLocation();
  const { site, live } = usePowerHive();
  const box = useRef<SearchBoxHandle>(null);
  const go = (change: Partial<HistoryLocation>, replace = false): void =>
    navigate(formatHistoryLocation({ ...location, ...change }), { replace });
  const { main, compared, isStale } = useShownHistory(location);
  // A file must be of what was asked for, and not of what was shown before.
  const [isTyped, setTyped] = useState(false);
  const [isOtherTyped, setOtherTyped] = useState(false);
  const marks = useMarks(location);
  const shown = shownSpan(location, shownNowMs());
  const show = (span: SpanAt): void => go({ own: allowedSpan(span, shownNowMs()), span: null });
  const zoom = (factor: number): void => {
    const [middle, half] = [(shown.fromAt + shown.toAt) / 2, ((shown.toAt - shown.fromAt) * factor) / 2];
    show({ fromAt: middle - half, toAt: middle + half });
  };
  const move = (direction: -1 | 1): void => {
    const step = ((shown.toAt - shown.fromAt) / 2) * direction;
    show({ fromAt: shown.fromAt + step, toAt: shown.toAt + step });
  };
  useKeys({ '/': () => box.current?.focus(), Escape: () => void box.current?.leave() });

  const { against } = location;
  const name = queryName(main.data?.query ?? location.query);
  const otherName = againstName(compared?.against ?? null);
  const names = useRef(live.state.miners);
  names.current = live.state.miners;
  const chartMarks = useMemo(
    () =>
      (marks.data?.marks ?? []).map((mark) => ({
        atS: mark.from_at / 1000,
        word: markWord(mark),
        about: () => aboutMark(mark, names.current),
        isMinor: mark.kind === 'powerhive',
      })),
    [marks.data],
  );
  const charts = useMemo(() => {
    if (main.data === undefined) return [];
    return seriesOf(main.data, compared).map((history) => ({
      history,
      compared: comparedOf(history, otherName, compared),
    }));
  }, [main.data, compared, otherName]);
  const saveCsv = (separator: CsvSeparator): void => {
    const all = [
      ...(main.data === undefined ? [] : [{ name, history: main.data }]),
      ...(compared === undefined ? [] : [{ name: otherName, history: compared }]),
    ];
    const day = isoTime(shownNowMs()).slice(0, 10);
    saveTextFile(`powerhive-history-${day}.csv`, 'text/csv;charset=utf-8', historyCsv(all, separator));
  };

  return (
    <div className={classes.screen}>
      <div className={classes.head}>
        <h1 className={classes.title}>{texts.title}</h1>
        <QueryField
          ref={box}
          label={texts.which}
          query={location.query}
          onQuery={(query) => go({ query }, true)}
          onTyping={setTyped}
        />
        <CsvButton disabled={isTyped || isOtherTyped || isStale || !hasPoints(main.data, compared)} onSave={saveCsv} />
      </div>
      <div className={classes.controls}>
        <Choice<Span | ''>
          label={texts.period}
          options={SPAN_OPTIONS}
          value={namedSpan(location) ?? ''}
          onChange={(span) => span !== '' && go({ span: spanToken(span), own: null })}
        />
        <OwnSpan shown={shown} isOwn={location.own !== null} onSpan={show} />
        <span className={classes.icons}>
          <Step label={texts.earlier} icon={IconChevronLeft} onClick={() => move(-1)} />
          <Step label={texts.later} icon={IconChevronRight} onClick={() => move(1)} />
          <Step label={texts.zoomIn} icon={IconZoomIn} onClick={() => zoom(0.5)} />
          <Step label={texts.zoomOut} icon={IconZoomOut} onClick={() => zoom(2)} />
        </span>
        <Select
          size="xs"
          className={classes.compare}
          aria-label={texts.compare}
          placeholder={texts.nothing}
          clearable
          data={[
            ...BEFORE.map((value) => ({ value, label: texts.before[value] })),
            { value: 'query', label: texts.otherMiners },
          ]}
          value={against === null ? null : 'query' in against ? 'query' : against.before}
          onChange={(value) => go({ against: chosenAgainst(value) })}
        />
        {against !== null && 'query' in against && (
          <QueryField
            label={texts.others}
            query={against.query}
            focusEmpty
            onQuery={(query) => go({ against: { query } }, true)}
            onTyping={setOtherTyped}
          />
        )}
        <FromZero value={location.fromZero} onChange={(fromZero) => go({ fromZero }, true)} />
        <span className={classes.range}>{clockSpan(shown.fromAt, shown.toAt, shownNowMs())}</span>
      </div>
      <p className={classes.about} role="status">
        {main.isFetching && (main.isPending || main.isPlaceholderData) ? (
          <span className={classes.adding}>{texts.adding}</span>
        ) : (
          main.data !== undefined && aboutWords(main.data)
        )}
      </p>
      {main.data !== undefined && hasPoints(main.data, compared) ? (
        <div className={classes.charts} aria-busy={isStale} data-stale={main.isPlaceholderData}>
          <h2 className="visually-hidden">{texts.charts}</h2>
          {charts.map(({ history, compared }) => (
            <GroupCharts
              key={history.algorithm}
              name={name}
              history={history}
              compared={compared}
              slotMs={main.data.slot_ms}
              ofAll={main.data.series.length === 1 ? main.data.miners : null}
              fromAt={main.data.from_at}
              toAt={main.data.to_at}
              marks={chartMarks}
              fromZero={location.fromZero}
              onSpan={(fromS, toS) => show({ fromAt: fromS * 1000, toAt: toS * 1000 })}
            />
          ))}
          <p className={classes.note}>{texts.zoomHint}</p>
        </div>
      ) : main.isPending ? (
        <Skeleton rows={10} label={texts.loading} />
      ) : main.isError ? (
        <FailureCallout title={texts.failed} why={farmErrorMessage(main.error, site?.name ?? null)} />
      ) : main.data.miners === 0 && location.query !== '' ? (
        <Callout title={texts.noMatch}>{texts.noMatchAbout}</Callout>
      ) : (
        <Callout title={texts.noData}>{texts.noDataAbout}</Callout>
      )}
      <MarksList found={marks.data} failed={marks.isError} />
    </div>
  );
}

function Step(props: { label: string; icon: typeof IconZoomIn; onClick: () => void }) {
  const Icon = props.icon;
  return (
    <ActionIcon variant="default" size={26} aria-label={props.label} title={props.label} onClick={props.onClick}>
      <Icon size={15} />
    </ActionIcon>
  );
}

function aboutMark(mark: HistoryMark, miners: { get(id: string): Miner | undefined }): string {
  const miner = mark.miner_id === null ? undefined : miners.get(mark.miner_id);
  return `${markTime(mark, shownNowMs())}  ${markSentence(mark, miner === undefined ? mark.miner_id : minerName(miner))}`;
}

function chosenAgainst(value: string | null): Against | null {
  const before = BEFORE.find((one) => one === value);
  if (before !== undefined) return { before };
  return value === 'query' ? { query: '' } : null;
}

function againstName(against: Against | null): string {
  if (against === null) return '';
  if ('before' in against) return texts.before[against.before];
  return queryName(against.query);
}

function queryName(query: string): string {
  return query === '' ? texts.everything : queryWords(query);
}

function hasPoints(...histories: readonly (Pick<QueryHistory, 'series'> | undefined)[]): boolean {
  return histories.some((history) => history?.series.some(({ points }) => points.length > 0));
}

/**
 * The series of the main history, the highest hash rate first, then an empty one for each algorithm
 * that only the other history has.
 */
function seriesOf(main: QueryHistory, other: QueryHistory | undefined): readonly GroupHistory[] {
  const own = new Set(main.series.map(({ algorithm }) => algorithm));
  const onlyOther = other?.series.filter(({ algorithm }) => !own.has(algorithm)) ?? [];
  const latestHs = ({ points }: GroupHistory): number => points.findLast(({ complete }) => complete)?.hashrate_hs ?? 0;
  return [
    ...main.series.toSorted((a, b) => latestHs(b) - latestHs(a)),
    ...onlyOther.map(({ algorithm }) => ({ algorithm, points: [], gaps: [] })),
  ];
}

function comparedOf({ algorithm }: GroupHistory, name: string, other: LoadedHistory | undefined): Compared | null {
  const history = other?.series.find((series) => series.algorithm === algorithm);
  if (other === undefined) return null;
  return {
    name,
    history: history ?? { algorithm, points: [], gaps: [] },
    slotMs: other.slot_ms,
    toAt: other.to_at,
    laterMs: other.laterMs,
  };
}
