import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { RestStatus, Settings } from '../../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { useSaveSettings } from '../../../api/use-settings.ts';
import { useUnsaved } from '../../../ui/forms/unsaved.ts';
import { RichText } from '../../../ui/rich-text.tsx';
import { apiReferenceTexts } from '../api-reference/api-reference-texts.ts';
import { CopyLine } from '../parts/copy-line.tsx';
import { SettingSwitch } from '../parts/setting-switch.tsx';
import classes from '../parts/settings-form.module.css';
import { computerTexts } from './computer-texts.ts';

const texts = computerTexts.rest;

/** The REST API for other programs: its switch, its address, and how to use it. */
export function RestApiChoice({ http }: { http: Settings['http'] }) {
  const { orpc } = usePowerHive();
  const status = useQuery(orpc.rest.status.queryOptions());
  const save = useSaveSettings();
  if (status.data === undefined) {
    return status.isError ? <p className={classes.wrong}>{callErrorMessage(status.error)}</p> : null;
  }
  const { always_on, url, trouble } = status.data;
  return (
    <div className={classes.form}>
      {always_on ? (
        <p className={classes.quiet}>{texts.alwaysOn}</p>
      ) : (
        <>
          <SettingSwitch
            label={texts.allow}
            on={http.enabled}
            onChange={(on) => save.mutate({ http: { enabled: on } })}
          >
            {http.enabled && window.powerhive === undefined ? texts.endsPage : texts.loopback}
          </SettingSwitch>
          <AddressForm key={http.addr} addr={http.addr} />
        </>
      )}
      <p className={trouble === null ? classes.quiet : classes.wrong} role="status">
        {url !== null ? texts.available(url) : trouble !== null ? texts.unavailable(trouble) : texts.off}
      </p>
      {url !== null && <HowToCall status={status.data} />}
      <Link href="/settings/api">{apiReferenceTexts.link}</Link>
    </div>
  );
}

function AddressForm({ addr }: { addr: string }) {
  const [text, setText] = useState(addr);
  const save = useSaveSettings();
  useUnsaved(text.trim() !== addr);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ http: { addr: text.trim() } });
      }}
    >
      <TextInput
        label={texts.address}
        description={texts.addressAbout}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" className={classes.save} disabled={text.trim() === addr} loading={save.isPending}>
        {texts.save}
      </Button>
    </form>
  );
}

function HowToCall({ status }: { status: RestStatus }) {
  return (
    <>
      <p className={classes.quiet}>
        <RichText text={texts.token(status.token_file)} />
      </p>
      <CopyLine text={status.curl_line} label={texts.copy} copied={texts.copied} />
    </>
  );
}
