import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { useSaveSettings } from '../../api/use-settings.ts';
import classes from './settings-form.module.css';
import { settingsTexts } from './settings-texts.ts';
import { TargetsSummary } from './targets-summary.tsx';
import { parseTargetsText, targetsText } from './targets-text.ts';
import { useTargetsPreview } from './use-targets-preview.ts';

const texts = settingsTexts.networks;

/** The networks to scan, with a live count of what they amount to. */
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
        aria-label={texts.label}
        placeholder={texts.placeholder}
        rows={4}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <LocalNetworks named={targets} onAdd={(cidr) => setText(targetsText([...parseTargetsText(text), cidr]))} />
      <TargetsSummary preview={preview.data} />
      <Button type="submit" className={classes.save} disabled={!changed || !settled || wrong} loading={save.isPending}>
        {texts.save}
      </Button>
    </form>
  );
}

/** The networks of this computer that are not named yet, each a click away from being so. */
function LocalNetworks(props: { named: readonly string[]; onAdd: (cidr: string) => void }) {
  const { orpc } = usePowerHive();
  const networks = useQuery(orpc.settings.localNetworks.queryOptions({ staleTime: 30_000 }));
  const others = networks.data?.filter(({ cidr }) => !props.named.includes(cidr)) ?? [];
  if (others.length === 0) return null;
  return (
    <div className={classes.offers}>
      <span>{texts.own}</span>
      {others.map(({ cidr, interface_name }) => (
        <Button key={`${interface_name} ${cidr}`} variant="default" size="compact-xs" onClick={() => props.onAdd(cidr)}>
          {texts.add(cidr)}
        </Button>
      ))}
    </div>
  );
}
