import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Incident, Rule } from '../../../../src-shared/model/index.ts';
import { numberText } from '../../../../src-shared/text/count-text.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { LoadFailed } from '../../../api/load-failed.tsx';
import { useKnownChannels } from '../../../api/use-channels.ts';
import { useMaintenance } from '../../../api/use-maintenance.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { NEW_RULE_PATH } from '../../../miner-view/locations/rule-location.ts';
import { Skeleton } from '../../../ui/feedback/callout.tsx';
import { toastDone, toastFailure } from '../../../ui/feedback/toast.tsx';
import { Switch } from '../../../ui/forms/switch.tsx';
import { useHashText } from '../../../ui/hash-location.ts';
import classes from '../incidents.module.css';
import { incidentsTexts } from '../incidents-texts.ts';
import { RuleEditor } from './rule-editor.tsx';
import { RuleMute } from './rule-mute.tsx';
import { RuleSentence } from './rule-sentence.tsx';
import { rulesTexts } from './rules-texts.ts';
import type { RuleDraft } from './use-rule-form.ts';

const texts = rulesTexts.table;

/** Every rule as a sentence, with a switch; a changed built-in rule can be reset. `ruleId`: the one that the address opens. */
export function RulesList({ open, ruleId }: { open: readonly Incident[]; ruleId: string | null }) {
  const { orpc, client } = usePowerHive();
  const listed = useQuery(orpc.rules.list.queryOptions({ staleTime: 0 }));
  const fired = useQuery(orpc.rules.fired.queryOptions({ staleTime: 60_000 })).data;
  const firedOf = new Map(fired?.map((one) => [one.rule_id, one.incidents]));
  const channels = useKnownChannels();
  const maintenance = useMaintenance();
  const asked = useHashText();
  const [, navigate] = useLocation();
  const [chosen, setDraft] = useState<RuleDraft | null>(asked === '' ? null : { rule: null, query: asked });
  const [saved, setSaved] = useState<string | null>(null);
  const named = listed.data?.find(({ id }) => id === ruleId);
  const draft = chosen ?? (named === undefined ? null : { rule: named });
  const close = (): void => {
    setDraft(null);
    if (asked !== '' || ruleId !== null) navigate(NEW_RULE_PATH, { replace: true });
  };
  const save = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      toastFailure(texts.notSaved, callErrorMessage(error));
    }
    await listed.refetch();
  };
  if (listed.data === undefined) {
    return listed.isError ? (
      <LoadFailed title={texts.failed} query={listed} />
    ) : (
      <Skeleton rows={8} label={incidentsTexts.loading} />
    );
  }
  return (
    <div className={classes.scroll}>
      <div className={classes.bar}>
        <Button size="compact-sm" variant="default" onClick={() => setDraft({ rule: null, query: '' })}>
          {texts.add}
        </Button>
      </div>
      {draft !== null && (
        <RuleEditor
          draft={draft}
          rules={listed.data}
          onClose={close}
          onSaved={(rule) => {
            close();
            setSaved(rule?.id ?? null);
            if (rule !== null) toastDone(rulesTexts.editor.saved(rule.name));
            void listed.refetch();
          }}
        />
      )}
      <table className={classes.table} aria-label={texts.list}>
        <thead>
          <tr>
            <th>{texts.name}</th>
            <th>{texts.sentence}</th>
            <th className={classes.number}>{texts.open}</th>
            <th className={classes.number}>{texts.fired}</th>
            <th>{rulesTexts.mute.column}</th>
          </tr>
        </thead>
        <tbody>
          {listed.data.map((rule) => (
            <tr
              key={rule.id}
              ref={rule.id === saved ? intoView : undefined}
              data-saved={rule.id === saved ? true : undefined}
              className={classes.savedRule}
            >
              <th scope="row">
                <div className={classes.ruleName}>
                  <Switch
                    label={texts.on(rule.name)}
                    on={rule.enabled}
                    onChange={(enabled) =>
                      void save(() => client.rules.update({ params: { id: rule.id }, body: { enabled } }))
                    }
                  />
                  <span className={classes.nameAndReset}>
                    <button
                      type="button"
                      className={classes.name}
                      aria-label={texts.edit(rule.name)}
                      onClick={() => setDraft({ rule })}
                    >
                      {rule.name}
                    </button>
                    {rule.changed && (
                      <Button
                        variant="default"
                        size="compact-xs"
                        onClick={() => void save(() => client.rules.reset({ id: rule.id }))}
                      >
                        {texts.reset}
                      </Button>
                    )}
                  </span>
                </div>
              </th>
              <td>
                <RuleSentence rule={rule} channels={channels} />
              </td>
              <td className={classes.number}>{numberText(countOf(rule, open))}</td>
              <td className={classes.number}>{fired === undefined ? '—' : numberText(firedOf.get(rule.id) ?? 0)}</td>
              <td>
                <RuleMute rule={rule} listed={maintenance} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** So that the rule that was just saved is in sight, in a list that is longer than the window. */
function intoView(row: HTMLElement | null): void {
  row?.scrollIntoView({ block: 'nearest' });
}

function countOf({ id }: Rule, open: readonly Incident[]): number {
  return open.filter(({ faults }) => faults.some(({ rule_id }) => rule_id === id)).length;
}
