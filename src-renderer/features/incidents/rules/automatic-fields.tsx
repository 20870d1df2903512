import { MOST_AUTOMATIC } from '../../../../src-shared/limits/rule-limits.ts';
import type { Automatic, Rule } from '../../../../src-shared/model/index.ts';
import { NumberField } from '../../../ui/forms/number-field.tsx';
import { VERBS } from '../../jobs/actions/verbs.ts';
import { jobsTexts } from '../../jobs/jobs-texts.ts';
import { SettingSwitch } from '../../settings/parts/setting-switch.tsx';
import classes from '../incidents.module.css';
import { rulesTexts } from './rules-texts.ts';

const texts = rulesTexts.automatic;
const FIRST: Automatic = { per_miner_a_day: 2, a_day: 10 };

/** Only these may be automatic: each may cure a fault, and changes no setting. */
export function isAutomatable(action: NonNullable<Rule['suggested_action']>['action']): boolean {
  return action === 'restart' || action === 'reboot';
}

/** Whether a rule performs its suggested action automatically, and how often at most. */
export function AutomaticFields(props: {
  action: NonNullable<Rule['suggested_action']>['action'];
  value: Automatic | null;
  onChange: (value: Automatic | null) => void;
}) {
  const { action, value, onChange } = props;
  const verb = VERBS.find((one) => one === action);
  return (
    <div>
      <SettingSwitch
        label={texts.label(verb === undefined ? action : jobsTexts.verbs[verb])}
        on={value !== null}
        onChange={(on) => onChange(on ? FIRST : null)}
      >
        {texts.about}
      </SettingSwitch>
      {value !== null && (
        <div className={classes.pair}>
          <NumberField
            label={texts.perMiner}
            min={1}
            max={MOST_AUTOMATIC.per_miner_a_day}
            allowDecimal={false}
            value={value.per_miner_a_day}
            onNumber={(number) => number !== null && onChange({ ...value, per_miner_a_day: number })}
          />
          <NumberField
            label={texts.perRule}
            min={1}
            max={MOST_AUTOMATIC.a_day}
            allowDecimal={false}
            value={value.a_day}
            onNumber={(number) => number !== null && onChange({ ...value, a_day: number })}
          />
        </div>
      )}
    </div>
  );
}
