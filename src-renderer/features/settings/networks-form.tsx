import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import classes from './settings-form.module.css';
import { TargetsSummary } from './targets-summary.tsx';
import { parseTargetsText, targetsText } from './targets-text.ts';
import { useSaveSettings } from './use-settings.ts';
import { useTargetsPreview } from './use-targets-preview.ts';

/** The networks to watch, with a live count of what they amount to. */
export function NetworksForm({ subnets }: { subnets: readonly string[] }) {
  const [text, setText] = useState(targetsText(subnets));
  const targets = parseTargetsText(text);
  const { preview, settled } = useTargetsPreview(targets);
  const save = useSaveSettings();
  const wrong = preview.data?.targets.some(({ error }) => error !== null) ?? false;
  const changed = targets.join() !== subnets.join();
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ network: { subnets: targets } });
      }}
    >
      <Textarea
        aria-label="Networks, one a line"
        placeholder="10.1.0.0/22"
        rows={4}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <TargetsSummary preview={preview.data} />
      <Button type="submit" className={classes.save} disabled={!changed || !settled || wrong} loading={save.isPending}>
        Save networks
      </Button>
    </form>
  );
}
