import { Button, Select, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import type { AlertSeverity, Rule, RuleGrouping } from '../../../../src-shared/model/index.ts';
import { sameRule } from '../../../../src-shared/query/index.ts';
import { formatDuration } from '../../../../src-shared/text/format-duration.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { Dialog } from '../../../ui/forms/dialog.tsx';
import { NumberField } from '../../../ui/forms/number-field.tsx';
import { useOneAtATime } from '../../../ui/forms/use-one-at-a-time.ts';
import { SearchBox, type SearchBoxHandle } from '../../fleet/search/search-box.tsx';
import classes from '../incidents.module.css';
import { incidentsTexts } from '../incidents-texts.ts';
import { ChannelSelect } from './channel-select.tsx';
import { EscalationFields } from './escalation-fields.tsx';
import { NotWhileFields } from './not-while-fields.tsx';
import { Recipients } from './recipients.tsx';
import { MatchingNow, PastPreview, useRulePreview } from './rule-preview.tsx';
import { rulesTexts } from './rules-texts.ts';
import { SuggestedFields } from './suggested-fields.tsx';
import { MINUTES, REPEAT, type RuleDraft, useRuleForm } from './use-rule-form.ts';

const texts = rulesTexts.editor;
const SEVERITIES = (['critical', 'warning', 'info'] as const).map((value) => ({
  value,
  label: incidentsTexts.severities[value],
}));
const GROUPINGS = (['cause', 'miner', 'rule'] as const).map((value) => ({ value, label: texts.groupings[value] }));

/** The form for a rule, with a live preview of the miners that it matches. */
export function RuleEditor(props: {
  draft: RuleDraft;
  /** All rules, for whether there is one like it. */
  rules: readonly Rule[];
  onClose: () => void;
  /** Called with the rule as it is now; null if it was deleted. */
  onSaved: (rule: Rule | null) => void;
}) {
  const { draft, rules, onClose, onSaved } = props;
  const { client } = usePowerHive();
  const { rule } = draft;
  const { isBusy, run } = useOneAtATime();
  const box = useRef<SearchBoxHandle>(null);
  const form = useRuleForm(draft);
  const { values, set, isAboutMiners, clearing } = form;
  const { name, query, severity, channels, grouping } = values;
  const [failure, setFailure] = useState<string | null>(null);
  const preview = useRulePreview(isAboutMiners ? query : '', clearing);

  const same = rule === null && isAboutMiners ? sameRule(query, rules) : null;

  const save = (event: FormEvent): void => {
    event.preventDefault();
    const { body } = form;
    attempt(() =>
      rule === null ? client.rules.create({ ...body, query }) : client.rules.update({ params: { id: rule.id }, body }),
    );
  };
  const attempt = (work: () => Promise<Rule | null>): void =>
    void run(async () => {
      try {
        onSaved(await work());
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
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        {isAboutMiners && (
          <div>
            <div className={classes.label}>{texts.query}</div>
            <div className={classes.searched}>
              <SearchBox ref={box} text={query} onText={(text) => set({ query: text })} />
            </div>
            <div className={classes.found}>
              <MatchingNow preview={preview} />
              {same !== null && (
                <p className={classes.quiet} role="status">
                  {texts.sameRule(
                    same.name,
                    same.for_seconds === 0 ? null : formatDuration(same.for_seconds),
                    same.enabled ? grouping : null,
                  )}
                </p>
              )}
            </div>
          </div>
        )}
        <div className={classes.pair}>
          <Minutes
            label={isAboutMiners ? texts.for : texts.lasts}
            value={values.forMinutes}
            onChange={(forMinutes) => set({ forMinutes })}
          />
          <Select
            label={texts.severity}
            data={SEVERITIES}
            value={severity}
            allowDeselect={false}
            onChange={(value) => value !== null && set({ severity: value as AlertSeverity })}
          />
        </div>
        {isAboutMiners && (
          <div className={classes.pair}>
            <TextInput
              label={texts.clear}
              placeholder={texts.clearDefault}
              value={values.clearQuery}
              error={form.clearError}
              onChange={(event) => set({ clearQuery: event.currentTarget.value })}
            />
            <Minutes
              label={texts.clearFor}
              value={values.clearMinutes}
              onChange={(clearMinutes) => set({ clearMinutes })}
            />
          </div>
        )}
        {isAboutMiners && (
          <>
            <NotWhileFields
              value={values.notWhile}
              byQuery={preview?.not_while ?? null}
              onChange={(notWhile) => set({ notWhile })}
            />
            <Select
              label={texts.grouping}
              data={GROUPINGS}
              value={grouping}
              allowDeselect={false}
              onChange={(value) => value !== null && set({ grouping: value as RuleGrouping })}
            />
          </>
        )}
        <div>
          <ChannelSelect
            label={texts.channels}
            placeholder={texts.allChannels}
            chosen={channels}
            onChosen={(chosen) => set({ channels: chosen })}
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
          value={values.repeatMinutes}
          onNumber={(repeatMinutes) => set({ repeatMinutes })}
        />
        <EscalationFields value={values.escalation} onChange={(escalation) => set({ escalation })} />
        {isAboutMiners && <SuggestedFields value={values.action} onChange={(action) => set({ action })} />}
        {isAboutMiners && (
          <PastPreview
            rule={{
              query,
              ...form.times,
              clear_query: clearing,
              grouping,
            }}
          />
        )}
        {failure !== null && (
          <p role="alert" className={classes.wrong}>
            {failure}
          </p>
        )}
        <div className={classes.buttons}>
          {rule?.built_in === false && (
            <Button
              variant="default"
              color="red"
              onClick={() => attempt(() => client.rules.remove({ id: rule.id }).then(() => null))}
            >
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
          <Button type="submit" loading={isBusy} disabled={!form.isWhole}>
            {texts.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
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
