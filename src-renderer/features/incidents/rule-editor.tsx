import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useDeferredValue, useMemo, useRef, useState } from 'react';
import { minerName } from '../../../src-shared/miner-name.ts';
import type { AlertSeverity, Automatic, Rule, RulePreviewInput } from '../../../src-shared/model/index.ts';
import { isNeverClear, parseQuery } from '../../../src-shared/query/index.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { useLive, usePowerHive } from '../../api/use-powerhive.ts';
import { Dialog } from '../../ui/forms/dialog.tsx';
import { NumberField } from '../../ui/forms/number-field.tsx';
import { isOutside } from '../../ui/forms/typed-number.ts';
import { useOneAtATime } from '../../ui/forms/use-one-at-a-time.ts';
import { clockTime } from '../../ui/times.ts';
import { useNow } from '../../ui/use-now.ts';
import { SearchBox, type SearchBoxHandle } from '../fleet/search/search-box.tsx';
import { AutomaticFields } from './automatic-fields.tsx';
import { ChannelSelect } from './channel-select.tsx';
import { draftOf, type EscalationDraft, EscalationFields, escalationOf } from './escalation-fields.tsx';
import { FiredBars } from './fired-bars.tsx';
import classes from './incidents.module.css';
import { incidentsTexts } from './incidents-texts.ts';

const texts = incidentsTexts.editor;
const SEVERITIES = (['critical', 'warning', 'info'] as const).map((value) => ({
  value,
  label: incidentsTexts.severities[value],
}));
const SECONDS = 60;
const MINUTES = { least: 0, most: 10_080, whole: false };
const NAMED = 6;
const PAST_DAYS = 30;
/** Pause after the last key before a request. */
const TYPING_MS = 600;

/** The initial content of the form: the rule to edit, or a new one for a search. */
export type RuleDraft = { readonly rule: Rule } | { readonly rule: null; readonly query: string };

