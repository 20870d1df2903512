import { Button, Select, TextInput } from '@mantine/core';
import { type FormEvent, useId, useMemo, useRef, useState } from 'react';
import { LONGEST_REASON } from '../../../../src-shared/limits/text-limits.ts';
import { DAY_MS, MINUTE_MS } from '../../../../src-shared/milliseconds.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { rackOf } from '../../../../src-shared/place.ts';
import { quoteValue, rackQuery } from '../../../../src-shared/query/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { useFarmNow } from '../../../api/use-farm-now.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { toastFailure } from '../../../ui/feedback/toast.tsx';
import { dateFieldValue, nextFullHour } from '../../../ui/forms/date-field.ts';
import { MinutesField, minutesUpTo } from '../../../ui/forms/minutes-field.tsx';
import { isOutside } from '../../../ui/forms/typed-number.ts';
import { useOneAtATime } from '../../../ui/forms/use-one-at-a-time.ts';
import { useHashText } from '../../../ui/hash-location.ts';
import { shownNowMs, useNow } from '../../../ui/use-now.ts';
import { filterMiners } from '../../fleet/search/fleet-filter.ts';
import { isClean } from '../../fleet/search/is-clean.ts';
import { SearchBox, type SearchBoxHandle } from '../../fleet/search/search-box.tsx';
import classes from '../incidents.module.css';
import { incidentsTexts } from '../incidents-texts.ts';
import { endOf } from '../silent-lengths.ts';

const texts = incidentsTexts.maintenance;
type Length = keyof typeof texts.lengths;
const LENGTHS = (['half_hour', 'hour', 'hours', 'morning', 'day', 'week', 'minutes', 'time'] as const).map((value) => ({
  value,
  label: texts.lengths[value],
}));
const STARTS = (['now', 'time'] as const).map((value) => ({ value, label: texts.starts[value] }));

const MINUTES = minutesUpTo((7 * DAY_MS) / MINUTE_MS);

/** What was typed into the fields of times; each counts only where `time` is chosen. */
interface Times {
  readonly starts: 'now' | 'time';
  readonly startText: string;
  readonly length: Length;
  readonly endText: string;
  /** For `minutes`; null if none is typed. */
  readonly minutes: number | null;
}

/** A field of a time begins with one that may be meant. */
export function filledIn(times: Times, nowMs: number): Times {
  const { starts, length } = times;
  const nextHour = (fromMs: number): string => (Number.isNaN(fromMs) ? '' : dateFieldValue(nextFullHour(fromMs)));
  const startText = starts === 'time' && times.startText === '' ? nextHour(nowMs) : times.startText;
  const fromMs = starts === 'time' ? Date.parse(startText) : nowMs;
  const endText = length === 'time' && times.endText === '' ? nextHour(fromMs) : times.endText;
  return { ...times, startText, endText };
}

/** The span, from null for now; null if a time is missing or the end is not after the start. */
function spanOf({ starts, startText, length, endText, minutes }: Times, nowMs: number) {
  const startsAt = starts === 'now' ? null : Date.parse(startText);
  const fromMs = startsAt ?? nowMs;
  const endsAt =
    length === 'time'
      ? Date.parse(endText)
      : length === 'minutes'
        ? fromMs + (minutes ?? Number.NaN) * MINUTE_MS
        : endOf(length, fromMs);
  return endsAt > Math.max(fromMs, nowMs) ? { startsAt, endsAt } : null;
}

/** A query for the miners of a rack, or of a model; of all where there is neither. */
export function exampleQuery(miners: readonly Pick<Miner, 'place' | 'model_alias'>[]): string {
  const rack = rackOf(miners.find(({ place }) => place !== null)?.place ?? null);
  if (rack !== null) return rackQuery(rack);
  const model = miners.find(({ model_alias }) => model_alias !== null)?.model_alias ?? null;
  return model === null ? 'mac:*' : `model=${quoteValue(model)}`;
}

/** Why there can be no such maintenance; null if there can be. `example` is a query that finds miners. */
export function whyNone(query: string, times: Times, nowMs: number, example: string): string | null {
  const { starts, startText, length, endText, minutes } = times;
  if (query.trim() === '') return texts.missing.query(example);
  if (!isClean(query)) return texts.missing.cleanQuery;
  if (starts === 'time' && startText === '') return texts.missing.start;
  if (length === 'time' && endText === '') return texts.missing.end;
  if (length === 'minutes' && (minutes === null || isOutside(minutes, MINUTES))) return texts.missing.minutes;
  return spanOf(times, nowMs) === null ? texts.backwards : null;
}

/** Silences miners from now or a time on, for a while or until a time. */
export function MaintenanceForm({ onAdded }: { onAdded: () => void }) {
  const { client } = usePowerHive();
  const { isBusy, run } = useOneAtATime();
  const whyId = useId();
  const box = useRef<SearchBoxHandle>(null);
  const [query, setQuery] = useState(useHashText());
  const [times, setTimes] = useState<Times>({
    starts: 'now',
    startText: '',
    length: 'hours',
    endText: '',
    minutes: 20,
  });
  const [reason, setReason] = useState('');
  const { miners, moment } = useFarmNow();
  const example = useMemo(() => exampleQuery(miners), [miners]);
  const why = whyNone(query, times, useNow(), example);
  const add = async (): Promise<void> => {
    const span = spanOf(times, shownNowMs());
    if (span === null) return;
    const starts = span.startsAt === null ? {} : { starts_at: span.startsAt };
    try {
      await client.maintenance.create({ query, ...starts, ends_at: span.endsAt, reason, rule_ids: [] });
      setQuery('');
      setReason('');
      onAdded();
    } catch (error) {
      toastFailure(texts.notAdded, callErrorMessage(error));
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run(add);
  };
  return (
    <form className={classes.inline} onSubmit={submit} noValidate>
      <div className={classes.grow}>
        <div className={classes.label}>{texts.query}</div>
        <SearchBox ref={box} text={query} onText={setQuery} />
      </div>
      <Select
        className={classes.short}
        label={texts.from}
        data={STARTS}
        value={times.starts}
        allowDeselect={false}
        onChange={(value) =>
          value !== null && setTimes(filledIn({ ...times, starts: value as Times['starts'] }, shownNowMs()))
        }
      />
      {times.starts === 'time' && (
        <TextInput
          type="datetime-local"
          label={texts.startTime}
          value={times.startText}
          onChange={(event) => setTimes({ ...times, startText: event.currentTarget.value })}
        />
      )}
      <Select
        className={classes.short}
        label={texts.until}
        data={LENGTHS}
        value={times.length}
        allowDeselect={false}
        onChange={(value) => value !== null && setTimes(filledIn({ ...times, length: value as Length }, shownNowMs()))}
      />
      {times.length === 'minutes' && (
        <MinutesField
          className={classes.short}
          label={texts.minutes}
          bounds={MINUTES}
          value={times.minutes}
          onMinutes={(minutes) => setTimes({ ...times, minutes })}
        />
      )}
      {times.length === 'time' && (
        <TextInput
          type="datetime-local"
          label={texts.endTime}
          value={times.endText}
          onChange={(event) => setTimes({ ...times, endText: event.currentTarget.value })}
        />
      )}
      <TextInput
        label={texts.reason}
        value={reason}
        maxLength={LONGEST_REASON}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" loading={isBusy} disabled={why !== null} aria-describedby={whyId}>
        {times.starts === 'now' ? texts.add : texts.plan}
      </Button>
      <p id={whyId} className={classes.why} role="status">
        {why ?? texts.matches(filterMiners(miners, query, moment).length)}
      </p>
    </form>
  );
}
