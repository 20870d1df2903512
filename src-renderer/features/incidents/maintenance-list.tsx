import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { parseQuery } from '../../../src-shared/query/index.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { FailureCallout, Skeleton } from '../../ui/feedback/callout.tsx';
import { toastFailure } from '../../ui/feedback/toast.tsx';
import { useOneAtATime } from '../../ui/forms/use-one-at-a-time.ts';
import { clockTime } from '../../ui/times.ts';
import { shownNowMs, useNow } from '../../ui/use-now.ts';
import { SearchBox, type SearchBoxHandle } from '../fleet/search/search-box.tsx';
import classes from './incidents.module.css';
import { incidentsTexts } from './incidents-texts.ts';
import { ALL_MINERS } from './rule-mute.tsx';
import { tomorrowMorning } from './snooze-until.ts';

const texts = incidentsTexts.maintenance;
type Length = keyof typeof texts.lengths;
const LENGTHS = (['hour', 'hours', 'morning', 'day', 'week'] as const).map((value) => ({
  value,
  label: texts.lengths[value],
}));

function endOf(length: Length, nowMs: number): number {
  if (length === 'morning') return tomorrowMorning(nowMs);
  return nowMs + HOUR_MS * { hour: 1, hours: 4, day: 24, week: 168 }[length];
}

/** Current and future maintenance, and a form to add one. */
export function MaintenanceList() {
  const { orpc, client } = usePowerHive();
  const nowMs = useNow();
  const listed = useQuery(orpc.maintenance.list.queryOptions({ staleTime: 0 }));
  const rules = useQuery(orpc.rules.list.queryOptions({ staleTime: 60_000 }));
  const names = new Map(rules.data?.map(({ id, name }) => [id, name]));
  const end = async (id: string): Promise<void> => {
    try {
      await client.maintenance.remove({ id });
    } catch (error) {
      toastFailure(texts.notEnded, callErrorMessage(error));
    }
    await listed.refetch();
  };
  if (listed.data === undefined) {
    return listed.isError ? (
      <FailureCallout title={texts.failed} why={callErrorMessage(listed.error)} />
    ) : (
      <Skeleton rows={4} label={incidentsTexts.loading} />
    );
  }
  return (
    <div className={classes.scroll}>
      <MaintenanceForm onAdded={() => void listed.refetch()} />
      {listed.data.length === 0 ? (
        <p className={classes.nothing}>
          {texts.none} {texts.about}
        </p>
      ) : (
        <table className={classes.table} aria-label={texts.list}>
          <thead>
            <tr>
              <th>{texts.columns.who}</th>
              <th>{texts.columns.rules}</th>
              <th>{texts.columns.from}</th>
              <th>{texts.columns.until}</th>
              <th>{texts.columns.reason}</th>
              <th>{texts.columns.by}</th>
              <th>
                <span className="visually-hidden">{texts.end}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {listed.data.map(({ id, query, rule_ids, starts_at, ends_at, reason, actor }) => (
              <tr key={id}>
                <th scope="row">{query === ALL_MINERS ? texts.allMiners : <code>{query}</code>}</th>
                <td>
                  {rule_ids.length === 0 ? texts.allRules : rule_ids.map((one) => names.get(one) ?? one).join(', ')}
                </td>
                <td>{clockTime(starts_at, nowMs)}</td>
                <td>{clockTime(ends_at, nowMs)}</td>
                <td>{reason}</td>
                <td>{actor.name}</td>
                <td className={classes.number}>
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={texts.endOf(query)}
                    onClick={() => void end(id)}
                  >
                    {texts.end}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function MaintenanceForm({ onAdded }: { onAdded: () => void }) {
  const { client } = usePowerHive();
  const { isBusy, run } = useOneAtATime();
  const box = useRef<SearchBoxHandle>(null);
  const [query, setQuery] = useState('');
  const [length, setLength] = useState<Length>('hours');
  const [reason, setReason] = useState('');
  const isWhole = query.trim() !== '' && parseQuery(query).errors.length === 0;
  const add = async (): Promise<void> => {
    try {
      await client.maintenance.create({ query, ends_at: endOf(length, shownNowMs()), reason, rule_ids: [] });
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
        label={texts.until}
        data={LENGTHS}
        value={length}
        allowDeselect={false}
        onChange={(value) => value !== null && setLength(value as Length)}
      />
      <TextInput
        label={texts.reason}
        value={reason}
        maxLength={200}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" loading={isBusy} disabled={!isWhole}>
        {texts.add}
      </Button>
    </form>
  );
}