/** The form for a rule, with a live preview of the miners that it matches. */
export function RuleEditor(props: { draft: RuleDraft; onClose: () => void; onSaved: () => void }) {
  const { draft, onClose, onSaved } = props;
  const { client } = usePowerHive();
  const { rule } = draft;
  const { isBusy, run } = useOneAtATime();
  const box = useRef<SearchBoxHandle>(null);
  const [name, setName] = useState(rule?.name ?? '');
  const [query, setQuery] = useState(draft.rule === null ? draft.query : draft.rule.query);
  const [forMinutes, setForMinutes] = useState((rule?.for_seconds ?? 300) / SECONDS);
  const [clearQuery, setClearQuery] = useState(rule?.clear_query ?? '');
  const [clearMinutes, setClearMinutes] = useState((rule?.clear_for_seconds ?? 0) / SECONDS);
  const [severity, setSeverity] = useState<AlertSeverity>(rule?.severity ?? 'warning');
  const [channels, setChannels] = useState<string[]>(rule?.channels ?? []);
  const [escalation, setEscalation] = useState<EscalationDraft>(draftOf(rule?.escalation ?? null));
  const action = rule?.suggested_action ?? null;
  const [automatic, setAutomatic] = useState<Automatic | null>(action?.automatic ?? null);
  const [failure, setFailure] = useState<string | null>(null);
  const isAboutMiners = (rule?.about ?? 'miners') === 'miners';
  const isTime = !isOutside(forMinutes, MINUTES) && !isOutside(clearMinutes, MINUTES);
  const clearError = !isClean(clearQuery, true)
    ? texts.notUnderstood
    : isNeverClear(query, clearQuery)
      ? texts.neverClear
      : null;
  const isWhole = name.trim() !== '' && isTime && (!isAboutMiners || isClean(query)) && clearError === null;

  const save = (event: FormEvent): void => {
    event.preventDefault();
    const body = {
      name,
      ...(isAboutMiners && { query }),
      for_seconds: Math.round(forMinutes * SECONDS),
      clear_query: clearQuery.trim() === '' ? null : clearQuery,
      clear_for_seconds: Math.round(clearMinutes * SECONDS),
      severity,
      channels,
      escalation: escalationOf(escalation, rule?.escalation ?? null),
      ...(action !== null && {
        suggested_action: { action: action.action, params: action.params, ...(automatic !== null && { automatic }) },
      }),
    };
    attempt(() =>
      rule === null ? client.rules.create({ ...body, query }) : client.rules.update({ params: { id: rule.id }, body }),
    );
  };
  const attempt = (work: () => Promise<unknown>): void =>
    void run(async () => {
      try {
        await work();
        onSaved();
      } catch (error) {
        setFailure(callErrorMessage(error));
      }
    });
  return (
    <Dialog onClose={onClose} title={rule === null ? texts.new : texts.edit(rule.name)} size={620}>
      <form className={classes.form} onSubmit={save} noValidate>
        <TextInput
          label={texts.name}
          value={name}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {isAboutMiners && (
          <div>
            <div className={classes.label}>{texts.query}</div>
            <SearchBox ref={box} text={query} onText={setQuery} />
            <Preview query={query} />
            <PastPreview
              rule={{
                query,
                for_seconds: Math.round(forMinutes * SECONDS),
                clear_query: clearError === null && clearQuery.trim() !== '' ? clearQuery.trim() : null,
                clear_for_seconds: Math.round(clearMinutes * SECONDS),
              }}
            />
            <p className={classes.quiet}>{texts.notWhile}</p>
          </div>
        )}
        <div className={classes.pair}>
          <Minutes label={isAboutMiners ? texts.for : texts.lasts} value={forMinutes} onChange={setForMinutes} />
          <Select
            label={texts.severity}
            data={SEVERITIES}
            value={severity}
            allowDeselect={false}
            onChange={(value) => value !== null && setSeverity(value as AlertSeverity)}
          />
        </div>
        {isAboutMiners && (
          <div className={classes.pair}>
            <TextInput
              label={texts.clear}
              placeholder={texts.clearDefault}
              value={clearQuery}
              error={clearError}
              onChange={(event) => setClearQuery(event.currentTarget.value)}
            />
            <Minutes label={texts.clearFor} value={clearMinutes} onChange={setClearMinutes} />
          </div>
        )}
        <ChannelSelect
          label={texts.channels}
          placeholder={texts.allChannels}
          chosen={channels}
          onChosen={setChannels}
        />
        <EscalationFields value={escalation} onChange={setEscalation} />
        {action !== null && isAboutMiners && (
          <AutomaticFields action={action.action} value={automatic} onChange={setAutomatic} />
        )}
        {failure !== null && (
          <p role="alert" className={classes.wrong}>
            {failure}
          </p>
        )}
        <div className={classes.buttons}>
          {rule?.built_in === false && (
            <Button variant="default" color="red" onClick={() => attempt(() => client.rules.remove({ id: rule.id }))}>
              {texts.remove}
            </Button>
          )}
          {rule?.changed === true && (
            <Button variant="default" onClick={() => attempt(() => client.rules.reset({ id: rule.id }))}>
              {texts.reset}
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={isBusy} disabled={!isWhole}>
            {texts.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Whether a query is valid; an empty one only if it is optional. */
function isClean(query: string, mayBeEmpty = false): boolean {
  if (query.trim() === '') return mayBeEmpty;
  return parseQuery(query).errors.length === 0;
}

function Minutes(props: { label: string; value: number; onChange: (minutes: number) => void }) {
  return (
    <NumberField
      label={props.label}
      suffix={texts.minutes}
      min={MINUTES.least}
      max={MINUTES.most}
      value={props.value}
      onNumber={(value) => value !== null && props.onChange(value)}
    />
  );
}

/** "Matches 7 now: R1-S01, R1-S02 …". */
function Preview({ query }: { query: string }) {
  const { orpc } = usePowerHive();
  const asked = useDeferredValue(query.trim());
  const isAsked = isClean(asked);
  const preview = useQuery(
    orpc.rules.preview.queryOptions({
      input: { query: asked, for_seconds: 0, days: 0 },
      enabled: isAsked,
      refetchInterval: 5000,
    }),
  );
  const miners = useLive((view) => view.miners);
  const names = useMemo(() => new Map(miners.map((miner) => [miner.id, minerName(miner)])), [miners]);
  if (!isAsked || preview.data === undefined) return <p className={classes.quiet}>{texts.noPreview}</p>;
  const { matching } = preview.data;
  const named = matching.slice(0, NAMED).map((id) => names.get(id) ?? id);
  return (
    <p className={classes.quiet} role="status">
      {texts.matches(matching.length, named)}
    </p>
  );
}

/** "Would have fired 14 times in 7 days, the last time Nov 27 22:10", or why this is unknown. */
function PastPreview({ rule }: { rule: Omit<RulePreviewInput, 'days'> }) {
  const { orpc } = usePowerHive();
  const nowMs = useNow();
  const typed = JSON.stringify({ ...rule, query: rule.query.trim(), days: PAST_DAYS });
  // Each preview reads weeks of history, so it is not requested for each key.
  const [asked] = useDebouncedValue(typed, TYPING_MS);
  const input = JSON.parse(asked) as RulePreviewInput;
  const past = useQuery(orpc.rules.preview.queryOptions({ input, enabled: isClean(input.query), staleTime: 300_000 }));
  if (!isClean(rule.query.trim())) return null;
  if (asked !== typed || past.data === undefined)
    return <p className={classes.quiet}>{past.isError ? texts.noPast : texts.searching}</p>;
  const { fired, days, unanswered } = past.data;
  const last = fired.at(-1);
  const miners = new Set(fired.flatMap(({ miner_ids }) => miner_ids)).size;
  return (
    <>
      <p className={classes.quiet} role="status">
        {days > 0 && texts.fired(fired.length, miners, days, last === undefined ? null : clockTime(last.at, nowMs))}{' '}
        {unanswered.join(' ')}
      </p>
      {fired.length > 0 && <FiredBars firedAt={fired.map(({ at }) => at)} days={days} nowMs={nowMs} />}
    </>
  );
}
