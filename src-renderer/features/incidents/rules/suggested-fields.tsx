import { Select } from '@mantine/core';
import type { JobParams, Rule } from '../../../../src-shared/model/index.ts';
import { orderTitle } from '../../jobs/job-words.ts';
import classes from '../incidents.module.css';
import { AutomaticFields, isAutomatable } from './automatic-fields.tsx';
import { rulesTexts } from './rules-texts.ts';

const texts = rulesTexts.suggested;
type Suggested = NonNullable<Rule['suggested_action']>;

/** The actions of the list. An action that needs more parameters asks for them in its preview. */
const CHOICES = {
  restart: { action: 'restart', params: {} },
  reboot: { action: 'reboot', params: {} },
  preset_down: { action: 'preset', params: { steps: -1 } },
  pause: { action: 'pause', params: {} },
  resume: { action: 'resume', params: {} },
  stop: { action: 'stop', params: {} },
  start: { action: 'start', params: {} },
} as const satisfies Readonly<Record<string, { action: Suggested['action']; params: JobParams }>>;
type Choice = keyof typeof CHOICES;
const NONE = 'none';
const KEPT = 'kept';
const NAMES = Object.keys(CHOICES) as Choice[];

const isSame = (a: Omit<Suggested, 'automatic'>, b: Omit<Suggested, 'automatic'>): boolean =>
  a.action === b.action && JSON.stringify(a.params) === JSON.stringify(b.params);

/** The action that a rule suggests, and whether it is carried out without being asked. */
export function SuggestedFields(props: {
  value: Rule['suggested_action'];
  onChange: (value: Rule['suggested_action']) => void;
}) {
  const { value, onChange } = props;
  const chosen = value === null ? NONE : (NAMES.find((name) => isSame(CHOICES[name], value)) ?? KEPT);
  const data = [
    { value: NONE, label: texts.none },
    ...NAMES.map((name) => ({ value: name, label: titleOf(CHOICES[name]) })),
    // Set over REST, with parameters that are not in the list.
    ...(chosen === KEPT && value !== null ? [{ value: KEPT, label: titleOf(value) }] : []),
  ];
  return (
    <div className={classes.suggested}>
      <Select
        label={texts.label}
        description={texts.about}
        data={data}
        value={chosen}
        allowDeselect={false}
        onChange={(next) => {
          if (next === null || next === chosen) return;
          onChange(next === NONE ? null : { ...CHOICES[next as Choice] });
        }}
      />
      {value !== null && isAutomatable(value.action) && (
        <AutomaticFields
          action={value.action}
          value={value.automatic ?? null}
          onChange={(automatic) =>
            onChange({ action: value.action, params: value.params, ...(automatic !== null && { automatic }) })
          }
        />
      )}
    </div>
  );
}

function titleOf({ action, params }: Omit<Suggested, 'automatic'>): string {
  return orderTitle(action, params);
}
