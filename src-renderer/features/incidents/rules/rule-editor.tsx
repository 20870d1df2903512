import { Button, Select, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { MOST_RULE_MINUTES } from '../../../../src-shared/limits/rule-limits.ts';
import type { AlertSeverity, NotWhile, Rule, RuleGrouping } from '../../../../src-shared/model/index.ts';
import { isNeverClear } from '../../../../src-shared/query/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { Dialog } from '../../../ui/forms/dialog.tsx';
import { NumberField } from '../../../ui/forms/number-field.tsx';
import { isOutside } from '../../../ui/forms/typed-number.ts';
import { useOneAtATime } from '../../../ui/forms/use-one-at-a-time.ts';
import { isClean } from '../../fleet/search/is-clean.ts';
import { SearchBox, type SearchBoxHandle } from '../../fleet/search/search-box.tsx';
import classes from '../incidents.module.css';
import { incidentsTexts } from '../incidents-texts.ts';
import { ChannelSelect } from './channel-select.tsx';
import { draftOf, type EscalationDraft, EscalationFields, escalationOf } from './escalation-fields.tsx';
import { NotWhileFields } from './not-while-fields.tsx';
import { Recipients } from './recipients.tsx';
import { MatchingNow, PastPreview, useRulePreview } from './rule-preview.tsx';
import { rulesTexts } from './rules-texts.ts';
import { SuggestedFields } from './suggested-fields.tsx';

const texts = rulesTexts.editor;
const SEVERITIES = (['critical', 'warning', 'info'] as const).map((value) => ({
  value,
  label: incidentsTexts.severities[value],
}));
const SECONDS = 60;
const MINUTES = { least: 0, most: MOST_RULE_MINUTES, whole: false };
const REPEAT = { least: 1, most: MOST_RULE_MINUTES, whole: true };
const GROUPINGS = (['cause', 'miner', 'rule'] as const).map((value) => ({ value, label: texts.groupings[value] }));

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
  const [forMinutes, setForMinutes] = useState(minutesOf(rule?.for_seconds ?? 300));
  const [clearQuery, setClearQuery] = useState(rule?.clear_query ?? '');
  const [clearMinutes, setClearMinutes] = useState(minutesOf(rule?.clear_for_seconds ?? 0));
  const [severity, setSeverity] = useState<AlertSeverity>(rule?.severity ?? 'warning');
  const [channels, setChannels] = useState<string[]>(rule?.channels ?? []);
  const [escalation, setEscalation] = useState<EscalationDraft>(draftOf(rule?.escalation ?? null));
  const [notWhile, setNotWhile] = useState<readonly NotWhile[] | null>(rule?.not_while ?? null);
  const [grouping, setGrouping] = useState<RuleGrouping>(rule?.grouping ?? 'cause');
  const [repeatMinutes, setRepeatMinutes] = useState<number | null>(
    rule?.repeat_seconds == null ? null : minutesOf(rule.repeat_seconds),
  );
  const [action, setAction] = useState<Rule['suggested_action']>(rule?.suggested_action ?? null);
  const [failure, setFailure] = useState<string | null>(null);
  const isAboutMiners = (rule?.about ?? 'miners') === 'miners';
  const isTime =
    !isOutside(forMinutes, MINUTES) && !isOutside(clearMinutes, MINUTES) && !isOutside(repeatMinutes, REPEAT);
  const clearError = !isClean(clearQuery, true)
    ? texts.notUnderstood
    : isNeverClear(query, clearQuery)
      ? texts.neverClear
      : null;
  const clearing = clearError === null && clearQuery.trim() !== '' ? clearQuery.trim() : null;
  const preview = useRulePreview(isAboutMiners ? query : '', clearing);
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
      ...(isAboutMiners && { not_while: notWhile === null ? null : [...notWhile], grouping }),
      channels,
      repeat_seconds: repeatMinutes === null ? null : Math.round(repeatMinutes * SECONDS),
      escalation: escalationOf(escalation, rule?.escalation ?? null),
      ...(isAboutMiners && { suggested_action: action }),
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
            <MatchingNow preview={preview} />
            <PastPreview
              rule={{
                query,
                for_seconds: Math.round(forMinutes * SECONDS),
                clear_query: clearing,
                clear_for_seconds: Math.round(clearMinutes * SECONDS),
                grouping,
              }}
            />
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
        {isAboutMiners && (
          <>
            <NotWhileFields value={notWhile} byQuery={preview?.not_while ?? null} onChange={setNotWhile} />
            <Select
              label={texts.grouping}
              data={GROUPINGS}
              value={grouping}
              allowDeselect={false}
              onChange={(value) => value !== null && setGrouping(value as RuleGrouping)}
            />
          </>
        )}
        <div>
          <ChannelSelect
            label={texts.channels}
            placeholder={texts.allChannels}
            chosen={channels}
            onChosen={setChannels}
          />
          <Recipients chosen={channels} severity={severity} />
        </div>
        <NumberField
          label={texts.repeat}
          placeholder={texts.never}
          suffix={texts.minutes}
          min={REPEAT.least}
          max={REPEAT.most}
          allowDecimal={false}
          value={repeatMinutes}
          onNumber={setRepeatMinutes}
        />
        <EscalationFields value={escalation} onChange={setEscalation} />
        {isAboutMiners && <SuggestedFields value={action} onChange={setAction} />}
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

/** In hundredths of a minute, which no second is lost by. */
function minutesOf(seconds: number): number {
  return Math.round((seconds / SECONDS) * 100) / 100;
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
