import { Switch } from '../../ui/switch.tsx';
import classes from './settings-form.module.css';
import { useSaveSettings } from './use-settings.ts';

/** Whether a model must have a max preset before its miners are read. */
export function PollingChoice({ required }: { required: boolean }) {
  const save = useSaveSettings();
  return (
    <div className={classes.choice}>
      <Switch
        label="Require a max preset"
        on={required}
        onChange={(on) => save.mutate({ polling: { require_max_preset: on } })}
      />
      <div>
        Require a max preset
        <p className={classes.quiet}>
          {required
            ? 'Miners of a model without a max preset are found, but not polled.'
            : 'All managed miners are polled, with a max preset or without.'}
        </p>
      </div>
    </div>
  );
}
