import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { useSaveSettings } from '../../../api/use-settings.ts';
import { useUnsaved } from '../../../ui/forms/unsaved.ts';
import { useDraft } from '../../../ui/forms/use-draft.ts';
import { SaveButton } from '../parts/save-button.tsx';
import classes from '../parts/settings-form.module.css';
import { farmSettingsTexts } from './farm-settings-texts.ts';
import { TargetsSummary } from './targets-summary.tsx';
import { parseTargetsText, targetsText } from './targets-text.ts';
import { useTargetsPreview } from './use-targets-preview.ts';

const texts = farmSettingsTexts.networks;

/** The networks to scan, with a live count of their addresses. */
export function NetworksForm({ subnets }: { subnets: readonly string[] }) {
  const { value: text, set: setText, saved } = useDraft(targetsText(subnets));
  const targets = parseTargetsText(text);
  const { preview, usable, question } = useTargetsPreview(targets, subnets);
  const save = useSaveSettings();
  // The configuration may contain them in another notation.
  const changed = targets.join() !== parseTargetsText(targetsText(subnets)).join();
  useUnsaved(changed);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ network: { subnets: targets } }, { onSuccess: () => saved(text) });
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
      <TargetsSummary preview={preview} question={question} />
      <SaveButton save={save} changed={changed} disabled={!usable}>
        {texts.save}
      </SaveButton>
    </form>
  );
}

/** Networks of this computer that are not listed yet; a click adds one. */
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
