import { Button, Checkbox, PasswordInput, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { LONGEST_PASSWORD } from '../../../src-shared/limits/password-limit.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { useDesktop } from '../../api/use-desktop.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { useRescan } from '../../api/use-rescan.ts';
import { useSaveSettings } from '../../api/use-settings.ts';
import { wantedForm, wantedSection } from '../../api/wanted-section.ts';
import { Skeleton } from '../../ui/feedback/callout.tsx';
import { toastFailure } from '../../ui/feedback/toast.tsx';
import { RichText } from '../../ui/rich-text.tsx';
import { MinerPasswordList } from '../settings/farm/miner-passwords-choice.tsx';
import { TargetsSummary } from '../settings/farm/targets-summary.tsx';
import { parseTargetsText } from '../settings/farm/targets-text.ts';
import { useMinerPasswords } from '../settings/farm/use-miner-passwords.ts';
import { useTargetsPreview } from '../settings/farm/use-targets-preview.ts';
import { sitesTexts } from '../sites/sites-texts.ts';
import classes from './welcome-screen.module.css';
import { welcomeTexts } from './welcome-texts.ts';

const texts = welcomeTexts;

/** The first run: nothing is scanned until the operator has entered networks. */
export function WelcomeScreen() {
  const { orpc } = usePowerHive();
  const networks = useQuery(orpc.settings.localNetworks.queryOptions({ staleTime: 30_000 }));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [text, setText] = useState('');
  const targets = [...new Set([...chosen, ...parseTargetsText(text)])];
  const { preview, usable, question } = useTargetsPreview(targets, []);
  const save = useSaveSettings();
  const rescan = useRescan();
  const passwords = useMinerPasswords();
  const [password, setPassword] = useState('');

  const choose = (cidr: string, on: boolean): void => {
    setChosen(new Set(on ? [...chosen, cidr] : [...chosen].filter((other) => other !== cidr)));
  };
  const addPassword = async (): Promise<boolean> => {
    const isDone = password === '' || (await passwords.add(password));
    if (isDone) setPassword('');
    return isDone;
  };
  /** Saves the password first, so that it is there when the first miner is found. */
  const start = async (): Promise<void> => {
    if (await addPassword()) save.mutate({ network: { subnets: targets } }, { onSuccess: () => void rescan() });
  };
  return (
    <div className={classes.screen}>
      <form
        className={classes.card}
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <div>
          <h1 className={classes.title}>{texts.title}</h1>
          <p className={classes.quiet}>{texts.about}</p>
        </div>
        <fieldset className={classes.networks}>
          <legend>{texts.own}</legend>
          {networks.isPending ? (
            <Skeleton rows={2} label={texts.ownLoading} />
          ) : networks.isError ? (
            <p className={classes.quiet}>{texts.ownFailed(callErrorMessage(networks.error))}</p>
          ) : networks.data.length === 0 ? (
            <p className={classes.quiet}>{texts.ownNone}</p>
          ) : (
            networks.data.map(({ cidr, interface_name, address_count }) => (
              <Checkbox
                key={`${interface_name} ${cidr}`}
                label={cidr}
                description={texts.network(address_count, interface_name)}
                checked={chosen.has(cidr)}
                onChange={(event) => choose(cidr, event.currentTarget.checked)}
              />
            ))
          )}
        </fieldset>
        <Textarea
          label={texts.others}
          description={texts.othersAbout}
          placeholder={texts.othersPlaceholder}
          autosize
          minRows={3}
          maxRows={10}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className={classes.summary}>
          <TargetsSummary preview={targets.length === 0 ? undefined : preview} question={question} />
        </div>
        <MinerPasswordList />
        <div className={classes.password}>
          <PasswordInput
            label={texts.password}
            description={texts.passwordAbout}
            autoComplete="off"
            maxLength={LONGEST_PASSWORD}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button variant="default" disabled={password === ''} onClick={() => void addPassword()}>
            {texts.addPassword}
          </Button>
        </div>
        <Button type="submit" size="sm" disabled={targets.length === 0 || !usable} loading={save.isPending}>
          {texts.submit}
        </Button>
        <p className={classes.quiet}>
          <RichText text={texts.office} slots={{ link: <SitesLink /> }} />
        </p>
        <DemoOffer />
      </form>
    </div>
  );
}

/** For an office that monitors other sites and has no miners of its own. */
function SitesLink() {
  return (
    <Link
      href="/settings"
      onClick={() => {
        wantedSection.set(sitesTexts.title);
        wantedForm.set(sitesTexts.title);
      }}
    >
      {texts.officeLink}
    </Link>
  );
}

/**
 * For users without miners: the desktop app opens the demo in a second window, a browser can only
 * explain how.
 */
function DemoOffer() {
  const { client } = usePowerHive();
  const desktop = useDesktop().data;
  const open = useMutation({
    mutationFn: () => client.desktop.openDemo(),
    onError: (error) => toastFailure(texts.demoFailed, callErrorMessage(error)),
  });
  if (desktop === undefined || desktop?.is_demo === true) return null;
  return desktop === null ? (
    <p className={classes.quiet}>
      <RichText text={texts.demoCommand} />
    </p>
  ) : (
    <p className={classes.quiet}>
      <RichText
        text={texts.demo}
        slots={{
          button: (
            <Button variant="subtle" size="compact-xs" loading={open.isPending} onClick={() => open.mutate()}>
              {texts.demoButton}
            </Button>
          ),
        }}
      />
    </p>
  );
}
